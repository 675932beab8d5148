//! Here-documents: the texts that stand after the line on which their redirection stands.

use super::scanner::{Pending, Scanner};
use super::script::HereDocument;
use crate::lint::finding::Span;

/// The most here-documents that may begin on one line.
const MOST: usize = 1000;

impl Scanner<'_> {
    /// Notes a here-document, and gives its place among the script's.
    pub(super) fn here_document(
        &mut self,
        at: usize,
        delimiter: Vec<u8>,
        quoted: bool,
        tabs_dropped: bool,
    ) -> Option<u32> {
        if self.pending.len() == MOST {
            self.give_up(at, "more than 1,000 here-documents on a line");
            return None;
        }
        let index = self.script.here_documents.len();
        let span = Span { start: self.end, end: self.end };
        self.script.here_documents.push(HereDocument { span, quoted, tabs_dropped });
        self.pending.push(Pending { index, delimiter, at });
        u32::try_from(index).ok()
    }

    /// Reads the texts that begin here.
    pub(super) fn here_documents(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            if self.stopped() {
                return;
            }
            self.text_of(&pending);
        }
    }

    /// Says of the here-documents that were never reached that they are not closed.
    pub(super) fn here_documents_at_end(&mut self) {
        if let Some(first) = std::mem::take(&mut self.pending).first() {
            self.give_up(first.at, "a here-document");
        }
    }

    fn text_of(&mut self, pending: &Pending) {
        let start = self.position;
        let tabs_dropped = self.script.here_documents[pending.index].tabs_dropped;
        let mut line = start;
        while line < self.end {
            let rest = &self.text[line..self.end];
            let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            let mut content = &rest[..length];
            if tabs_dropped {
                let tabs = content.iter().take_while(|&&byte| byte == b'\t').count();
                content = &content[tabs..];
            }
            let content = content.strip_suffix(b"\r").unwrap_or(content);
            let next = (line + length + 1).min(self.end);
            if content == pending.delimiter {
                self.expansions_of(pending.index, Span { start, end: line });
                if !self.stopped() {
                    self.position = next;
                }
                return;
            }
            line = next;
        }
        let within_backquotes = self.end < self.text.len();
        self.expansions_of(pending.index, Span { start, end: self.end });
        self.position = self.end;
        if !within_backquotes {
            self.give_up(pending.at, "a here-document");
        }
    }

    /// Reads the commands in the text of a here-document whose delimiter is not quoted.
    fn expansions_of(&mut self, index: usize, span: Span) {
        self.script.here_documents[index].span = span;
        if self.script.here_documents[index].quoted {
            return;
        }
        let outside = std::mem::replace(&mut self.end, span.end);
        self.position = span.start;
        // What is not closed here is data that looks like an expansion: the shell fails when it
        // expands the text, and the rest of the script is read all the same.
        let readable = self.script.unreadable.is_none();
        let outer = std::mem::replace(&mut self.in_here_document, true);
        self.deeper(|scanner| scanner.expansions());
        self.in_here_document = outer;
        let too_deep = |what: &str| what.starts_with("nesting") || what.starts_with("more");
        let unreadable = self.script.unreadable.as_ref();
        if readable && unreadable.is_some_and(|reason| !too_deep(reason.what)) {
            self.script.unreadable = None;
            self.pending.clear();
        }
        self.end = outside;
        self.position = span.end;
    }
}
