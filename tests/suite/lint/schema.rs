//! A validator of JSON Schema draft 4, for the words that the schema of SARIF 2.1.0 uses
//! (tests/data/sarif-2.1.0.json, the file of OASIS).

use serde_json::Value;

const SARIF: &str = include_str!("../../data/sarif-2.1.0.json");

/// The words that are checked, and those that say nothing about a document.
const KNOWN: &[&str] = &[
    "$ref",
    "$schema",
    "additionalProperties",
    "anyOf",
    "default",
    "definitions",
    "description",
    "enum",
    "format",
    "id",
    "items",
    "maximum",
    "minItems",
    "minimum",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "title",
    "type",
    "uniqueItems",
];

pub(super) struct Schema(Value);

impl Schema {
    pub(super) fn of_sarif() -> Schema {
        Schema(serde_json::from_str(SARIF).expect("JSON"))
    }

    /// The faults of a document, each with its place.
    pub(super) fn faults(&self, document: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.0, document, "", &mut faults);
        faults
    }

    fn check(&self, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
        let words = schema.as_object().expect("a schema is an object");
        for word in words.keys() {
            assert!(KNOWN.contains(&word.as_str()), "{word}: a word that is not checked");
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.strip_prefix('#').expect("a reference into the schema");
            return self.check(self.0.pointer(name).expect("a definition"), value, place, faults);
        }
        let mut fault = |text: String| faults.push(format!("{place}: {text}"));
        if let Some(kinds) = schema.get("type") {
            let has = |kind: &Value| is_of_type(value, kind.as_str().expect("a type"));
            let fits = kinds.as_array().map_or_else(|| has(kinds), |all| all.iter().any(has));
            if !fits {
                fault(format!("{value} is no {kinds}"));
            }
        }
        if schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
            fault(format!("{value} is none of {}", schema["enum"]));
        }
        if let (Some(least), Some(number)) = (schema["minimum"].as_f64(), value.as_f64()) {
            if number < least {
                fault(format!("{value} is less than {least}"));
            }
        }
        if let (Some(most), Some(number)) = (schema["maximum"].as_f64(), value.as_f64()) {
            if number > most {
                fault(format!("{value} is more than {most}"));
            }
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().expect("a name");
            if value.is_object() && value.get(name).is_none() {
                fault(format!("{name} is missing"));
            }
        }
        for word in ["anyOf", "oneOf"] {
            let Some(choices) = schema[word].as_array() else { continue };
            let fits = |choice: &&Value| {
                let mut own = Vec::new();
                self.check(choice, value, place, &mut own);
                own.is_empty()
            };
            let fitting = choices.iter().filter(fits).count();
            if fitting == 0 || (word == "oneOf" && fitting > 1) {
                faults.push(format!("{place}: {fitting} of {word} fit"));
            }
        }
        self.check_members(schema, value, place, faults);
        self.check_items(schema, value, place, faults);
    }

    fn check_members(&self, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
        for (name, member) in value.as_object().into_iter().flatten() {
            let place = format!("{place}/{name}");
            match (schema["properties"].get(name), &schema["additionalProperties"]) {
                (Some(own), _) => self.check(own, member, &place, faults),
                (None, Value::Bool(false)) => faults.push(format!("{place}: no such member")),
                (None, others @ Value::Object(_)) => self.check(others, member, &place, faults),
                (None, _) => {}
            }
        }
    }

    fn check_items(&self, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
        let Some(items) = value.as_array() else { return };
        if schema["minItems"].as_u64().is_some_and(|least| (items.len() as u64) < least) {
            faults.push(format!("{place}: too few items"));
        }
        let is_twice = |at: usize| items[..at].contains(&items[at]);
        if schema["uniqueItems"] == true && (0..items.len()).any(is_twice) {
            faults.push(format!("{place}: an item twice"));
        }
        if let Some(of_items) = schema.get("items") {
            for (at, item) in items.iter().enumerate() {
                self.check(of_items, item, &format!("{place}/{at}"), faults);
            }
        }
    }
}

fn is_of_type(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{other}: no type"),
    }
}

#[test]
fn faults_of_a_document_are_found() {
    let schema = Schema::of_sarif();
    let of = |text: &str| schema.faults(&serde_json::from_str(text).expect("JSON"));
    let driver = r#""tool":{"driver":{"name":"x"}}"#;
    assert_eq!(of(&format!(r#"{{"version":"2.1.0","runs":[{{{driver}}}]}}"#)), [""; 0]);
    for (document, fault) in [
        (r#"{"version":"2.1.0"}"#.to_owned(), ": runs is missing"),
        (r#"{"version":"2.0.0","runs":[]}"#.to_owned(), "/version: \"2.0.0\" is none of"),
        (r#"{"version":"2.1.0","runs":[{}]}"#.to_owned(), "/runs/0: tool is missing"),
        (
            format!(r#"{{"version":"2.1.0","runs":[{{{driver},"nosuch":1}}]}}"#),
            "/runs/0/nosuch: no such member",
        ),
        (
            format!(r#"{{"version":"2.1.0","runs":[{{{driver},"results":[{{"level":"bad"}}]}}]}}"#),
            "/runs/0/results/0/level: \"bad\" is none of",
        ),
    ] {
        let found = of(&document);
        assert!(found.iter().any(|found| found.starts_with(fault)), "{document}: {found:?}");
    }
}
