//! How programs and numbers are written in tables.

use crate::programs::{Program, Role};

/// The program's name; sigkit's stands out.
pub(crate) fn label(program: &Program) -> String {
    match program.role {
        Role::Sigkit => format!("**{}**", program.label),
        Role::Floor | Role::Peer => program.label.clone(),
    }
}

/// A number rounded to an integer, with a comma after every three digits.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
