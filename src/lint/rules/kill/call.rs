//! The words of one invocation of kill: the signal, other options, `--` and the processes.
//!
//! They are read as a person means them, not as one shell reads them: `-stop` is a signal, and a
//! signal after a process is a signal. The rules then report which shells read something else.

use crate::lint::context::Context;
use crate::lint::finding::{Edit, Span};
use crate::lint::shell::DECLARING;
use crate::lint::shell::script::{Part, PartKind, Word};
use crate::lint::shells::{Dialect, Shell, Shells};
use crate::lint::signals::{self, Name, Number};
use crate::lint::sites::{Provider, Site};
use crate::signal::{decimal, is_number};

/// An invocation of kill.
pub(super) struct Call<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) site: &'a Site,
    /// The name, and all that follows.
    pub(super) words: &'a [Word],
    pub(super) signal: Option<Signal>,
    /// Options other than a signal and `--`, by their places.
    pub(super) options: Vec<usize>,
    /// The place of `-l`, `-L` or `--list`.
    pub(super) list: Option<usize>,
    /// The place of `--`.
    pub(super) dashes: Option<usize>,
    /// The places of the operands.
    pub(super) operands: Vec<usize>,
    pub(super) late: Option<Late>,
}

/// A signal option among the operands.
pub(super) struct Late {
    /// The places of its first and its last word.
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) signal: Signal,
}

/// The signal of a call.
#[derive(Clone, Debug)]
pub(super) struct Signal {
    /// The place of the option.
    pub(super) at: usize,
    pub(super) form: Form,
    /// The bytes of the option and of its value.
    pub(super) span: Span,
    /// The bytes of the value; for [`Form::Dash`] of the whole word.
    pub(super) value_span: Span,
    /// The value without the option, if it is constant.
    pub(super) value: Option<Vec<u8>>,
}

/// How an option gives a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `-TERM`, `-9`, `-"$signal"`.
    Dash,
    /// `-s TERM`.
    Separate,
    /// `-sTERM`.
    Joined,
    /// `-n 9`, `-n9`.
    Number,
    /// `--signal TERM`, `--signal=TERM`.
    Long,
}

/// The kind of a constant signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Number(u32, Number),
    Name(Name),
    Unknown,
}

impl Signal {
    /// True if its name is written in upper case, as every shell reads it after one dash.
    pub(super) fn is_upper_case(&self) -> bool {
        self.value.iter().flatten().all(|byte| !byte.is_ascii_lowercase())
    }

    pub(super) fn meaning(&self) -> Option<Meaning> {
        let value = self.value.as_deref()?;
        if is_number(value) {
            let number = decimal(value)?;
            return Some(Meaning::Number(number, signals::number(number)));
        }
        Some(signals::name(value).map_or(Meaning::Unknown, Meaning::Name))
    }

    /// The name in the tables, for a name or for a number that means one signal.
    pub(super) fn name(&self) -> Option<&'static str> {
        match self.meaning()? {
            Meaning::Number(_, Number::Xsi(name) | Number::Same(name)) => Some(name),
            Meaning::Name(name) => name.text(),
            Meaning::Number(..) | Meaning::Unknown => None,
        }
    }

    /// The word to write after `-s`: a name, or 0.
    pub(super) fn portable(&self) -> Option<String> {
        match self.meaning()? {
            Meaning::Number(_, Number::Null) => Some("0".to_owned()),
            Meaning::Name(Name::Second(_, first)) => Some(first.to_owned()),
            Meaning::Name(Name::RealTime) => {
                let value = String::from_utf8(self.value.clone()?).ok()?.to_ascii_uppercase();
                Some(value.strip_prefix("SIG").unwrap_or(&value).to_owned())
            }
            Meaning::Name(Name::Exit) => None,
            _ => self.name().map(str::to_owned),
        }
    }
}

impl<'a> Call<'a> {
    pub(super) fn of(context: &'a Context<'a>, site: &'a Site) -> Call<'a> {
        let words = context.words(site);
        let mut call = Call {
            context,
            site,
            words,
            signal: None,
            options: Vec::new(),
            list: None,
            dashes: None,
            operands: Vec::new(),
            late: None,
        };
        let mut at = 1;
        while let Some(next) = call.option(at) {
            at = next;
            if call.dashes.is_some() {
                break;
            }
        }
        call.operands.extend(at..words.len());
        call.find_late();
        call
    }

    /// Reads an option; gives the place after it, or None for an operand.
    fn option(&mut self, at: usize) -> Option<usize> {
        let word = self.words.get(at)?;
        let Some(value) = self.context.constant(word) else { return self.expanded(at) };
        match &value[..] {
            b"--" => {
                self.dashes = Some(at);
                Some(at + 1)
            }
            b"-l" | b"-L" | b"--list" => {
                self.list = Some(at);
                Some(at + 1)
            }
            // Whatever follows is what is listed.
            _ if self.list.is_some() => None,
            b"-s" => Some(self.separate(at, Form::Separate)),
            b"-n" => Some(self.separate(at, Form::Number)),
            b"--signal" => Some(self.separate(at, Form::Long)),
            b"-q" | b"--queue" => {
                self.options.push(at);
                Some(at + 2)
            }
            b"--timeout" => {
                self.options.push(at);
                Some(at + 3)
            }
            b"-p" | b"-a" | b"--pid" | b"--all" => {
                self.options.push(at);
                Some(at + 1)
            }
            [b'-', b'-', ..] => Some(self.long(at, &value)),
            [b'-', letters @ ..] if !letters.is_empty() => self.dash(at, letters),
            _ => None,
        }
    }

    /// Reads an option whose value is an expansion: `-"$signal"`, `-s"$signal"`.
    fn expanded(&mut self, at: usize) -> Option<usize> {
        // A second word with a dash in front is a process group.
        if !self.has_dash(at) || self.signal.is_some() || self.list.is_some() {
            return None;
        }
        let word = &self.words[at];
        let form = match &word.constant_beginning(self.context.text)[..] {
            b"--signal=" => Form::Long,
            b"-s" => Form::Joined,
            b"-n" => Form::Number,
            b"-l" | b"-L" => {
                self.list = Some(at);
                return None;
            }
            [b'-', b'-', ..] => {
                self.options.push(at);
                return Some(at + 1);
            }
            _ => Form::Dash,
        };
        Some(self.set_signal(at, form, word.span, None))
    }

    /// A long option other than `--signal WORD`.
    fn long(&mut self, at: usize, value: &[u8]) -> usize {
        let span = self.words[at].span;
        match value.strip_prefix(b"--signal=") {
            Some(signal) => self.set_signal(at, Form::Long, span, Some(signal.to_vec())),
            None => {
                self.options.push(at);
                at + 1
            }
        }
    }

    /// A word of one dash and letters or digits.
    fn dash(&mut self, at: usize, letters: &[u8]) -> Option<usize> {
        let span = self.words[at].span;
        if self.signal.is_some() {
            return None;
        }
        let (form, value) = form_and_value(letters);
        Some(self.set_signal(at, form, span, Some(value.to_vec())))
    }

    fn set_signal(&mut self, at: usize, form: Form, span: Span, value: Option<Vec<u8>>) -> usize {
        self.signal = Some(Signal { at, form, span, value_span: span, value });
        at + 1
    }

    /// An option whose value is the next word.
    fn separate(&mut self, at: usize, form: Form) -> usize {
        match self.of_two_words(at, form) {
            Some(signal) => {
                self.signal = Some(signal);
                at + 2
            }
            None => self.set_signal(at, form, self.words[at].span, None),
        }
    }

    /// The signal that a word gives as an option's value; None for an option that has no value.
    fn of_two_words(&self, at: usize, form: Form) -> Option<Signal> {
        let start = self.words[at].span.start;
        let word = self.words.get(at + 1)?;
        let span = Span { start, end: word.span.end };
        let value = self.context.constant(word);
        Some(Signal { at, form, span, value_span: word.span, value })
    }

    /// Finds a signal option among the operands.
    fn find_late(&mut self) {
        if self.dashes.is_some() || self.list.is_some() {
            return;
        }
        let is_end = |at: &usize| self.context.constant(&self.words[*at]).as_deref() == Some(b"--");
        let before = self.operands.iter().copied().take_while(|at| !is_end(at));
        let Some(late) = before.skip(1).find_map(|at| self.late(at)) else { return };
        self.operands.retain(|at| !(late.first..=late.last).contains(at));
        self.late = Some(late);
    }

    /// Reads an operand that is meant as the signal.
    fn late(&self, at: usize) -> Option<Late> {
        let word = &self.words[at];
        let value = self.context.constant(word)?;
        let form = match &value[..] {
            b"-s" => Some(Form::Separate),
            b"-n" => Some(Form::Number),
            b"--signal" => Some(Form::Long),
            _ => None,
        };
        if let Some(form) = form {
            let signal = self.of_two_words(at, form)?;
            return Some(Late { first: at, last: at + 1, signal });
        }
        let (form, value) = match value.strip_prefix(b"--signal=") {
            Some(value) => (Form::Long, value),
            None => form_and_value(value.strip_prefix(b"-")?),
        };
        let is_signal = match (form, decimal(value)) {
            // The process groups of these numbers are the kernel's, or those of init; -1 is all
            // processes.
            (Form::Dash, Some(number)) => (2..=31).contains(&number) && is_number(value),
            (Form::Dash, None) => signals::name(value).is_some(),
            _ => true,
        };
        let (span, value) = (word.span, Some(value.to_vec()));
        let signal = Signal { at, form, span, value_span: span, value };
        is_signal.then_some(Late { first: at, last: at, signal })
    }

    /// True if a word begins with a dash that is no expansion's.
    pub(super) fn has_dash(&self, at: usize) -> bool {
        let word = &self.words[at];
        let first = word.parts.first();
        first.is_some_and(|part| match part.kind {
            PartKind::Literal => self.context.bytes(part.span).starts_with(b"-"),
            PartKind::SingleQuoted => self.context.bytes(part.span).starts_with(b"'-"),
            _ => false,
        })
    }

    /// True if the value of an operand may begin with a dash: an argument, what was read, or a
    /// variable that such a value is assigned to. After `-s NAME` it would be read as an option.
    pub(super) fn may_name_groups(&self) -> bool {
        self.operands.iter().any(|&at| match self.words[at].parts.first() {
            Some(Part { kind: PartKind::Parameter { name, plain }, .. }) => {
                match self.context.bytes(*name) {
                    b"!" | b"$" => false,
                    name => !plain || self.may_have_dash(name),
                }
            }
            _ => false,
        })
    }

    /// True if the value of a variable may begin with a dash.
    fn may_have_dash(&self, name: &[u8]) -> bool {
        let context = self.context;
        let is_variable =
            name.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_');
        let has_dash = |value: Span| {
            let words = context.bytes(value).split(|byte| b" \t\n('\"".contains(byte));
            words.into_iter().any(|word| {
                let argument = word.strip_prefix(b"$").and_then(<[u8]>::first);
                word.starts_with(b"-")
                    || argument.is_some_and(|first| b"123456789@*".contains(first))
            })
        };
        let is_given = |word: &Word| {
            let bytes = context.bytes(word.span);
            let value = bytes.strip_prefix(name).and_then(|rest| rest.strip_prefix(b"="));
            let start = word.span.start + name.len() + 1;
            value.is_some() && has_dash(Span { start, end: word.span.end })
        };
        let is_set_by = |builtin: &[u8], is_it: &dyn Fn(&Word) -> bool| {
            context.named(builtin).any(|site| context.words(site).iter().any(is_it))
        };
        !is_variable
            || context.assignments(name).any(|own| has_dash(own.value.span))
            || is_set_by(b"read", &|word| context.bytes(word.span) == name)
            || DECLARING.iter().any(|builtin| is_set_by(builtin, &is_given))
            || context.script.loops.iter().any(|one| {
                one.names.iter().any(|own| context.bytes(*own) == name)
                    && (!one.listed || one.words.iter().any(|word| has_dash(word.span)))
            })
    }

    /// True if a word is a process group: a dash, and a number or an expansion.
    pub(super) fn is_group(&self, at: usize) -> bool {
        if !self.has_dash(at) {
            return false;
        }
        match self.context.constant(&self.words[at]) {
            Some(value) => is_number(&value[1..]) || self.site.is_replaced(&value[1..]),
            None => self.words[at].parts.len() > 1 || !self.words[at].is_bare(),
        }
    }

    /// True if a word is one that the wrapper replaces: `{}` of `xargs -I{}`.
    pub(super) fn is_replaced(&self, at: usize) -> bool {
        self.context.constant(&self.words[at]).is_some_and(|value| self.site.is_replaced(&value))
    }

    /// Tells whether a word is one parameter after `prefix`: `$!`, `-$$`.
    pub(super) fn parameter(&self, at: usize, prefix: &[u8]) -> Option<&'a [u8]> {
        let parts = &self.words[at].parts;
        let (last, before) = parts.split_last()?;
        let mut own = Vec::new();
        for part in before {
            own.extend_from_slice(self.context.bytes(part.span));
        }
        match last.kind {
            PartKind::Parameter { name, plain: true } if own == prefix => {
                Some(self.context.bytes(name))
            }
            _ => None,
        }
    }

    /// True if a word may become no word or several: an expansion without quotes, or `"$@"`.
    pub(super) fn may_be_several(&self, at: usize) -> bool {
        self.words[at].parts.iter().any(|part| match part.kind {
            PartKind::Parameter { .. } => !part.double_quoted || self.is_list(part),
            PartKind::Command(_) | PartKind::Pattern => !part.double_quoted,
            _ => false,
        })
    }

    /// True for `$@`, `${list[@]}` and the like.
    pub(super) fn is_list(&self, part: &Part) -> bool {
        let PartKind::Parameter { name, .. } = part.kind else { return false };
        let own = self.context.bytes(part.span);
        let is_array = own.windows(3).any(|three| matches!(three, b"[@]" | b"[*]"));
        is_array || matches!(self.context.bytes(name), b"@" | b"*")
    }

    pub(super) fn shown(&self, at: usize) -> String {
        self.context.shown(self.words[at].span)
    }

    /// True if another program than the shell's own kill runs: procps', as a rule.
    pub(super) fn is_external(&self) -> bool {
        self.site.provider == Provider::Program
    }

    /// True if the shell has no kill of its own.
    pub(super) fn is_posh(&self) -> bool {
        self.site.provider == Provider::Shell
            && (self.context.dialect == Dialect::Of(Shell::Posh)
                || self.context.targets == Shells::one(Shell::Posh))
    }

    /// Writes `--` in front of the operands, if one of them begins with a dash.
    pub(super) fn dashes_edit(&self) -> Option<Edit> {
        let first = *self.operands.first()?;
        let needs = self.dashes.is_none() && self.operands.iter().any(|at| self.has_dash(*at));
        needs.then(|| Edit::insert(self.words[first].span.start, "-- "))
    }

    /// The edits that give the signal as `-s NAME`.
    pub(super) fn as_value_of_s(&self, name: &str) -> Vec<Edit> {
        let Some(signal) = &self.signal else { return Vec::new() };
        if signal.form == Form::Separate {
            return vec![Edit::replace(signal.value_span, name)];
        }
        let mut edits = vec![Edit::replace(signal.span, format!("-s {name}"))];
        edits.extend(self.dashes_edit());
        edits
    }

    /// The edits that give the signal by its name, in the same form if that is portable enough.
    pub(super) fn by_name(&self, name: &str) -> Vec<Edit> {
        match &self.signal {
            Some(signal) if signal.form == Form::Dash && self.context.settings.posix.is_none() => {
                vec![Edit::replace(signal.span, format!("-{name}"))]
            }
            _ => self.as_value_of_s(name),
        }
    }
}

/// Reads what follows a dash: `-stop` is STOP, `-sTERM` is TERM.
fn form_and_value(letters: &[u8]) -> (Form, &[u8]) {
    let is_known = |word: &[u8]| is_number(word) || signals::name(word).is_some();
    match letters {
        [b's', rest @ ..] if is_known(rest) && signals::name(letters).is_none() => {
            (Form::Joined, rest)
        }
        [b'n', rest @ ..] if is_known(rest) => (Form::Number, rest),
        _ => (Form::Dash, letters),
    }
}
