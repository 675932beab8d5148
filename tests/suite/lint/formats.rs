//! The output of each format, byte for byte.

use serde_json::{Value, json};

use super::schema::Schema;
use super::{LINE, WRONG, filter, run, write};
use crate::support::*;

const MESSAGE: &str = "SIGTERM: dash and bash --posix take names without SIG";

#[test]
fn l13_people_get_the_line_a_caret_the_fix_and_a_summary() {
    let expected = format!(
        "error[SIG104]: {MESSAGE}\n --> run.sh:2:9\n  |\n2 | kill -s SIGTERM \"$pid\"\n  |         \
         ^^^^^^^\n  |\n  = help: write: kill -s TERM \"$pid\"\n\n1 error in 1 of 1 file; 1 can be \
         fixed (--fix)\n"
    );
    filter(&["--stdin-filename", "run.sh", "-"], WRONG).is(1, &expected, "");
    // No terminal, no colours; unless they are asked for.
    let colored = filter(&["--color", "always", "--stdin-filename", "run.sh", "-"], WRONG);
    assert!(colored.stdout.contains("\u{1b}["), "{colored:?}");
    let mut plain = colored.stdout;
    while let Some((start, rest)) = plain.clone().split_once('\u{1b}') {
        let (_, end) = rest.split_once('m').expect("the end of a colour");
        plain = format!("{start}{end}");
    }
    assert_eq!(plain, expected);
    filter(&["-"], "kill 1\n").prints("nothing found in 1 file\n");
    filter(&["-"], "kill -9 1; kill -TERM 2\n")
        .prints("nothing found in 1 file\n2 XSI forms not shown (--posix)\n");
}

#[test]
fn l13_gcc_has_a_line_for_each_finding() {
    filter(&["-f", "gcc", "--stdin-filename", "a b.sh", "-"], WRONG).is(
        1,
        &format!("a b.sh:{LINE}"),
        "",
    );
}

#[test]
fn l13_json_has_all_that_is_known() {
    let ran = filter(&["-f", "json", "--stdin-filename", "run.sh", "-"], WRONG);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let finding = json!({
        "rule": "SIG104", "title": "kill-sig-prefix", "severity": "error", "file": "run.sh",
        "line": 2, "column": 9, "endLine": 2, "endColumn": 16, "offset": 18, "length": 7,
        "message": MESSAGE, "shells": ["dash", "bash --posix"],
        "fix": {"safe": true, "edits": [{"offset": 18, "length": 7, "text": "TERM"}]}
    });
    let expected = json!({"version": 1, "findings": [finding], "errors": [], "files": 1});
    assert_eq!((ran.status, found), (1, expected));
    let directory = TemporaryDirectory::new();
    let ran = run(&directory.path, &["-f", "json", "nosuch"]);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let error = json!({"file": "nosuch", "reason": "No such file or directory"});
    assert_eq!(found, json!({"version": 1, "findings": [], "errors": [error], "files": 0}));
    assert_eq!(ran.status, 2);
}

#[test]
fn l13_github_s_commands_escape_names() {
    filter(&["-f", "github", "--stdin-filename", "a,b:c.sh", "-"], WRONG).is(
        1,
        &format!(
            "::error file=a%2Cb%3Ac.sh,line=2,endLine=2,col=9,endColumn=16,title=SIG104 \
             kill-sig-prefix::{MESSAGE}\n"
        ),
        "",
    );
}

#[test]
fn l13_gitlab_s_report_has_fingerprints_that_differ() {
    let two = format!("{WRONG}kill -s SIGTERM \"$pid\"\n");
    let ran = filter(&["-f", "gitlab", "--stdin-filename", "run.sh", "-"], &two);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let found = found.as_array().expect("an array");
    assert_eq!(found.len(), 2);
    assert_ne!(found[0]["fingerprint"], found[1]["fingerprint"]);
    assert_eq!(found[0]["description"], MESSAGE);
    assert_eq!(found[0]["check_name"], "SIG104 kill-sig-prefix");
    assert_eq!(found[0]["severity"], "critical");
    assert_eq!(found[0]["location"]["path"], "run.sh");
    let position = json!({"line": 2, "column": 9});
    assert_eq!(found[0]["location"]["positions"]["begin"], position);
}

#[test]
fn l13_sarif_is_valid_and_its_fingerprints_survive_lines_above() {
    let schema = Schema::of_sarif();
    let sarif = |text: &str| {
        let ran = filter(&["-f", "sarif", "--stdin-filename", "a b.sh", "-"], text);
        let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(schema.faults(&found), [""; 0]);
        found["runs"][0].clone()
    };
    let found = sarif(WRONG);
    let result = &found["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("SIG104"), &json!("error")));
    assert_eq!(result["message"]["text"], MESSAGE);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b.sh");
    let region = json!({
        "startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 16, "byteOffset": 18,
        "byteLength": 7
    });
    assert_eq!(place["region"], region);
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "TERM");
    let rule = &found["tool"]["driver"]["rules"][0];
    assert_eq!((&rule["id"], &rule["name"]), (&json!("SIG104"), &json!("kill-sig-prefix")));
    let moved = sarif(&WRONG.replace("#!/bin/sh\n", "#!/bin/sh\n\n# more\n"));
    let fingerprints = "partialFingerprints";
    assert_eq!(moved["results"][0][fingerprints], result[fingerprints]);
    let other = sarif(&WRONG.replace("$pid", "$p"));
    assert_ne!(other["results"][0][fingerprints], result[fingerprints]);
    // Without findings, and with a file that cannot be read.
    sarif("kill 1\n");
    let directory = TemporaryDirectory::new();
    write(&directory.path, "a.sh", WRONG);
    let ran = run(&directory.path, &["-f", "sarif", "a.sh", "nosuch"]);
    let found: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(schema.faults(&found), [""; 0]);
    assert_eq!(found["runs"][0]["invocations"][0]["executionSuccessful"], false);
}
