//! The part of a text that a directive is for.

use crate::lint::finding::Span;
use crate::lint::shell::script::{BlockId, BlockKind, Position, Script};

/// True if nothing but blanks stands before a comment in its line.
pub(super) fn is_alone(text: &[u8], comment: Span) -> bool {
    let before = text[..comment.start].iter().rev();
    let mut before = before.skip_while(|byte| matches!(byte, b' ' | b'\t'));
    matches!(before.next(), None | Some(b'\n'))
}

/// The parts of the text that a comment is for.
pub(super) fn of(text: &[u8], script: &Script, comment: Span, is_alone: bool) -> Vec<Span> {
    if !is_alone {
        let mut start = start_of_line(text, comment.start);
        while text[..start].ends_with(b"\\\n") {
            start = start_of_line(text, start - 1);
        }
        return vec![Span { start, end: comment.end }];
    }
    let things = things(script);
    if !things.iter().any(|(_, span)| span.start < comment.start) {
        return vec![Span { start: 0, end: text.len() }];
    }
    let after = things.iter().filter(|(_, span)| span.start >= comment.end);
    let Some((position, _)) = after.min_by_key(|(_, span)| span.start) else { return Vec::new() };
    let next = outermost(script, *position, comment.end);
    let is_next = |position: &Position| position.block == next.block && position.list == next.list;
    let mut spans: Vec<_> =
        things.iter().filter(|(position, _)| is_next(position)).map(|(_, span)| *span).collect();
    let start = spans.iter().map(|span| span.start).min().unwrap_or(comment.end);
    let end = spans.iter().map(|span| span.end).max().unwrap_or(comment.end);
    // In front of a pattern of a case it is for the commands of that pattern.
    let items = script.blocks.iter().filter(|block| {
        block.kind == BlockKind::CaseItem
            && block.span.start >= comment.end
            && block.position.as_ref().is_some_and(is_next)
    });
    let item = items.map(|block| block.span).min_by_key(|span| span.start);
    let (start, end) = match item {
        Some(item) if start < comment.start => (comment.end, item.end),
        _ => (start, end),
    };
    spans = vec![Span { start, end }];
    // The text of a here-document stands after the command.
    let inside = script.commands.iter().filter(|it| start <= it.span.start && it.span.end <= end);
    let documents = inside.flat_map(|command| &command.redirections);
    let documents = documents.filter_map(|redirection| redirection.here_document);
    spans.extend(documents.filter_map(|at| Some(script.here_documents.get(at as usize)?.span)));
    spans
}

/// The first byte of the line of a place.
fn start_of_line(text: &[u8], place: usize) -> usize {
    text[..place].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1)
}

/// The commands, constructs and tests of a text, with their positions.
fn things(script: &Script) -> Vec<(Position, Span)> {
    let commands = script.commands.iter().map(|command| (command.position, command.span));
    let blocks = script.blocks.iter().filter_map(|block| Some((block.position?, block.span)));
    let functions = script.functions.iter().map(|function| (function.position, function.span));
    let tests = script.tests.iter().map(|test| (test.position, test.span));
    // Of a loop the words, before its body.
    let loops = script.loops.iter().filter_map(|it| {
        let mut spans = it.names.iter().copied().chain(it.words.iter().map(|word| word.span));
        let first = spans.next()?;
        Some((it.position, Span { start: first.start, end: spans.last().unwrap_or(first).end }))
    });
    commands.chain(blocks).chain(functions).chain(tests).chain(loops).collect()
}

/// The position of the construct around a position that is not yet open at a byte.
fn outermost(script: &Script, mut position: Position, at: usize) -> Position {
    while let Some(block) = block(script, position.block) {
        match block.position {
            Some(outer) if block.span.start >= at => position = outer,
            _ => break,
        }
    }
    position
}

fn block(script: &Script, BlockId(number): BlockId) -> Option<&crate::lint::shell::script::Block> {
    script.blocks.get(number as usize)
}
