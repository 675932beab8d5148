//! The check of a file: its texts are checked, and the user's choice of rules and severities leaves
//! out findings. Pure.

use memchr::memmem;

use super::check::{Checked, check, obey_directives};
use super::comments;
use super::extract;
use super::finding::{Finding, Severity};
use super::kind::{Kind, Reading};
use super::rules::files;
use super::settings::Settings;
use super::shells::Dialect;
use super::text::{Map, Text};
use crate::cli::escape::visible;

/// The wishes of a user about every file.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The shell in whose language scripts are read.
    pub(crate) shell: Option<Dialect>,
    /// Without what a file decides: its name.
    pub(crate) settings: Settings,
    /// The rules that are reported, if not all.
    pub(crate) selected: Option<Vec<u16>>,
    pub(crate) ignored: Vec<u16>,
    /// The least severity that is reported.
    pub(crate) least: Severity,
}

impl Request {
    /// The wishes of a command line without options.
    #[cfg(test)]
    pub(crate) fn without_options() -> Request {
        Request {
            shell: None,
            settings: Settings::default(),
            selected: None,
            ignored: Vec::new(),
            least: Severity::Info,
        }
    }

    /// True if the user wants to see a finding.
    pub(crate) fn reports(&self, finding: &Finding) -> bool {
        let number = finding.rule.number;
        self.selected.as_ref().is_none_or(|selected| selected.contains(&number))
            && !self.ignored.contains(&number)
            && finding.severity >= self.least
    }
}

/// Checks a file; its name says what it is, unless the shell is given.
pub(crate) fn examine(name: &[u8], bytes: &[u8], request: &Request) -> Checked {
    let mut settings = Settings { name: name.to_vec(), ..request.settings.clone() };
    let kind = kind(name, bytes, request);
    if kind == Kind::Script {
        let of_file = Reading::of_script(name, bytes, request.shell).targets;
        settings.targets = settings.targets.or(of_file);
    }
    let findings = files::check(kind, bytes, &settings);
    let mut whole = Checked { findings, ..Checked::default() };
    let texts = extract::texts(kind, name, bytes, request.shell);
    for text in &texts {
        let mut checked = check(text, &settings);
        whole.findings.append(&mut checked.findings);
        whole.unshown += checked.unshown;
    }
    if kind != Kind::Script && memmem::find(bytes, b"sigkit:").is_some() {
        let outline = comments::outline(kind, bytes, &texts);
        let file = Text {
            bytes: bytes.into(),
            map: Map::of_file(0, bytes.len()),
            dialect: Dialect::Sh,
            place: None,
            errexit: false,
            is_argument: false,
            forbidden: b"",
        };
        obey_directives(&file, &outline, &settings, &mut whole.findings);
    }
    whole.findings.retain(|finding| request.reports(finding));
    for finding in &mut whole.findings {
        // A word of the file, which a message may have, has any bytes.
        finding.message = visible(finding.message.as_bytes());
        finding.note = finding.note.take().map(|note| visible(note.as_bytes()));
    }
    whole.findings.sort_by_key(|finding| (finding.span, finding.rule.number));
    whole
}

/// The kind of a file. Where nothing says what it is, it is a script.
fn kind(name: &[u8], bytes: &[u8], request: &Request) -> Kind {
    match (Kind::of(name, bytes), request.shell) {
        // The user knows better than a `#!` line.
        (Some(Kind::Foreign), Some(_)) => Kind::Script,
        (kind, _) => kind.unwrap_or(Kind::Script),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists the numbers of the rules that are found in a file.
    fn found(name: &str, file: &str) -> Vec<u16> {
        let request = Request::without_options();
        let checked = examine(name.as_bytes(), file.as_bytes(), &request);
        checked.findings.iter().map(|finding| finding.rule.number).collect()
    }

    #[test]
    fn a_comment_of_another_language_is_a_directive() {
        let file = "FROM debian\nSTOPSIGNAL KILL\n";
        assert_eq!(found("Dockerfile", file), [502]);
        let file =
            "FROM debian\n# sigkit: disable=SIG502 the program catches nothing\nSTOPSIGNAL KILL\n";
        assert_eq!(found("Dockerfile", file), [0; 0]);
        let file = "FROM debian\n# sigkit: disable=SIG502\nRUN x\nSTOPSIGNAL KILL\n";
        assert_eq!(found("Dockerfile", file), [502]);
        let file = "# sigkit: disable=SIG502\nFROM debian\nRUN x\nSTOPSIGNAL KILL\n";
        assert_eq!(found("Dockerfile", file), [0; 0]);
        let file = "[Service]\nType=simple\n# sigkit: disable=SIG512\nKillMode=none\n";
        assert_eq!(found("a.service", file), [0; 0]);
    }

    #[test]
    fn a_comment_in_a_recipe_is_a_directive() {
        let line = "\tpkill -f app || :\n";
        assert_eq!(found("Makefile", &format!("a:\n{line}")), [404]);
        assert_eq!(
            found("Makefile", &format!("a:\n\tx\n\t# sigkit: disable=SIG404\n{line}")),
            [0; 0]
        );
    }

    #[test]
    fn l10_a_message_is_one_line_without_controls() {
        let request = Request {
            shell: None,
            settings: Settings::default(),
            selected: None,
            ignored: Vec::new(),
            least: Severity::Info,
        };
        let checked = examine(b"a.sh", b"trap x 'IN\x1b[2J\nT'\n", &request);
        let messages: Vec<&str> =
            checked.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, ["IN\\x1b[2J\\x0aT is no condition"]);
    }

    #[test]
    fn findings_in_a_workflow_stand_in_the_file() {
        for steps in [
            "\n    - run: |\n        pkill gnome-settings-daemon\n",
            "\n    - {name: x, run: pkill gnome-settings-daemon}\n",
            " [{run: \"pkill gnome-settings-daemon\"}]\n",
        ] {
            let file = format!("jobs:\n  a:\n    steps:{steps}");
            let request = Request::without_options();
            let checked = examine(b".github/workflows/x.yml", file.as_bytes(), &request);
            let spans: Vec<&str> = checked
                .findings
                .iter()
                .map(|finding| &file[finding.span.start..finding.span.end])
                .collect();
            assert_eq!(spans, ["gnome-settings-daemon"], "{steps}");
        }
    }
}
