//! Completions for bash, zsh and fish, generated from the declarations.
//!
//! What a word may be depends on the words before it (behind an operand there are no options, `-TERM` is a signal only
//! while none is chosen), so each file carries a reader of command lines beside a table of the options. bash and zsh
//! share theirs; a few lines in each know how that shell takes candidates. A file stands alone, `sigkit`'s too: shells
//! load completions one by one, and the file of a command may be missing or be another's of the same name.
//!
//! The names of signals are those of the machine, so they are asked for while completing: of `sigkit` in PATH, else of
//! the `kill` in PATH, else of the shell. Both are reached through env(1), because a bare `kill` is the shell's own, and
//! because a command that is missing would start the shell's search for the package that has it.

use super::declaration::{Applet, Completion, OptionRow, Takes, Value};

/// bash's completion of a command.
pub fn bash(applet: &Applet) -> String {
    BASH.file(applet)
}

/// zsh's completion of a command.
pub fn zsh(applet: &Applet) -> String {
    ZSH.file(applet)
}

/// fish's completion of a command.
pub fn fish(applet: &Applet) -> String {
    FISH.file(applet)
}

/// bash's completion of sigkit itself, `own` being its declaration.
pub fn sigkit_bash(own: &clap::Command, applets: &[&Applet]) -> String {
    BASH.own_file(own, applets)
}

/// zsh's completion of sigkit itself, `own` being its declaration.
pub fn sigkit_zsh(own: &clap::Command, applets: &[&Applet]) -> String {
    ZSH.own_file(own, applets)
}

/// fish's completion of sigkit itself, `own` being its declaration.
pub fn sigkit_fish(own: &clap::Command, applets: &[&Applet]) -> String {
    FISH.own_file(own, applets)
}

/// A shell's templates. In them, `@NAME@` is the command's name, `@ROWS@` its table of options, `@CHOSEN@` 1 if it takes
/// no signal; and for sigkit itself, `@COMMANDS@` and `@SUMMARIES@` are those of all commands.
struct Shell {
    /// How to load the file.
    head: &'static str,
    /// The reader of command lines.
    reader: &'static str,
    /// What offers the candidates.
    offers: &'static str,
    /// The function that completes one command.
    command: &'static str,
    /// What makes the shell call it.
    start: &'static str,
    /// The function that completes sigkit itself, and what makes the shell call it.
    own: &'static str,
    quoted: fn(&str) -> String,
    /// What stands between two words of a list.
    separator: &'static str,
}

impl Shell {
    fn file(&self, applet: &Applet) -> String {
        let text = [self.head, self.reader, self.offers, self.command, self.start].concat();
        self.fill(&text, applet.name, &applet.options.rows.iter().map(Row::of).collect::<Vec<_>>())
    }

    fn own_file(&self, own: &clap::Command, applets: &[&Applet]) -> String {
        let mut text = [self.head, self.reader, self.offers].concat();
        for applet in applets {
            let rows = applet.options.rows.iter().map(Row::of).collect::<Vec<_>>();
            text.push_str(&self.fill(self.command, applet.name, &rows));
        }
        let names = applets.iter().map(|applet| applet.name).collect::<Vec<_>>();
        let summaries = applets.iter().map(|applet| format!("{}:{}", applet.name, applet.summary));
        text.push_str(self.own);
        let text = text.replace("@COMMANDS@", &names.join(" ")).replace("@SUMMARIES@", &self.list(summaries));
        self.fill(&text, own.get_name(), &own.get_arguments().map(Row::own).collect::<Vec<_>>())
    }

    fn fill(&self, template: &str, name: &str, rows: &[Row]) -> String {
        // Where no option chooses a signal, -TERM is none either.
        let chosen = if rows.iter().any(|row| row.effect == "choose") { "" } else { "1" };
        template
            .replace("@NAME@", name)
            .replace("@CHOSEN@", chosen)
            .replace("@ROWS@", &self.list(rows.iter().map(Row::text)))
    }

    fn list(&self, words: impl Iterator<Item = String>) -> String {
        words.map(|word| (self.quoted)(&word)).collect::<Vec<_>>().join(self.separator)
    }
}

/// An option, as the shells' tables have it: `NAMES:EFFECT:VALUES:DESCRIPTION`.
struct Row {
    names: Vec<String>,
    effect: &'static str,
    values: Vec<String>,
    help: String,
}

impl Row {
    fn of(row: &OptionRow) -> Row {
        let letters = row.letters.chars().map(|letter| format!("-{letter}"));
        let words = row.words.iter().map(|word| format!("--{word}"));
        let mark = if let Takes::Attached(_) = row.takes { "=" } else { "" };
        Row {
            names: letters.chain(words).collect(),
            effect: effect(row),
            values: row.takes.values().iter().map(|value| format!("{mark}{}", kind(value))).collect(),
            help: row.help.to_owned(),
        }
    }

    /// An option of sigkit itself.
    fn own(argument: &clap::Arg) -> Row {
        let letter = argument.get_short().map(|letter| format!("-{letter}"));
        let word = argument.get_long().map(|word| format!("--{word}"));
        let values = argument.get_value_names().filter(|_| argument.get_action().takes_values()).unwrap_or_default();
        let kind = |name: &clap::builder::Str| if name == "DIR" { "directory" } else { "free" };
        Row {
            names: letter.into_iter().chain(word).collect(),
            effect: "",
            values: values.iter().map(|name| kind(name).to_owned()).collect(),
            help: argument.get_help().map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn text(&self) -> String {
        format!("{}:{}:{}:{}", self.names.join(" "), self.effect, self.values.join(" "), self.help)
    }
}

/// What an option does to the words that follow it.
fn effect(row: &OptionRow) -> &'static str {
    match &row.takes {
        // It chooses the signal, and so does a bare -TERM; only one can be chosen.
        Takes::Values([Value { completion: Completion::Signal, .. }]) => "choose",
        // Its value is the first of many: the operands are of that kind then.
        Takes::Attached(Value { completion: Completion::Signal, .. }) => "list",
        // It chooses how all other words are read.
        Takes::Attached(Value { completion: Completion::Words(_), .. }) => "first",
        _ => "",
    }
}

fn kind(value: &Value) -> String {
    match value.completion {
        Completion::Free => "free".to_owned(),
        Completion::Signal => "signal".to_owned(),
        Completion::Process => "process".to_owned(),
        Completion::Words(words) => format!("word,{}", words.join(",")),
    }
}

fn posix_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn fish_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

const BASH: Shell = Shell {
    head: BASH_HEAD,
    reader: READER,
    offers: BASH_OFFERS,
    command: BASH_COMMAND,
    start: BASH_START,
    own: BASH_OWN,
    quoted: posix_quoted,
    separator: "\n        ",
};

const ZSH: Shell = Shell {
    head: ZSH_HEAD,
    reader: READER,
    offers: ZSH_OFFERS,
    command: ZSH_COMMAND,
    start: ZSH_START,
    own: ZSH_OWN,
    quoted: posix_quoted,
    separator: "\n        ",
};

const FISH: Shell = Shell {
    head: FISH_HEAD,
    reader: FISH_READER,
    offers: FISH_OFFERS,
    command: FISH_COMMAND,
    start: FISH_START,
    own: FISH_OWN,
    quoted: fish_quoted,
    separator: " \\\n        ",
};

const BASH_HEAD: &str = r#"# bash completion of @NAME@ (sigkit), for bash 5.0 and later. The package bash-completion is not needed.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, source it in ~/.bashrc; or, with bash-completion, install it as
# ~/.local/share/bash-completion/completions/@NAME@.bash, which is read when it is needed.
"#;

const ZSH_HEAD: &str = r#"#compdef @NAME@
# zsh completion of @NAME@ (sigkit), for zsh 5.8 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, install it as _@NAME@ in a directory that comes before zsh's own in fpath, and run compinit after that:
#   fpath=(~/.local/share/zsh/completions $fpath); autoload -U compinit; compinit
"#;

const FISH_HEAD: &str = r#"# fish completion of @NAME@ (sigkit), for fish 3.0 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, install it as ~/.config/fish/completions/@NAME@.fish, which is read when it is needed, before fish's own.
"#;

/// For bash and zsh. Values are strings, not arrays, where the two number elements differently.
const READER: &str = r#"
# A command line is read here as the command itself reads it. The functions share these variables of their callers:
#
#   table     the options, as NAMES:EFFECT:VALUES:DESCRIPTION. EFFECT: choose (a signal, only once), list (the operands are
#             signals then), first (only as the first word). VALUES: what the next words are; =KIND must be attached.
#   operand   what the operands are
#   chosen    not empty: no signal can be chosen, or one is
#   ended     not empty: no options any more
#   values    what the next words are, as values of the last option
#   place     the number of words before the one that is read
#   head      the part of the word that comes before an attached value
#   attached  what the attached value is

# Takes over what the option $1 does to the words behind it. A unique start of a long name is enough.
__sigkit_option() {
    local wanted row names effect
    for wanted in " $1 " " $1"; do
        [[ $wanted == *' ' || $1 == --?* ]] || continue
        for row in "${table[@]}"; do
            names=" ${row%%:*} " row=${row#*:}
            effect=${row%%:*} row=${row#*:}
            [[ $names == *"$wanted"* ]] || continue
            [[ $effect != first || $place -eq 0 ]] || continue
            case $effect in
                choose) chosen=1 ;;
                list) operand=signal ;;
            esac
            values=${row%%:*}
            return 0
        done
    done
    return 1
}

__sigkit_is_signal() {
    local -u name=$1
    __sigkit_signals
    [[ " ${signal_names[*]} " == *" ${name#SIG} "* ]]
}

__sigkit_drop_value() {
    case $values in
        *' '*) values=${values#* } ;;
        *) values= ;;
    esac
}

# Reads a word where options may stand.
__sigkit_read() {
    local letters=${1#-}
    head= attached= values=
    case $1 in
        --) ended=1 ;;
        --*) __sigkit_option "${1%%=*}" && [[ $1 == *=* ]] && head=${1%%=*}= ;;
        -[0-9]*) if [[ $chosen && $operand != signal ]]; then ended=1; else chosen=1; fi ;;
        -?*)
            if __sigkit_is_signal "$letters"; then
                chosen=1
                return
            fi
            while [[ $letters && ! $values ]]; do
                # What is no option is a signal's name that is not listed, or a mistake.
                __sigkit_option "-${letters:0:1}" || { chosen=1; return; }
                letters=${letters:1}
            done
            [[ $letters ]] && head=${1%"${letters#=}"} ;;
        *) ended=1 ;;
    esac
    if [[ $head ]]; then
        attached=${values%% *}
        attached=${attached#=}
        __sigkit_drop_value
    elif [[ $values == '='* ]]; then
        values=
    fi
}

# Reads all words; sets `kind` to what the last one, which is to be completed, may be behind its `head`.
__sigkit_walk() {
    while [[ $# -gt 1 ]]; do
        if [[ $values ]]; then
            __sigkit_drop_value
        elif [[ ! $ended ]]; then
            __sigkit_read "$1"
        fi
        place=$((place + 1))
        shift
    done
    head=
    if [[ $values ]]; then
        kind=${values%% *}
    elif [[ $ended || $1 != -* ]]; then
        kind=$operand
    else
        # What the word would do if it ended here must not count.
        local chosen=$chosen operand=$operand ended=
        __sigkit_read "$1"
        if [[ $head ]]; then kind=$attached; else kind=option; fi
    fi
}

# Sets `offered` to the rows of the options that may stand here.
__sigkit_offered() {
    local row effect
    offered=()
    for row in "${table[@]}"; do
        effect=${row#*:}
        effect=${effect%%:*}
        [[ $effect == choose && $chosen || $effect == first && $place -gt 0 ]] || offered+=("$row")
    done
}
"#;

const BASH_OFFERS: &str = r#"
# Sets `signal_names`, in capitals and without SIG.
__sigkit_signals() {
    [[ ${#signal_names[@]} -eq 0 ]] || return 0
    local -u name
    for name in $(command env sigkit kill -l || command env kill -l || compgen -A signal SIG); do
        name=${name#SIG}
        [[ $name != [A-Z]* || $name == JUNK* ]] || signal_names+=("$name")
    done 2>/dev/null
}

# Sets `command_names`, by process ID. Nothing is started where /proc tells, or it would be listed, too.
__sigkit_processes() {
    local directory pid name
    if [[ -r /proc/self/comm ]]; then
        for directory in /proc/[0-9]*; do
            read -r name <"$directory/comm" && command_names[${directory#/proc/}]=$name
        done
    else
        while read -r pid name; do
            command_names[pid]=$name
        done < <(command ps -A -o pid= -o comm=)
    fi 2>/dev/null
}

# Adds the signals to the candidates, behind $1, for the word $2.
__sigkit_add_signals() {
    local prefix=$1
    local -u typed=${2#"$1"}
    __sigkit_signals
    [[ $typed != SIG* ]] || prefix+=SIG
    candidates+=("${signal_names[@]/#/$prefix}")
}

# Completes the word that readline calls $1, behind the $2 words that name the command.
__sigkit_complete() {
    local IFS=$' \t\n' last word row index place=0 values= ended= head= attached= kind=
    local line=() offered=() candidates=() signal_names=() command_names=()
    local -u folded
    # "=" is a word of its own to readline, unless it was taken out of COMP_WORDBREAKS. The last word ends at the cursor.
    last=${COMP_WORDS[COMP_CWORD]}
    [[ $last == = ]] || last=$1
    for word in "${COMP_WORDS[@]:$2:COMP_CWORD - $2}" "$last"; do
        if [[ ${#line[@]} -gt 0 && ${line[-1]} == -* && ($word == = || ${line[-1]} == *=) &&
            $COMP_LINE == *"${line[-1]}$word"* ]]; then
            line[-1]+=$word
        else
            line+=("$word")
        fi
    done
    word=${line[-1]}
    COMPREPLY=()
    __sigkit_walk "${line[@]}"
    case $kind in
        option)
            __sigkit_offered
            for row in "${offered[@]}"; do
                candidates+=(${row%%:*})
            done
            [[ $chosen || $operand == signal ]] || __sigkit_add_signals - "$word" ;;
        signal) __sigkit_add_signals "$head" "$word" ;;
        process)
            __sigkit_processes
            candidates=("${!command_names[@]}") ;;
        directory)
            compopt -o filenames 2>/dev/null
            mapfile -t candidates < <(compgen -d -P "$head" -- "${word#"$head"}") ;;
        word,*)
            IFS=, read -r -a candidates <<<"${kind#word,}"
            candidates=("${candidates[@]/#/$head}") ;;
    esac
    for row in "${candidates[@]}"; do
        [[ $row != "$word"* ]] || COMPREPLY+=("$row")
    done
    # The case counts only where it decides: -t is an option and -te the start of -TERM.
    if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
        for row in "${candidates[@]}"; do
            folded=$row last=${#word}
            [[ ${folded:0:last} != "${word^^}" ]] || COMPREPLY+=("$row")
        done
    fi
    # What readline takes for a word of its own is not to be inserted again.
    COMPREPLY=("${COMPREPLY[@]#"${word%"$1"}"}")
    # With their commands while readline lists (COMP_TYPE 33, 63, 64): it inserts what all candidates start with, which
    # ends within the process IDs.
    if [[ $kind == process && $COMP_TYPE == @(33|63|64) && ${#COMPREPLY[@]} -gt 1 ]]; then
        for index in "${!COMPREPLY[@]}"; do
            word=${command_names[COMPREPLY[index]]}
            COMPREPLY[index]+=" (${word//[^[:print:]]/?})"
        done
    fi
}
"#;

const BASH_COMMAND: &str = r#"
_sigkit_@NAME@() {
    local operand=process chosen=@CHOSEN@ table=(
        @ROWS@
    )
    __sigkit_complete "$2" "${4:-1}"
}
"#;

const BASH_START: &str = r#"
# bash has a @NAME@ of its own, with fewer options; `enable -n @NAME@` makes @NAME@ the one in PATH.
complete -F _sigkit_@NAME@ @NAME@
"#;

const BASH_OWN: &str = r#"
_sigkit() {
    local commands=' @COMMANDS@' command=${COMP_WORDS[1]} operand=free chosen=1 table=(
        @ROWS@
    )
    if [[ $COMP_CWORD -eq 1 ]]; then
        operand=word${commands// /,}
    elif [[ "$commands " == *" $command "* ]]; then
        "_sigkit_$command" "$1" "$2" "$3" 2
        return
    fi
    __sigkit_complete "$2" 1
}

complete -F _sigkit @NAME@
"#;

const ZSH_OFFERS: &str = r#"
# Sets `signal_names`, in capitals and without SIG.
__sigkit_signals() {
    (( $#signal_names )) && return
    local -a found
    found=(${(U)=$(command env sigkit kill -l 2>/dev/null || command env kill -l 2>/dev/null)})
    signal_names=(${(M)${found#SIG}:#[A-Z]*})
    (( $#signal_names )) || signal_names=($signals[2,-3])
}

# Offers the process IDs with their commands, each on a line of its own: _describe would put those of one name together.
# Nothing is started where /proc tells, or it would be listed, too.
__sigkit_add_processes() {
    local directory pid name expl
    local -a pids lines
    if [[ -r /proc/self/comm ]]; then
        for directory in /proc/<->(Nn); do
            pid=$directory:t
            IFS= read -r name <$directory/comm && pids+=($pid) lines+=("${(r:7:)pid} -- ${name//[^[:print:]]/?}")
        done
    else
        command ps -A -o pid= -o comm= | while read -r pid name; do
            pids+=($pid) lines+=("${(r:7:)pid} -- ${name//[^[:print:]]/?}")
        done
    fi 2>/dev/null
    _wanted -V processes expl 'process ID' compadd -l -d lines -a pids
}

# Offers the signals behind $1; what follows is for compadd.
__sigkit_add_signals() {
    local prefix=$1 expl
    __sigkit_signals
    [[ ${PREFIX#$1} == (#i)sig* ]] && prefix+=SIG
    _wanted signals expl signal compadd "${@[2,-1]}" -- $prefix${^signal_names}
}

# Completes behind the $1 words that name the command.
__sigkit_complete() {
    local place=0 values= ended= head= attached= kind= ret=1 row name expl any_case='m:{a-z}={A-Z}'
    local -a offered signal_names list
    __sigkit_walk "${(@Q)words[$1 + 1,CURRENT - 1]}" "$PREFIX"
    if [[ $kind == option ]]; then
        __sigkit_offered
        for row in "${offered[@]}"; do
            for name in ${=row%%:*}; do
                list+=("$name:${row#*:*:*:}")
            done
        done
        _describe -o option list && ret=0
        if [[ ! $chosen && $operand != signal ]]; then
            # The case counts only where it decides: -t is an option and -te the start of -TERM.
            __sigkit_add_signals - && ret=0
            (( ret )) && __sigkit_add_signals - -M $any_case && ret=0
        fi
        return ret
    fi
    [[ $head ]] && compset -p $#head
    case $kind in
        signal) __sigkit_add_signals '' -M $any_case ;;
        process) __sigkit_add_processes ;;
        directory) _files -/ ;;
        word,*) _wanted values expl value compadd -- ${(s:,:)kind#word,} ;;
        *) return 1 ;;
    esac
}
"#;

const ZSH_COMMAND: &str = r#"
_sigkit_@NAME@() {
    local operand=process chosen=@CHOSEN@
    local -a table=(
        @ROWS@
    )
    __sigkit_complete ${1:-1}
}
"#;

const ZSH_START: &str = r#"
# zsh has a @NAME@ of its own, with fewer options; `disable @NAME@` makes @NAME@ the one in PATH.
_sigkit_@NAME@
"#;

const ZSH_OWN: &str = r#"
() {
    local operand=free chosen=1
    local -a table=(
        @ROWS@
    )
    local -a summaries=(
        @SUMMARIES@
    )
    if (( CURRENT > 2 )) && [[ " @COMMANDS@ " == *" $words[2] "* ]]; then
        _sigkit_$words[2] 2
    elif (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
        _describe -t commands command summaries
    else
        __sigkit_complete 1
    fi
}
"#;

const FISH_READER: &str = r#"
# A command line is read here as the command itself reads it. The functions share these variables of their callers:
#
#   table     the options, as NAMES:EFFECT:VALUES:DESCRIPTION. EFFECT: choose (a signal, only once), list (the operands are
#             signals then), first (only as the first word). VALUES: what the next words are; =KIND must be attached.
#   operand   what the operands are
#   chosen    not empty: no signal can be chosen, or one is
#   ended     not empty: no options any more
#   values    what the next words are, as values of the last option
#   place     the number of words before the one that is read
#   head      the part of the word that comes before an attached value
#   attached  what the attached value is

# Takes over what the option $argv[1] does to the words behind it. A unique start of a long name is enough.
function __sigkit_option -S
    for exact in yes no
        for row in $table
            set -l parts (string split -m 3 : -- $row)
            set -l names (string split ' ' -- $parts[1])
            if test $exact = yes
                contains -- $argv[1] $names; or continue
            else
                string match -q -- '--?*' $argv[1]; and string match -q -- "$argv[1]*" $names; or continue
            end
            test "$parts[2]" = first -a $place -gt 0; and continue
            switch "$parts[2]"
                case choose
                    set chosen 1
                case list
                    set operand signal
            end
            set values (string split ' ' -- $parts[3])
            # An empty text splits into one empty word.
            test -n "$values"; or set values
            return 0
        end
    end
    return 1
end

# Reads a word where options may stand.
function __sigkit_read -S
    set -l word $argv[1]
    set -l letters (string sub -s 2 -- $word | string split '')
    set head
    set attached
    set values
    if test "$word" = --
        set ended 1
    else if string match -q -- '--*' $word
        set -l parts (string split -m 1 = -- $word)
        if __sigkit_option $parts[1]; and set -q parts[2]
            set head $parts[1]=
        end
    else if string match -qr -- '^-[0-9]' $word
        if test -n "$chosen" -a "$operand" != signal
            set ended 1
        else
            set chosen 1
        end
    else if string match -q -- '-?*' $word
        if contains -- (string upper -- $word | string replace -r '^-(SIG)?' '') (__sigkit_signals)
            set chosen 1
            return
        end
        while set -q letters[1]; and not set -q values[1]
            # What is no option is a signal's name that is not listed, or a mistake.
            if not __sigkit_option -$letters[1]
                set chosen 1
                return
            end
            set -e letters[1]
        end
        if set -q letters[1]
            test "$letters[1]" = =; and set -e letters[1]
            set head (string sub -l (math (string length -- $word) - (count $letters)) -- $word)
        end
    else
        set ended 1
    end
    if set -q head[1]
        set attached (string replace -r '^=' '' -- "$values[1]")
        set -e values[1]
    else if string match -q -- '=*' "$values[1]"
        set values
    end
end
"#;

const FISH_OFFERS: &str = r#"
# The signals' names, in capitals and without SIG.
function __sigkit_signals
    begin
        command env sigkit kill -l
        or command env kill -l
    end 2>/dev/null | string split ' ' | string upper | string replace -r '^SIG' '' | string match -r '^[A-Z]\S*'
end

# The process IDs with their commands.
function __sigkit_processes
    set -l files /proc/*/comm
    if set -q files[1]
        command grep -H '' $files 2>/dev/null
    else
        command ps -A -o pid= -o comm=
    end | string replace -ra '[[:cntrl:]]' '?' | string replace -rf '^(?:/proc/|\s*)(\d+)(?:/comm:|\s+)' '$1\t'
end

# The signals behind $argv[1], for the word $argv[2].
function __sigkit_add_signals
    set -l prefix $argv[1]
    set -l typed (string sub -s (math 1 + (string length -- "$prefix")) -- "$argv[2]")
    string match -qir -- '^sig' "$typed"; and set prefix "$prefix"SIG
    __sigkit_signals | string replace -r -- '^' "$prefix"
end

# Completes the word at the cursor, behind the words $argv, the first of which names the command.
function __sigkit_complete -S
    set -l word (commandline -ct)
    set -l place 0
    set -l ended
    set -l values
    set -l head
    set -l attached
    set -l kind
    set -e argv[1]
    for before in $argv
        if set -q values[1]
            set -e values[1]
        else if not set -q ended[1]
            __sigkit_read $before
        end
        set place (math $place + 1)
    end
    set head
    if set -q values[1]
        set kind $values[1]
    else if set -q ended[1]; or not string match -q -- '-*' "$word"
        set kind $operand
    else
        # What the word would do if it ended here must not count.
        set -l chosen $chosen
        set -l operand $operand
        set -l ended
        __sigkit_read $word
        set kind option
        set -q head[1]; and set kind $attached
    end
    switch "$kind"
        case option
            for row in $table
                set -l parts (string split -m 3 : -- $row)
                test "$parts[2]" = choose -a -n "$chosen"; and continue
                test "$parts[2]" = first -a $place -gt 0; and continue
                # fish would look for the word in the descriptions, too.
                for name in (string split ' ' -- $parts[1] | string match -i -- "*$word*")
                    printf '%s\t%s\n' $name $parts[4]
                end
            end
            test -z "$chosen" -a "$operand" != signal; and __sigkit_add_signals - $word
        case signal
            __sigkit_add_signals "$head" "$word"
        case process
            # fish looks for the word in the descriptions, too: good for a command's name, not for an option.
            string match -q -- '-*' "$word"; or __sigkit_processes
        case directory
            __fish_complete_directories (string replace -- "$head" '' "$word") '' | string replace -r -- '^' "$head"
        case 'word,*'
            string split , -- $kind | string match -v word | string replace -r -- '^' "$head"
    end
end
"#;

const FISH_COMMAND: &str = r#"
function __sigkit_@NAME@
    set -l operand process
    set -l chosen '@CHOSEN@'
    set -l table \
        @ROWS@
    __sigkit_complete $argv
end
"#;

const FISH_START: &str = r#"
complete -c @NAME@ -e
complete -c @NAME@ -f -a '(__sigkit_@NAME@ (commandline -opc))'
"#;

const FISH_OWN: &str = r#"
function __sigkit
    set -l operand free
    set -l chosen 1
    set -l table \
        @ROWS@
    set -l summaries \
        @SUMMARIES@
    if set -q argv[2]; and contains -- $argv[2] @COMMANDS@
        __sigkit_$argv[2] $argv[2..-1]
        return
    end
    if not set -q argv[2]; and not string match -q -- '-*' (commandline -ct)
        string replace : \t $summaries
    else
        __sigkit_complete $argv
    end
end

complete -c @NAME@ -e
complete -c @NAME@ -f -a '(__sigkit (commandline -opc))'
"#;
