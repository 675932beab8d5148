# bash completion of sigkit and its commands, for bash 5.0 and later. The package bash-completion
# is not needed.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, source it in ~/.bashrc; or, with bash-completion, link it as
# ~/.local/share/bash-completion/completions/NAME.bash, which is read when NAME is completed, once
# for each NAME of:
#   kill sigtrap pgrep sigkit

# A command line is read here as the command itself reads it. The functions share these variables of
# their callers:
#
#   table     the options, as NAMES:EFFECT:VALUES:DESCRIPTION. EFFECT: choose (a signal, only once),
#             list (the operands are signals then), first (only as the first word). VALUES: what the
#             next words are; =KIND must be attached.
#   operand   what the operands are; after an action, conditions; of a name, -- ends the options
#   chosen    not empty: no signal can be chosen, or one is
#   anywhere  not empty: options stand anywhere before --, and a command line after it
#   ended     not empty: no options any more
#   values    what the next words are, as values of the last option
#   place     the number of words before the one that is read
#   head      the part of the word that comes before an attached value, and before the last signal
#             of several
#   unfinished  not empty: more may follow in the same word
#   attached  what the attached value is
#   strict    --posix or --posix=xsi in strict mode

# Takes over what the option $1 does to the words after it. A unique start of a long name is enough.
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
                decode) operand=free ;;
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
        -[0-9]*)
            if [[ $anywhere ]]; then
                :
            elif [[ $chosen && $operand != signal ]]; then
                ended=1
            else
                chosen=1
            fi ;;
        -?*)
            if [[ ! $anywhere ]] && __sigkit_is_signal "$letters"; then
                chosen=1
                return
            fi
            while [[ $letters && ! $values ]]; do
                # What is no option is a signal's name that is not listed, or a mistake.
                __sigkit_option "-${letters:0:1}" || { chosen=1; return; }
                letters=${letters:1}
            done
            [[ $letters ]] && head=${1%"${letters#=}"} ;;
        *)
            if [[ ! $anywhere ]]; then
                ended=1
            elif [[ $operand == action ]]; then
                operand=condition
            fi ;;
    esac
    if [[ $head ]]; then
        attached=${values%% *}
        attached=${attached#=}
        __sigkit_drop_value
    elif [[ $values == '='* ]]; then
        values=
    fi
}

# Makes `head` end, and `kind` tell, where the last part of the value $1 starts: one of several
# signals, users or groups, or what is none.
__sigkit_divide() {
    local slashes=${1//[!\/]/}
    kind=${kind%-*} unfinished=1
    kind=${kind%s}
    if [[ $1 == *=* || $((${#slashes} % 2)) -eq 1 ]]; then
        kind=free
    else
        head+=${1%"${1##*[,:\/]}"}
    fi
}

# Finds out whether the first word $1 or the environment chooses strict mode. kill takes -s, -l and
# process IDs in it, and nothing else.
__sigkit_choose_mode() {
    local row description
    local -a kept
    case $1 in
        --posix | --posix=xsi) strict=$1 ;;
        --posix=*) ;;
        *)
            case ${SIGKIT_POSIX-} in
                1) strict=--posix ;;
                xsi) strict=--posix=xsi ;;
            esac ;;
    esac
    [[ $strict && $operand == target ]] || return 0
    operand=process
    for row in "${table[@]}"; do
        description=${row#*:*:*:}
        case " ${row%%:*} " in
            *' -s '*) kept+=("-s:choose:signal:$description") ;;
            *' -l '*) kept+=("-l:decode::$description") ;;
            *' --posix '*) kept+=("$row") ;;
        esac
    done
    table=("${kept[@]}")
}

# Reads all words; sets `kind` to what the last one, which is to be completed, may be after its
# `head`.
__sigkit_walk() {
    while [[ $# -gt 1 ]]; do
        if [[ $anywhere && $operand != name && $1 == -- ]]; then
            kind=program
            return
        elif [[ $values ]]; then
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
    case $kind in
        signals* | conditions | users | groups) __sigkit_divide "${1#"$head"}" ;;
    esac
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

# Sets `signal_names`, in capitals and without SIG.
__sigkit_signals() {
    [[ ${#signal_names[@]} -eq 0 ]] || return 0
    local -u name
    for name in $(command env sigkit kill $strict -l || command env kill $strict -l ||
        compgen -A signal SIG); do
        name=${name#SIG}
        [[ $name != [A-Z]* || $name == JUNK* ]] || signal_names+=("$name")
    done 2>/dev/null
}

# Sets `command_names`, by process ID. Nothing is started where /proc tells, or it would be listed,
# too.
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

# Adds the signals to the candidates, after $1, for the word $2.
__sigkit_add_signals() {
    local prefix=$1
    local -u typed=${2#"$1"}
    __sigkit_signals
    [[ $strict || $typed != SIG* ]] || prefix+=SIG
    candidates+=("${signal_names[@]/#/$prefix}")
}

# Completes the word that readline calls $2 of a command line of its own that starts at the word $1
# of all: by the package bash-completion where it is loaded.
__sigkit_complete_program() {
    if declare -F _comp_command_offset >/dev/null; then
        _comp_command_offset "$1"
    elif declare -F _command_offset >/dev/null; then
        _command_offset "$1"
    elif [[ $COMP_CWORD -eq $1 ]]; then
        [[ $2 != */* ]] || compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -c -- "$2")
    else
        compopt -o default 2>/dev/null
    fi
}

# Completes the word that readline calls $1, after the $2 words that name the command.
__sigkit_complete() {
    local IFS=$' \t\n' last word row index place=0 values= ended= head= attached= kind= unfinished=
    local strict=
    local line=() offered=() candidates=() signal_names=() command_names=() starts=()
    local -u folded
    # "=" and ":" are words of their own to readline, unless they were taken out of COMP_WORDBREAKS;
    # what follows no blank belongs to the word before. The last word ends at the cursor.
    last=${COMP_WORDS[COMP_CWORD]}
    [[ $last == [=:]* ]] || last=$1
    row=$COMP_LINE
    for index in "${!COMP_WORDS[@]}"; do
        [[ $index -le $COMP_CWORD ]] || break
        word=${COMP_WORDS[index]}
        if [[ ${#line[@]} -eq 0 || $row == [[:blank:]]* || $row != "$word"* ]]; then
            row=${row#"${row%%[![:blank:]]*}"}
            line+=("") starts+=("$index")
        fi
        row=${row#"$word"}
        [[ $index -lt $COMP_CWORD ]] || word=$last
        line[-1]+=$word
    done
    line=("${line[@]:$2}")
    word=${line[-1]}
    COMPREPLY=()
    # The word that is completed chooses nothing yet.
    [[ ${#line[@]} -gt 1 ]] && row=${line[0]} || row=
    __sigkit_choose_mode "$row"
    __sigkit_walk "${line[@]}"
    [[ ! $unfinished ]] || compopt -o nospace 2>/dev/null
    case $kind in
        program)
            __sigkit_complete_program "${starts[$2 + place + 1]}" "$1"
            return ;;
        option)
            __sigkit_offered
            for row in "${offered[@]}"; do
                candidates+=(${row%%:*})
            done
            [[ $chosen || $operand == signal || $strict == --posix ]] ||
                __sigkit_add_signals - "$word" ;;
        signal) __sigkit_add_signals "$head" "$word" ;;
        condition)
            __sigkit_add_signals "$head" "$word"
            candidates+=("${head}EXIT") ;;
        process | target | terminal)
            __sigkit_processes
            candidates=("${!command_names[@]}")
            if [[ $kind == terminal ]]; then
                for row in /dev/pts/[0-9]* /dev/tty[0-9]* /dev/console; do
                    [[ ! -c $row ]] || candidates+=("$row")
                done
            elif [[ $kind == target && $word == [[:alpha:]_.]* ]]; then
                # A name that readline would have to quote is left to the user.
                for row in "${command_names[@]}"; do
                    [[ $row == *[!A-Za-z0-9_.+@-]* || " ${candidates[*]} " == *" $row "* ]] ||
                        candidates+=("$row")
                done
            fi ;;
        name)
            # What a shell would read as it stands.
            __sigkit_processes
            for row in "${command_names[@]}"; do
                [[ $row == *[!A-Za-z0-9_.:@%+/-]* ]] || candidates+=("$row")
            done ;;
        user | group)
            mapfile -t candidates < <(compgen -A "$kind" -P "$head" -- "${word#"$head"}") ;;
        tty)
            for row in /dev/pts/[0-9]* /dev/tty[0-9]*; do
                [[ ! -c $row ]] || candidates+=("$head${row#/dev/}")
            done ;;
        directory | file)
            compopt -o filenames 2>/dev/null
            mapfile -t candidates < <(compgen -${kind:0:1} -P "$head" -- "${word#"$head"}") ;;
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
    # With their commands while readline lists (COMP_TYPE 33, 63, 64): it inserts what all
    # candidates start with, which ends within the process IDs.
    if [[ $kind == @(process|target) && $COMP_TYPE == @(33|63|64) && ${#COMPREPLY[@]} -gt 1 ]]; then
        for index in "${!COMPREPLY[@]}"; do
            [[ ${COMPREPLY[index]} != *[!0-9]* ]] || continue
            word=${command_names[COMPREPLY[index]]}
            COMPREPLY[index]+=" (${word//[^[:print:]]/?})"
        done
    fi
}

_sigkit_kill() {
    local operand=target chosen= anywhere= table=(
        '-s -n --signal:choose:signal:Send this signal instead of TERM: a name in any case, with or without SIG, or a number'
        '-l --list:list:=signal:List the signal names, or convert each operand: a number or an exit status to a name, a name to a number, 0xMASK to names'
        '-L --table:::List numbers and names: of all signals, or of each operand, which is as for -l'
        '-t:::List numbers, names and descriptions: of all signals, or of each operand'
        '--explain:list:=signal:Explain each operand, a signal, a number that tells how a process ended or a shell'\''s message: what it means, does by default, who sends it, its number elsewhere'
        '--target::word,linux/x86,linux/mips,linux/sparc,linux/alpha,linux/hppa,linux-musl/x86,linux-musl/mips,freebsd,macos,netbsd,openbsd,dragonfly,illumos,solaris,hurd,cygwin,qnx,aix,haiku,redox,list:With -l, -L, -t and --explain: the signals of another system, such as mips-linux-gnu or freebsd; --target list lists the known ones'
        '-q --queue::free:Queue the signal with this integer, as sigqueue(3) does'
        '--timeout::free signal:After the signal, wait so long and send SIGNAL to the processes that are still there; repeatable, in order'
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL so long after the signal to the processes that are still there; or choose the signals in one word, as TERM/5s/KILL'
        '-w --wait::=free:Return when every target is gone; exit status 124 if some are left TIME after the last signal'
        '--tree:::Signal each target and all its descendants, children first, while none of them can fork'
        '--descendants:::Like --tree, but without the targets themselves'
        '-p --pid:::Print the process IDs that the operands stand for and signal nobody'
        '--inode:::With -p, print PID:INODE, an operand that never means another process'
        '--full:::With -p, print the name and the arguments of each process, too'
        '--dry-run:::Signal nobody; say what the signal would do to each process'
        '-a --all:::Let a command name stand for the processes of all users, not only the caller'\''s'
        '-r --require-handler:::Signal only processes that have a handler for the signal, or take it by sigwait or signalfd'
        '--group-of::process:Also signal the process group that this process is in; repeatable'
        '--session-of::process:Also signal every process of the session that this process is in; repeatable'
        '--foreground-of::terminal:Also signal the foreground process group of this process'\''s terminal or of this terminal, which Ctrl-C would reach; repeatable'
        '--pidfile::file:Also signal the process whose ID is the first line of this file; a file that others may write is refused; repeatable'
        '--if-name::free:Signal only processes with exactly this command name'
        '--if-user::user:Signal only processes with this real user ID, a name or a number'
        '--started-before::free:Only processes that started before this time: @SECONDS, 2026-11-22T10:00:00 with or without a zone, or how long ago (10m)'
        '--started-after::free:Only processes that started at this time or after it'
        '--newer::free:Younger than TIME'
        '--exe --if-exe::file:That execute this file'
        '--cwd --if-cwd::directory:Whose working directory is this or below it'
        '--port --if-port::free:That listen on one of these ports: 80, tcp/80,443 or udp/53'
        '--cgroup --if-cgroup::free:In one of these control groups; PATH/ is all below it, too'
        '--unit --if-unit::free:Of these systemd units: nginx is nginx.service'
        '--container --if-container::free:In this container, by 4 digits of its ID or more'
        '--uses --if-uses::file:That use this file: open, mapped, executed, as root or working directory'
        '--mount:::With --uses: that use any file of its file system'
        '--descendants-of --if-descendants-of::process:Descendants of these processes, of all levels'
        '--catches::signals:That take one of these signals, by a handler, sigwait or signalfd'
        '--ignores::signals:That ignore one of these signals'
        '--blocks::signals:That block one of these signals in all threads'
        '--rss::free:With at least so much resident memory, such as 500M; with -, at most'
        '--no-zombies:::That have not ended'
        '--own-ns:::In the own PID namespace, and in no container below it'
        '-d --show-process-state::target:Show which signals are pending for a process, blocked, ignored and caught by it'
        '--verbose:::Say which signal is sent to which process ID, and how the processes end that -k, --timeout and -w follow'
        '--posix:first:=word,xsi:As the first word: accept only what POSIX.1-2024 promises, or with XSI; say what to write instead'
        '-h --help:::Print this help'
        '-V -v --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_sigtrap() {
    local operand=action chosen=1 anywhere=1 table=(
        '--on::conditions:Do ACTION on these conditions; repeatable'
        '-m --map::signals-map:Pass on the second signal for the first, or none (TERM:); repeatable'
        '--delay::signals-delay:Pass a signal on so much later; repeatable'
        '-k --kill-after::word,5s,TERM/5s/KILL:Send KILL so long after INT, QUIT or TERM was passed on, 0: never; with a slash, the same as --schedule'
        '--schedule::signals-schedule:The same with any signals: TERM/5s/KILL'
        '-t --timeout::free:Begin the schedule (or send TERM) after so long, and exit 124; 0: never'
        '--preserve-status:::With -t: the exit status stays that of COMMAND'
        '-f --forward:::Also pass on signals that have an action'
        '-g --group:::Give COMMAND a process group of its own, and the terminal'
        '--tree:::Pass signals on to COMMAND and all its descendants'
        '-w --wait-all::=free:Stay until all descendants of COMMAND have ended'
        '-r --reap:::Adopt and reap orphaned descendants (child subreaper)'
        '--guard:::Pass on HUP, USR1, USR2, ALRM... only if COMMAND takes them, by a handler, sigwait or signalfd'
        '--init:::As process 1 of a container: -r, -w and --guard'
        '--die-with-parent::=signal:Send COMMAND TERM or SIGNAL when who started trap ends'
        '-e --exit-code::=free:Exit with 128+S when killed by S, rather than die; with 0 for STATUS'
        '--default::signals:Start COMMAND with the default effect of these signals, or of all'
        '--ignore::signals:Start COMMAND with these signals ignored, or all; repeatable'
        '--block::signals:Start COMMAND with these signals blocked, or all; repeatable'
        '--unblock::signals:Start COMMAND with these signals not blocked, or all; repeatable'
        '-v --verbose:::Say on standard error what is passed on and how COMMAND ends'
        '--shell::file:Run actions by SHELL -c rather than sh -c'
        '-p --print:list::Show the dispositions of all CONDITIONs, default ones too'
        '-P --process:list:target:Show the dispositions of this process, or of all with this command name; repeatable'
        '--table:list::Show one line for each signal, with pending and blocked ones'
        '--json:list::Show the same as JSON'
        '-a --all-threads:list::With -P: show what each thread blocks and has pending'
        '-l --list:::List the signals, as kill -l'
        '--posix:first:=word,xsi:As the first word: accept only the conditions that POSIX has, or XSI'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_trap() {
    _sigkit_sigtrap "$@"
}

_sigkit_pgrep() {
    local operand=name chosen=1 anywhere=1 table=(
        '-f --full:::Compare the pattern with the command line rather than the name'
        '-x --exact:::The pattern must match the whole of it'
        '-i --ignore-case:::Do not tell upper case from lower case'
        '--literal:::The pattern is text, whatever its characters mean in expressions'
        '--name --if-name::free:Instead of a pattern: processes with exactly this name; repeatable'
        '-v --inverse:::The other processes: those for which not all of it holds'
        '-n --newest:::Of all these, the one that started last'
        '-o --oldest:::Of all these, the one that started first'
        '-u --euid::users:With this effective user, a name or a number'
        '-U --uid --if-user::users:With this real user'
        '-G --group::groups:With this real group, a name or a number'
        '-p --pid::process:With one of these process IDs, or PID:INODE'
        '-P --parent::process:Whose parent is one of these'
        '-g --pgroup::free:In one of these process groups; 0 is the own'
        '-s --session::free:In one of these sessions; 0 is the own'
        '-t --terminal::tty:Controlled by one of these terminals, such as pts/0; - is none'
        '-r --runstates::word,D,R,S,T,t,Z,I:In one of these states: D, R, S, T, Z and so on'
        '--no-zombies:::That have not ended'
        '-O --older::free:As old as TIME or older: seconds, or 10m, 2h, 1d'
        '--newer::free:Younger than TIME'
        '--started-before::free:Only processes that started before this time: @SECONDS, 2026-11-22T10:00:00 with or without a zone, or how long ago (10m)'
        '--started-after::free:Only processes that started at this time or after it'
        '--exe --if-exe::file:That execute this file'
        '--cwd --if-cwd::directory:Whose working directory is this or below it'
        '--port --if-port::free:That listen on one of these ports: 80, tcp/80,443 or udp/53'
        '--rss::free:With at least so much resident memory, such as 500M; with -, at most'
        '--env::free:That were started with this variable, or with this value of it; repeatable'
        '--cgroup --if-cgroup::free:In one of these control groups; PATH/ is all below it, too'
        '--unit --if-unit::free:Of these systemd units: nginx is nginx.service'
        '--container --if-container::free:In this container, by 4 digits of its ID or more'
        '--uses --if-uses::file:That use this file: open, mapped, executed, as root or working directory'
        '--mount:::With --uses: that use any file of its file system'
        '--descendants-of --if-descendants-of::process:Descendants of these processes, of all levels'
        '--catches::signals:That take one of these signals, by a handler, sigwait or signalfd'
        '--ignores::signals:That ignore one of these signals'
        '--blocks::signals:That block one of these signals in all threads'
        '--ns::process:In the namespaces of this process'
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: only these of cgroup, ipc, mnt, net, pid, time, user, uts'
        '--own-ns:::In the own PID namespace, and in no container below it'
        '-F --pidfile::file:With the process ID that is the first word of this file; - is standard input'
        '-L --logpidfile:::With -F: only if a process has locked the file'
        '-H --require-handler:::That have a handler for the signal of --signal, or for TERM'
        '--signal::signal:With -H: which signal'
        '-A --ignore-ancestors:::Leave out the own ancestors, which -f does by itself'
        '--with-ancestors:::With -f: do not leave them out'
        '--tree:::Print all descendants of these processes, too'
        '-w --lightweight:::Threads as well, each by its own name'
        '-l --list-name:::Print the name behind the ID'
        '-a --list-full:::Print the command line behind the ID'
        '--inode:::Print PID:INODE, which never means another process; kill and -p take it'
        '-Q --shell-quote:::With -l and -a: quote what is printed for a shell'
        '-d --delimiter::free:Print this between two processes instead of a newline'
        '-c --count:::Print only how many there are'
        '-q --quiet:::Print nothing; the exit status says whether there are any'
        '--sort::word,pid,start,rss,name,-pid,-start,-rss,-name:In the order of pid, start, rss or name; with - in front, the other way round'
        '--json:::Print what is known of each process as JSON'
        '--posix:::As the first word: no options behind the pattern'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_sigkit() {
    local commands=' kill trap sigtrap pgrep' command=${COMP_WORDS[1]} operand=free chosen=1 anywhere= table=(
        '--list:::Print the names of the commands, one a line'
        '--install::directory:Link commands in DIR to sigkit, those that are named behind it or all but pgrep; keep existing files'
        '--uninstall::directory:Remove the links in DIR that lead to sigkit'
        '--force:::With --install: replace existing files'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    if [[ $COMP_CWORD -eq 1 ]]; then
        operand=word${commands// /,}
    elif [[ "$commands " == *" $command "* ]]; then
        "_sigkit_$command" "$1" "$2" "$3" 2
        return
    fi
    __sigkit_complete "$2" 1
}

# Sets the completions. A function that reads this file, such as bash-completion's, wants that of
# the one command that the file is named after: the others may be another package's.
# bash has a kill of its own, with fewer options; `enable -n kill` makes kill the one in PATH.
__sigkit_start() {
    local IFS=' ' caller name=${BASH_SOURCE[1]##*/} names=(kill sigtrap pgrep sigkit)
    name=${name%.bash}
    for caller in "${FUNCNAME[@]:1}"; do
        [[ $caller == @(source|main) || " ${names[*]} " != *" $name "* ]] || names=("$name")
    done
    for name in "${names[@]}"; do
        complete -F "_sigkit_$name" "$name"
    done
}
__sigkit_start
unset -f __sigkit_start
