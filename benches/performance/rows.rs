//! The command lines that are measured, and how to tell that a program understands one.

use crate::programs::{Program, Role};

/// The row with many operands.
pub(crate) const BULK: &str = "kill -s 0 PID... (10,000 operands)";

/// One command line.
pub(crate) struct Row {
    pub(crate) title: &'static str,
    pub(crate) arguments: Vec<String>,
    /// The most instructions and system calls that sigkit may need where it runs it before libc
    /// starts; None for what it does not run there.
    pub(crate) most: Option<(f64, f64)>,
    answer: Answer,
}

/// The output that shows, besides exit status 0, that the command line was understood. Layouts
/// differ between the programs.
enum Answer {
    /// Nothing on standard output.
    Silence,
    /// This text among others.
    Among(&'static str),
    /// This name alone, or with SIG.
    Name(&'static str),
    /// Some text, on standard output or (busybox) standard error.
    Text,
}

impl Row {
    /// `kill -s 0 PID`, the process being the harness itself: signal 0 reaches no process.
    pub(crate) fn null_signal() -> Row {
        Row { title: "kill -s 0 PID", most: Some((649.0, 2.0)), ..Row::bulk(1) }
    }

    /// Signal 0 with this many operands.
    pub(crate) fn bulk(count: usize) -> Row {
        let pid = std::process::id().to_string();
        let mut arguments = vec!["-s".to_owned(), "0".to_owned()];
        arguments.resize(count + 2, pid);
        Row { title: BULK, arguments, most: None, answer: Answer::Silence }
    }

    /// True if the program does what the row asks for. The floor always does: it stands in every
    /// row for the least that a process which asks the system for something can cost.
    pub(crate) fn works(&self, program: &Program) -> bool {
        if program.role == Role::Floor {
            return true;
        }
        let Ok(output) = program.run(&self.arguments).command().output() else {
            return false;
        };
        let text = String::from_utf8_lossy(&output.stdout);
        output.status.success()
            && match self.answer {
                Answer::Silence => text.is_empty(),
                Answer::Among(word) => text.contains(word),
                Answer::Name(name) => text.trim().trim_start_matches("SIG") == name,
                Answer::Text => !output.stdout.is_empty() || !output.stderr.is_empty(),
            }
    }
}

/// The command lines with at most one operand.
pub(crate) fn single_rows() -> Vec<Row> {
    let row = |title, most, arguments: &[&str], answer| Row {
        title,
        most,
        arguments: arguments.iter().map(|word| (*word).to_owned()).collect(),
        answer,
    };
    vec![
        Row::null_signal(),
        row("kill -l", Some((396.0, 3.0)), &["-l"], Answer::Among("HUP")),
        row("kill -l 130", Some((627.0, 2.0)), &["-l", "130"], Answer::Name("INT")),
        row("kill -L", None, &["-L"], Answer::Among("HUP")),
        row("kill --help", None, &["--help"], Answer::Text),
    ]
}
