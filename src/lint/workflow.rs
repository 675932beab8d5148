//! Scripts in workflows and actions of GitHub: the `run:` of a step, and the shell that runs it.
//!
//! `${{ }}` is replaced before a shell starts, so it becomes an expansion of the shell: a word
//! whose value is not known.

use std::collections::HashMap;

use super::finding::Span;
use super::shells::{Dialect, Shell};
use super::text::{Excerpt, Text};
use super::yaml::{Leaf, Step, leaves};
use crate::process::path::file_name;

/// The shell of a step.
#[derive(Clone, Copy, Debug)]
struct StepShell {
    dialect: Dialect,
    errexit: bool,
}

/// Gives the scripts of a workflow or an action.
pub(crate) fn texts(file: &[u8]) -> Vec<Text<'static>> {
    let leaves = leaves(file);
    let values = Values::of(&leaves);
    let mut texts = Vec::new();
    for leaf in &leaves {
        let [job @ .., steps, Step::Item(_), run] = &leaf.path[..] else { continue };
        let is_job = job.len() == 2 && job[0].is("jobs") || job.len() == 1 && job[0].is("runs");
        if !is_job || !steps.is("steps") || !run.is("run") {
            continue;
        }
        let step = &leaf.path[..leaf.path.len() - 1];
        let Some(shell) = shell_of(&values, job, step) else { continue };
        let text = without_expressions(&leaf.value);
        texts.push(Text { errexit: shell.errexit, ..text.into_text(shell.dialect) });
    }
    texts
}

/// Finds the shell of a step; none for one that is not read here.
fn shell_of(values: &Values<'_>, job: &[Step], step: &[Step]) -> Option<StepShell> {
    let defaults = ["defaults", "run", "shell"];
    let named = values
        .get(step, &["shell"])
        .or_else(|| values.get(job, &defaults))
        .or_else(|| values.get(&[], &defaults));
    if let Some(named) = named {
        return step_shell(named);
    }
    // Windows has PowerShell where nothing else is said.
    let is_windows = values
        .get(job, &["runs-on"])
        .is_some_and(|system| system.windows(7).any(|part| part.eq_ignore_ascii_case(b"windows")));
    (!is_windows).then_some(StepShell { dialect: Dialect::Of(Shell::Bash), errexit: true })
}

/// The values of a file by their paths; of two with one path, the first.
struct Values<'a>(HashMap<&'a [Step], &'a [u8]>);

impl<'a> Values<'a> {
    fn of(leaves: &'a [Leaf]) -> Values<'a> {
        let mut values = HashMap::new();
        for leaf in leaves {
            values.entry(&leaf.path[..]).or_insert(&leaf.value.bytes[..]);
        }
        Values(values)
    }

    /// Finds the value at a path below another one.
    fn get(&self, above: &[Step], keys: &[&str]) -> Option<&'a [u8]> {
        let mut path = above.to_vec();
        path.extend(keys.iter().map(|key| Step::Key(key.as_bytes().to_vec())));
        self.0.get(&path[..]).copied()
    }
}

/// Reads the value of `shell:`; none for a shell that is not read here.
fn step_shell(value: &[u8]) -> Option<StepShell> {
    let mut words = value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let name = file_name(words.next()?);
    let dialect = Dialect::by_name(name)?;
    let mut options = words.peekable();
    // A name alone stands for the name with options, of which -e is one.
    let errexit = if options.peek().is_none() {
        matches!(name, b"bash" | b"sh")
    } else {
        options
            .any(|word| word.starts_with(b"-") && !word.starts_with(b"--") && word.contains(&b'e'))
    };
    Some(StepShell { dialect, errexit })
}

/// Replaces `${{ }}`.
fn without_expressions(text: &Excerpt) -> Excerpt {
    let mut replaced = Excerpt::default();
    let mut at = 0;
    while let Some(start) = find(&text.bytes, at, b"${{") {
        let Some(end) = find(&text.bytes, start, b"}}") else { break };
        replaced.append(&text.part(Span { start: at, end: start }));
        let span = Span { start, end: end + 2 };
        replaced.push_other(b"${expression}", text.map.file(span));
        at = end + 2;
    }
    replaced.append(&text.part(Span { start: at, end: text.bytes.len() }));
    replaced
}

fn find(text: &[u8], from: usize, word: &[u8]) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(word.len()).position(|part| part == word).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(file: &str) -> Vec<String> {
        texts(file.as_bytes())
            .iter()
            .map(|text| String::from_utf8_lossy(&text.bytes).into_owned())
            .collect()
    }

    /// Puts a value for `run:` into a workflow.
    fn workflow(run: &str) -> String {
        format!(
            "on: [push]\njobs:\n  a:\n    runs-on: x\n    steps:\n      - name: x\n        \
             run: {run}\n"
        )
    }

    #[test]
    fn an_expression_is_an_unknown_value() {
        let file = workflow("kill ${{ a.b }} '${{c}}'");
        assert_eq!(of(&file), ["kill ${expression} '${expression}'"]);
        assert_eq!(of(&workflow("kill ${{ a.b")), ["kill ${{ a.b"]);
    }

    #[test]
    fn a_script_of_several_lines_is_one_text() {
        let file = workflow("|\n          kill -9\n          x");
        assert_eq!(of(&file), ["kill -9\nx\n"]);
        let text = &texts(file.as_bytes())[0];
        let same = text.map.same(Span { start: 0, end: 7 }).expect("the bytes are the file's");
        assert_eq!(&file[same.start..same.end], "kill -9");
        assert!(!text.is_argument);
    }

    #[test]
    fn the_shell_of_a_step_counts() {
        let bash = Dialect::Of(Shell::Bash);
        let file = "defaults:\n  run:\n    shell: sh\n\
            jobs:\n  a:\n    steps:\n      - run: a\n      \
            - run: b\n        shell: bash\n      - run: c\n        shell: pwsh\n      \
            - shell: bash {0}\n        run: d\n  \
            b:\n    defaults:\n      run:\n        shell: bash -e {0}\n    steps:\n    - run: e\n";
        let found: Vec<_> = texts(file.as_bytes())
            .iter()
            .map(|text| (text.bytes[0], text.dialect, text.errexit))
            .collect();
        assert_eq!(
            found,
            [
                (b'a', Dialect::Sh, true),
                (b'b', bash, true),
                (b'd', bash, false),
                (b'e', bash, true),
            ]
        );
    }

    #[test]
    fn steps_on_one_line_are_read() {
        let file = "jobs:\n  a:\n    steps:\n    - {name: x, run: \"kill -9 -$p\"}\n    \
            - {run: b, shell: pwsh}\n  c: {steps: [{run: kill 1}, {uses: d}]}\n";
        assert_eq!(of(file), ["kill -9 -$p", "kill 1"]);
        let text = &texts(file.as_bytes())[0];
        let same = text.map.same(Span { start: 0, end: 7 }).expect("the bytes are the file's");
        assert_eq!(&file[same.start..same.end], "kill -9");
    }

    #[test]
    fn power_shell_is_not_read() {
        let job = |system: &str| {
            format!("jobs:\n  a:\n    runs-on: {system}\n    steps:\n    - run: x\n")
        };
        assert_eq!(of(&job("windows-latest")), [""; 0]);
        assert_eq!(of(&job("ubuntu-latest")), ["x"]);
    }

    #[test]
    fn an_action_has_steps_too() {
        assert_eq!(of("runs:\n  using: composite\n  steps:\n  - run: x\n    shell: bash\n"), ["x"]);
    }

    #[test]
    fn other_keys_named_run_are_none() {
        assert_eq!(of("x:\n  a:\n    steps:\n    - run: x\n"), [""; 0]);
        assert_eq!(of("jobs:\n  a:\n    run: x\n"), [""; 0]);
        assert_eq!(of("jobs:\n  a:\n    steps:\n    - with:\n        run: x\n"), [""; 0]);
    }
}
