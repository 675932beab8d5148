//! A value of JSON (RFC 8259), whose members stay in their order and whose strings hide nothing
//! from a terminal.

use std::fmt;

use crate::cli::escape::json_string;

#[derive(Debug)]
pub(super) enum Value {
    Bool(bool),
    Number(usize),
    Text(String),
    Array(Vec<Value>),
    Object(Vec<(&'static str, Value)>),
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    pub(super) fn array(values: impl IntoIterator<Item = Value>) -> Value {
        Value::Array(values.into_iter().collect())
    }

    /// Adds a member to an object, if there is one.
    pub(super) fn and(mut self, name: &'static str, value: Option<Value>) -> Value {
        if let (Value::Object(members), Some(value)) = (&mut self, value) {
            members.push((name, value));
        }
        self
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Value::Bool(value) => value.fmt(f),
            Value::Number(number) => number.fmt(f),
            Value::Text(text) => f.write_str(&json_string(text.as_bytes())),
            Value::Array(values) => {
                f.write_str("[")?;
                for (at, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if at > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Value::Object(members) => {
                f.write_str("{")?;
                for (at, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}\"{name}\":{value}", if at > 0 { "," } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_in_order_and_escaped() {
        let value = Value::Object(vec![
            ("b", Value::Bool(true)),
            ("a", Value::array([Value::Number(7), Value::text("x\n\"\u{202e}")])),
        ]);
        let value = value.and("c", Some(Value::Object(Vec::new()))).and("d", None);
        assert_eq!(value.to_string(), r#"{"b":true,"a":[7,"x\u000a\"\u202e"],"c":{}}"#);
    }
}
