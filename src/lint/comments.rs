//! The directives of files that are no scripts: a comment of a Dockerfile, a Makefile, a workflow
//! or a unit is for the instruction, the recipe's line, the step or the setting after it.
//!
//! They are read as those of a script, so such a file is outlined as a script whose commands are
//! its instructions.

use super::finding::Span;
use super::kind::Kind;
use super::shell::script::{Command, Position, Script};
use super::text::Text;
use super::{dockerfile, unit};

/// Outlines a file; `texts` are those that a shell runs.
pub(crate) fn outline(kind: Kind, file: &[u8], texts: &[Text<'_>]) -> Script {
    let spans: Vec<Span> = match kind {
        Kind::Dockerfile => dockerfile::instructions(file)
            .iter()
            .map(|instruction| Span { start: instruction.keyword.start, end: instruction.end() })
            .collect(),
        Kind::Unit => unit::settings(file)
            .iter()
            .map(|setting| Span {
                start: setting.key.start,
                end: setting.value.map.file(whole(setting.value.bytes.len())).end,
            })
            .collect(),
        Kind::Makefile | Kind::Workflow => {
            texts.iter().map(|text| text.map.file(whole(text.bytes.len()))).collect()
        }
        Kind::Script | Kind::Foreign => Vec::new(),
    };
    let mut script = Script::default();
    let mut start = 0;
    for line in file.split_inclusive(|&byte| byte == b'\n') {
        let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let comment = Span { start: start + blanks, end: start + line.trim_ascii_end().len() };
        start += line.len();
        // The spans are in the order of the file.
        let is_within = || {
            let after = spans.partition_point(|span| span.start <= comment.start);
            after > 0 && comment.start < spans[after - 1].end
        };
        if line.get(blanks) == Some(&b'#') && !is_within() {
            script.comments.push(comment);
        }
    }
    for (list, span) in (0..).zip(spans) {
        script.commands.push(Command {
            span,
            assignments: Vec::new(),
            words: Vec::new(),
            redirections: Vec::new(),
            position: Position::of_list(list),
        });
    }
    script
}

fn whole(length: usize) -> Span {
    Span { start: 0, end: length }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::extract;

    /// Lists the comments, and the things that directives are for.
    fn of(kind: Kind, file: &str) -> (Vec<&str>, Vec<&str>) {
        let texts = extract::texts(kind, b"", file.as_bytes(), None);
        let script = outline(kind, file.as_bytes(), &texts);
        let shown = |span: Span| &file[span.start..span.end];
        (
            script.comments.iter().map(|&comment| shown(comment)).collect(),
            script.commands.iter().map(|command| shown(command.span)).collect(),
        )
    }

    #[test]
    fn each_language_has_comments() {
        assert_eq!(
            of(Kind::Dockerfile, "# a\nFROM b\n # c\nRUN <<E\n# d\nE\nCMD e \\\n # f\n g\n"),
            (vec!["# a", "# c"], vec!["FROM b", "RUN <<E\n# d\nE", "CMD e \\\n # f\n g"])
        );
        assert_eq!(
            of(Kind::Unit, "# a\n[Service]\nKillMode=none\n#b\nExecStop=c\n"),
            (vec!["# a", "#b"], vec!["KillMode=none", "ExecStop=c"])
        );
        assert_eq!(of(Kind::Makefile, "# a\nb:\n\t# c\n\td\n"), (vec!["# a", "# c"], vec!["d"]));
        assert_eq!(
            of(Kind::Workflow, "jobs:\n  a:\n    steps:\n    # b\n    - run: c\n"),
            (vec!["# b"], vec!["c"])
        );
    }
}
