//! The forms of a command line, in mdoc's macros.

use super::mdoc::{argument, is_placeholder, literal};

/// The forms of a command line. One that is two ("-L | -t") gets two lines. `within` is the command
/// that runs this one, and this one's name.
pub(super) fn synopsis<'a>(
    forms: impl IntoIterator<Item = &'a str>,
    within: Option<(&str, &str)>,
) -> String {
    let mut text = String::new();
    for form in forms.into_iter().flat_map(alternatives) {
        text += &match within {
            None => ".Nm\n".to_owned(),
            Some((outer, name)) => format!(".Nm {outer}\n.Cm {name}\n"),
        };
        for part in parts(form, b' ') {
            text.push_str(&format!(".{}\n", macros(part)));
        }
    }
    text
}

fn alternatives(form: &str) -> impl Iterator<Item = &str> {
    parts(form, b'|').into_iter().map(str::trim)
}

/// Cuts a form where `separator` stands outside of brackets.
fn parts(form: &str, separator: u8) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (position, byte) in form.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            _ if byte == separator && depth == 0 => {
                parts.push(&form[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    parts.push(&form[start..]);
    parts
}

/// One part of a form in mdoc's macros, without the dot before the first.
fn macros(part: &str) -> String {
    if let Some(repeated) = part.strip_suffix("...") {
        return format!("{} Ns ...", macros(repeated));
    }
    if let Some(inner) = part.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let choices = alternatives(inner).map(|choice| {
            let words: Vec<_> = parts(choice, b' ').into_iter().map(macros).collect();
            words.join(" ")
        });
        return format!("Oo {} Oc", choices.collect::<Vec<_>>().join(" | "));
    }
    match (part.find('['), part.strip_prefix('-')) {
        (Some(attached), _) if attached > 0 => {
            format!("{} Ns {}", macros(&part[..attached]), macros(&part[attached..]))
        }
        (_, Some(name)) if is_placeholder(name) => format!("Fl Ns Ar {}", literal(name)),
        (_, Some(name)) => format!("Fl {}", literal(name)),
        (_, None) => match part.strip_prefix('=') {
            Some(value) => format!("= Ns {}", macros(value)),
            None => argument(part),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_the_command_line_is_marked_up_word_by_word() {
        assert_eq!(
            synopsis(["[-s SIGNAL | -SIGNAL] [OPTION]... [--] TARGET..."], None),
            ".Nm\n\
            .Oo Fl s Ar SIGNAL | Fl Ns Ar SIGNAL Oc\n\
            .Oo Ar OPTION Oc Ns ...\n\
            .Oo Fl \\- Oc\n\
            .Ar TARGET Ns ...\n"
        );
    }

    #[test]
    fn alternatives_outside_of_brackets_are_forms_of_their_own() {
        assert_eq!(
            synopsis(["-L | -t", "--posix[=xsi] -l [STATUS]"], None),
            ".Nm\n.Fl L\n.Nm\n.Fl t\n.Nm\n.Fl \\-posix Ns Oo = Ns Cm xsi Oc\n.Fl l\n.Oo Ar STATUS \
             Oc\n"
        );
    }

    #[test]
    fn brackets_may_hold_brackets() {
        assert_eq!(
            macros("[-l [NUMBER | 0xMASK]...]"),
            "Oo Fl l Oo Ar NUMBER | Ar 0xMASK Oc Ns ... Oc"
        );
    }
}
