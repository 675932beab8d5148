//! Texts, and what the scanner says of them.

use std::fmt::Write as _;
use std::time::Duration;

use proptest::prelude::*;

use super::scan;
use super::script::{Block, BlockKind, Connector, Script, TestKind, Word};
use crate::lint::processor_time::processor_time;
use crate::lint::shells::{Dialect, Shell};

/// One line a command: the constructs that hold it, its words between bars, and its position.
fn outline(text: &str, dialect: Dialect) -> String {
    let script = scan(text.as_bytes(), dialect);
    let mut lines = String::new();
    for command in &script.commands {
        for block in path(&script, command.position.block) {
            let _ = write!(lines, "{} ", name(&script, text, block));
        }
        let position = command.position;
        for (marked, mark) in [
            (position.negated, "! "),
            (position.after == Connector::And, "&& "),
            (position.after == Connector::Or, "|| "),
            (position.pipe_index > 0, "| "),
        ] {
            lines.push_str(if marked { mark } else { "" });
        }
        for assignment in &command.assignments {
            let _ = write!(lines, "{}=", &text[assignment.name.start..assignment.name.end]);
            let _ = write!(lines, "{} ", raw(text, &assignment.value));
        }
        let words: Vec<&str> = command.words.iter().map(|word| raw(text, word)).collect();
        lines.push_str(&words.join("|"));
        for redirection in &command.redirections {
            let _ = write!(lines, " {}", &text[redirection.span.start..redirection.span.end]);
        }
        for (marked, mark) in [
            (position.piped, " |"),
            (position.before == Connector::And, " &&"),
            (position.before == Connector::Or, " ||"),
            (position.background, " &"),
        ] {
            lines.push_str(if marked { mark } else { "" });
        }
        lines.push('\n');
    }
    for test in &script.tests {
        let words: Vec<&str> = test.words.iter().map(|word| raw(text, word)).collect();
        let patterns: Vec<&str> = test.patterns.iter().map(|word| raw(text, word)).collect();
        let span = &text[test.span.start..test.span.end];
        let _ = match test.kind {
            TestKind::Conditional => writeln!(lines, "[[ {}", words.join("|")),
            TestKind::Arithmetic => writeln!(lines, "(( {}", span.trim()),
            TestKind::Case => writeln!(lines, "case {} in {}", words.join("|"), patterns.join("|")),
        };
    }
    for counted in &script.loops {
        let words: Vec<&str> = counted.words.iter().map(|word| raw(text, word)).collect();
        let names: Vec<_> = counted.names.iter().map(|it| &text[it.start..it.end]).collect();
        let _ = writeln!(lines, "for {} in {}", names.join("|"), words.join("|"));
    }
    if let Some(unreadable) = &script.unreadable {
        let _ = writeln!(lines, "{} at {}", unreadable.what, unreadable.at);
    }
    lines
}

fn raw<'a>(text: &'a str, word: &Word) -> &'a str {
    &text[word.span.start..word.span.end]
}

fn path(script: &Script, block: super::script::BlockId) -> Vec<&Block> {
    let mut path = Vec::new();
    let mut at = Some(block);
    while let Some(block) = at {
        let block = &script.blocks[block.0 as usize];
        path.push(block);
        at = block.position.map(|position| position.block);
    }
    path.pop();
    path.reverse();
    path
}

fn name(script: &Script, text: &str, block: &Block) -> String {
    match block.kind {
        BlockKind::Text => "text",
        BlockKind::Condition => "if",
        BlockKind::Branch => "then",
        BlockKind::Loop => "do",
        BlockKind::CaseItem => "item",
        BlockKind::Group => "{",
        BlockKind::Subshell => "(",
        BlockKind::Substitution => "$(",
        BlockKind::Function(index) => {
            let name = script.functions[index as usize].name;
            return format!("{}()", &text[name.start..name.end]);
        }
    }
    .to_owned()
}

#[track_caller]
fn sh(text: &str, expected: &[&str]) {
    read(text, Dialect::Sh, expected);
}

#[track_caller]
fn read(text: &str, dialect: Dialect, expected: &[&str]) {
    let outline = outline(text, dialect);
    let expected: String = expected.iter().map(|line| format!("{line}\n")).collect();
    assert_eq!(outline, expected, "{text}");
}

const BASH: Dialect = Dialect::Of(Shell::Bash);
const ZSH: Dialect = Dialect::Of(Shell::Zsh);

#[test]
fn words_assignments_and_redirections() {
    sh("kill -9 $p\n", &["kill|-9|$p"]);
    sh("A=1 B='x y' kill >/dev/null 2>&1 -s TERM", &["A=1 B='x y' kill|-s|TERM >/dev/null 2>&1"]);
    sh("x=$(a b)\n", &["x=$(a b) ", "$( a|b"]);
    sh("echo a\\ b 'c d' \"e f\" g\\\nh", &["echo|a\\ b|'c d'|\"e f\"|g\\\nh"]);
    sh("kill 1 # kill 2\n", &["kill|1"]);
    sh("a#b c", &["a#b|c"]);
    sh(">x", &[" >x"]);
    sh("kill -- -$pg;kill 2", &["kill|--|-$pg", "kill|2"]);
}

#[test]
fn lists_and_pipelines() {
    sh("a && b || c; d", &["a &&", "&& b ||", "|| c", "d"]);
    sh("a | b |\nc & d", &["a | &", "| b | &", "| c &", "d"]);
    sh("! a | b", &["! a |", "! | b"]);
    sh("a &&\n# no\n\nb", &["a &&", "&& b"]);
    sh("{ a; b; } || c", &["{ a", "{ b", "|| c"]);
    let script = scan(b"{ a; } || c", Dialect::Sh);
    assert_eq!(script.blocks[1].position.map(|group| group.before), Some(Connector::Or));
    sh("(a; b) &\nwait", &["( a", "( b", "wait"]);
    let script = scan(b"(a) & b", Dialect::Sh);
    assert_eq!(script.blocks[1].position.map(|group| group.background), Some(true));
}

#[test]
fn compound_commands() {
    sh("if a; then b; elif c; then d; else e; fi", &["if a", "then b", "if c", "then d", "then e"]);
    sh("while a; do b; done; c", &["if a", "do b", "c"]);
    sh("for i in 1 2 $x; do b; done", &["do b", "for i in 1|2|$x"]);
    sh("for i\ndo b; done", &["do b", "for i in "]);
    sh(
        "case $x in a|b) c;; (d) e;; *) f; esac; g",
        &["item c", "item e", "item f", "g", "case $x in a|b|d|*"],
    );
    sh("case $x in kill) ;; esac", &["case $x in kill"]);
    sh("f() { a; }; f", &["f() { a", "f"]);
    sh("f () (a)\n", &["f() ( a"]);
    read("function f { a; }", BASH, &["f() { a"]);
    read("function f() { a; }; b", BASH, &["f() { a", "b"]);
    read("for ((i=0; i<3; i++)); do a; done", BASH, &["do a", "(( i=0; i<3; i++", "for  in "]);
    read("[[ $a =~ ^(x y|z)$ && -n $b ]] && c", BASH, &["&& c", "[[ $a|=~|^(x y|z)$|-n|$b"]);
    read("(( $? == 130 )) && c", BASH, &["&& c", "(( $? == 130"]);
    read("((a) ; b)", BASH, &["( ( a", "( b"]);
    read("coproc x { a; }; b", BASH, &["{ a", "b"]);
    read("time { a; }", BASH, &["{ a"]);
    read("time kill 1", BASH, &["time|kill|1"]);
    read("select x in a b; do c; done", BASH, &["do c", "for x in a|b"]);
    read("case x in a) b ;;& c) d ;& esac", BASH, &["item b", "item d", "case x in a|c"]);
    read("a=(x $(b) 'c d') d", BASH, &["a=(x $(b) 'c d') d", "$( b"]);
    read("eval local a=($x) b", BASH, &["eval|local|a=($x)|b"]);
    read("a[${#a[@]}]=x a['[']=y b", BASH, &["a=x a=y b"]);
    read("a[$(b)]=x", BASH, &["a=x ", "$( b"]);
    read("a=\\\n(b c)\nd", BASH, &["a=(b c) ", "d"]);
    read("function a=b { c; }", BASH, &["a=b() { c"]);
    read("local -a a=(x y)", BASH, &["local|-a|a=(x y)"]);
    read("if (( $# )) { a } else { b }", ZSH, &["then { a", "then { b", "(( $#"]);
    read("if (( $# > 1 )) { a } else { b }; c", ZSH, &["then { a", "then { b", "c", "(( $# > 1"]);
    read("for x (a b) c; d", ZSH, &["do c", "d", "for x in a|b"]);
    read("() { a }", ZSH, &["() { a"]);
    read("[[ ( $a = (#b)(x|y z) ) ]] && c", ZSH, &["&& c", "[[ $a|=|(#b)(x|y z)"]);
    read("[[ $1 = @(a|\nb) ]]; c", BASH, &["c", "[[ $1|=|@(a|\nb)"]);
    read(
        "ls /<->(#qN) ${${(f)\"$(a)\"}## #} b",
        ZSH,
        &["ls|/<->(#qN)|${${(f)\"$(a)\"}## #}|b", "$( a"],
    );
    read("ls *(.) (a|b)", ZSH, &["ls|*(.)|(a|b)"]);
}

#[test]
fn what_only_zsh_reads() {
    read("if a; then x=()\nelse b; fi; c", ZSH, &["if a", "then x=() ", "then b", "c"]);
    read("1=x a", ZSH, &["1=x a"]);
    read("for a b in c d; do e; done", ZSH, &["do e", "for a|b in c|d"]);
    read("for a b (c d) e", ZSH, &["do e", "for a|b in c|d"]);
    read("for 1 2\ndo e; done", ZSH, &["do e", "for 1|2 in "]);
    read("case x; in a) b;; esac", ZSH, &["item b", "case x in a"]);
    read(
        "case x in (a|b)kill) c;; ((d|e)|f)g|h) i;; (j) k;; (l|m);; esac",
        ZSH,
        &["item c", "item i", "item k", "case x in (a|b)kill|((d|e)|f)g|h|j|l|m"],
    );
    read("() { a } kill; b", ZSH, &["() { a", "b"]);
    read("function { a } kill; b", ZSH, &["() { a", "b"]);
}

#[test]
fn joined_lines_after_a_closer() {
    sh("{ a; }\\\n|| b", &["{ a", "|| b"]);
    sh("if a; then\\\n b; fi\\\n&& c", &["if a", "then b", "&& c"]);
    sh("fi\\\nx a", &["fi\\\nx|a"]);
}

/// Shells that were asked: dash, bash, busybox, mksh, yash, zsh. In a here-document they differ.
#[test]
fn escaped_quotes_in_backquotes_in_double_quotes() {
    sh("\"`a \\\"b (c|d)\\\" e`\"", &["\"`a \\\"b (c|d)\\\" e`\"", "$( a|\\\"b (c|d)\\\"|e"]);
    sh(
        "\"`a \\\"$(b \\\"c d\\\")\\\"`\"",
        &[
            "\"`a \\\"$(b \\\"c d\\\")\\\"`\"",
            "$( a|\\\"$(b \\\"c d\\\")\\\"",
            "$( $( b|\\\"c d\\\"",
        ],
    );
    sh("`a \\\"b c`", &["`a \\\"b c`", "$( a|\\\"b|c"]);
    let text = b"\"`a \\\"b c\\\"`\"";
    let script = scan(text, Dialect::Sh);
    assert_eq!(script.commands[1].words[1].constant(text), Some(b"b c".to_vec()));
}

#[test]
fn expansions() {
    sh("echo \"$(kill 1)\" `kill 2`", &["echo|\"$(kill 1)\"|`kill 2`", "$( kill|1", "$( kill|2"]);
    sh("a `b \\`c d\\` e` f", &["a|`b \\`c d\\` e`|f", "$( b|\\`c d\\`|e", "$( $( c|d"]);
    sh("a `b \\$x`", &["a|`b \\$x`", "$( b|\\$x"]);
    sh("a ${x#'}'} b", &["a|${x#'}'}|b"]);
    sh("a \"${x:-'}\" b", &["a|\"${x:-'}\"|b"]);
    sh("a ${x:-$(b)} c", &["a|${x:-$(b)}|c", "$( b"]);
    sh("a $((1 + $(b))) c", &["a|$((1 + $(b)))|c", "$( b", "(( 1 + $(b)"]);
    sh("a $( (b); c)", &["a|$( (b); c)", "$( ( b", "$( c"]);
    sh(
        "a $(case x in x) b;; esac) c",
        &["a|$(case x in x) b;; esac)|c", "$( item b", "case x in x"],
    );
    read("a <(b) >(c)", BASH, &["a|<(b)|>(c)", "$( b", "$( c"]);
    read("a $'it\\'s' b", BASH, &["a|$'it\\'s'|b"]);
    read("a !(b|c) @(d) e", BASH, &["a|!(b|c)|@(d)|e"]);
    read("x=${ a; } b", Dialect::Of(Shell::Ksh), &["x=${ a; } b", "$( a"]);
}

#[test]
fn here_documents() {
    sh("sh <<E\nkill 1\nE\na", &["sh <<E", "a"]);
    sh("cat <<E; b\n$(kill 1) `c` '\nE\na", &["cat <<E", "b", "$( kill|1", "$( c", "a"]);
    sh("cat <<'E'\n$(kill 1)\nE\na", &["cat <<'E'", "a"]);
    sh("cat <<-E\n\ta\n\tE\nb", &["cat <<-E", "b"]);
    sh("cat <<A <<B\na\nA\nb\nB\nc", &["cat <<A <<B", "c"]);
    sh("x=$(cat <<E\n)\nE\n) y", &["x=$(cat <<E\n)\nE\n) y", "$( cat <<E"]);
    sh("cat <<E\nif $( is not closed\nE\nb", &["cat <<E", "$( is|not|closed", "b"]);
    sh("cat <<E\na", &["cat <<E", "a here-document at 4"]);
    let script = scan(b"sh <<\\E\na\nE\n", Dialect::Sh);
    assert!(script.here_documents[0].quoted);
    assert_eq!(script.here_documents[0].span.start, 8);
    assert_eq!(script.here_documents[0].span.end, 10);
}

#[test]
fn what_is_not_closed_ends_the_scan() {
    sh("a; b 'c", &["a", "a single quote at 5"]);
    sh("a \"b", &["a double quote at 2"]);
    sh("a $(b", &["", "$( b", "a substitution at 2"]);
    sh("a ${b", &["${ at 2"]);
    sh("a `b", &["a backquote at 2"]);
    sh("(a", &["( a", "a parenthesis at 0"]);
    sh("if a; then b", &["if a", "then b"]);
    sh("fi; a; done; }; esac; b )", &["a", "b"]);
}

#[test]
fn l10_carriage_returns_and_the_byte_order_mark() {
    let script = scan(b"\xEF\xBB\xBFkill 1\r\nkill 2\\\r\n3\r\n", Dialect::Sh);
    assert_eq!(script.commands.len(), 2);
    assert_eq!(script.commands[0].span.start, 3);
    assert_eq!(script.commands[0].words.len(), 2);
    assert_eq!(script.commands[1].words.len(), 2);
    assert_eq!(script.carriage_return, Some(9));
}

#[test]
fn values_of_words() {
    let value = |text: &str| {
        let script = scan(text.as_bytes(), Dialect::Sh);
        script.commands[0].words[0].constant(text.as_bytes())
    };
    assert_eq!(value("a'b c'\"d\"\\e\\\nf"), Some(b"ab cdef".to_vec()));
    assert_eq!(value("\"\""), Some(Vec::new()));
    assert_eq!(value("a\"$b\""), None);
    assert_eq!(value("a*"), None);
    assert_eq!(value("\"a\\$b\\n\""), Some(b"a$b\\n".to_vec()));
}

/// A quarter of a megabyte of what nests or looks far ahead.
#[test]
fn l22_any_text_is_read_in_linear_time() {
    for piece in [
        "((((",
        "$(",
        "`",
        "<<A ",
        "\"",
        "'",
        "{ ",
        "${",
        "a[",
        "{a",
        "((a)",
        "<<A\n",
        "case x in ",
        "`\\`",
        "if a; then ",
        "f() ",
        "x=(",
        "\\",
        "!(",
        "[[ ",
        "a=$((1",
        "&&a",
    ] {
        let text = piece.repeat((1 << 18) / piece.len());
        for dialect in [Dialect::Sh, ZSH] {
            let time = processor_time(|| {
                scan(text.as_bytes(), dialect);
            });
            // A quadratic scan takes minutes.
            assert!(time < Duration::from_secs(20), "{piece} takes {time:?}");
        }
    }
}

/// Bytes of which shells make something.
fn shell_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "kill", "trap", " ", "\n", "\"", "'", "`", "\\", "$(", ")", "((", "))", "${", "}", "{ ",
            "if ", "then ", "fi", "while ", "do ", "done", "case x in ", "a) ", ";;", "esac", "<<E",
            "\nE\n", "[[ ", " ]]", "f() ", "function g ", "$x", "&&", "||", "|", "&", ";", "#",
            "x=", "x=(", "!", "for i in ", "<(", "\r\n", "*", "[a]", "{a,b}", "$'", "=~ ", "-9",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn dialects() -> impl Strategy<Value = Dialect> {
    prop::sample::select(vec![Dialect::Sh, BASH, ZSH, Dialect::Of(Shell::Ksh)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn spans_stay_inside_the_text_and_in_order(text in shell_bytes(), dialect in dialects()) {
        let script = scan(&text, dialect);
        let mut last = 0;
        for command in &script.commands {
            prop_assert!(command.span.start >= last, "commands are in order");
            last = command.span.start;
            prop_assert!(command.span.start <= command.span.end && command.span.end <= text.len());
            let mut end = 0;
            for word in &command.words {
                prop_assert!(word.span.start >= end && word.span.end >= word.span.start);
                prop_assert!(word.span.end <= text.len());
                end = word.span.end;
                let mut at = word.span.start;
                for part in &word.parts {
                    prop_assert!(part.span.start >= at && part.span.end >= part.span.start);
                    at = part.span.end;
                }
                prop_assert!(at <= word.span.end);
                let _ = word.constant(&text);
            }
        }
        for block in &script.blocks {
            prop_assert!(block.span.start <= block.span.end && block.span.end <= text.len());
        }
    }

    #[test]
    fn a_comment_after_the_text_changes_no_command(whole in shell_bytes()) {
        // Both change what follows them.
        let text = whole.strip_suffix(b"\r").unwrap_or(&whole);
        let script = scan(text, Dialect::Sh);
        if script.unreadable.is_some() || text.ends_with(b"\\") {
            return Ok(());
        }
        let longer = [text, b"\n# a comment"].concat();
        let after = scan(&longer, Dialect::Sh);
        let spans = |script: &Script| -> Vec<_> {
            script.commands.iter().map(|command| command.span).collect()
        };
        prop_assert_eq!(spans(&script), spans(&after));
    }
}
