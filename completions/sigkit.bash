# bash completion of sigkit and its commands, for bash 5.0 and later. The package bash-completion
# is not needed.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, source it in ~/.bashrc; or, with bash-completion, link it as
# ~/.local/share/bash-completion/completions/NAME.bash, which is read when NAME is completed, once
# for each NAME of:
#   kill sigtrap pgrep pkill pidwait pidof killall sigkit

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
                chosen=1
            elif [[ $chosen && $operand != signal ]]; then
                ended=1
            else
                chosen=1
            fi ;;
        -?*)
            if [[ ! $anywhere || ! $chosen ]] && __sigkit_is_signal "$letters"; then
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

# Sets `head` and `kind` for the last part of the value $1, which is one of several signals, users
# or groups, or none of these.
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

# Sets `command_names`, by process ID. Where there is a /proc, no process is started: the list would
# show it, too.
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
        '-s -n --signal:choose:signal:Send SIGNAL, a name or a number, instead of TERM'
        '-l --list:list:=signal:List signal names, or convert each operand'
        '-L --table:::List numbers and names'
        '-t:::List numbers, names and descriptions'
        '--explain:list:=signal:Explain a signal, a status or a shell'\''s message'
        '--target::word,linux/x86,linux/mips,linux/sparc,linux/alpha,linux/hppa,linux-musl/x86,linux-musl/mips,freebsd,macos,netbsd,openbsd,dragonfly,illumos,solaris,hurd,cygwin,qnx,aix,haiku,redox,list:Use another system'\''s signals; list shows all'
        '-q --queue::free:Queue the signal with an integer, as sigqueue(3)'
        '--timeout::free signal:Send SIGNAL if a target still exists TIME later'
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL TIME later'
        '-w --wait::=free:Return when every target has ended, or after TIME'
        '--tree:::Signal each target and all its descendants'
        '--descendants:::Like --tree, without the targets themselves'
        '-p --pid:::Print process IDs, send nothing'
        '--inode:::With -p, print PID:INODE'
        '--full:::With -p, print names and arguments too'
        '--dry-run:::Print what the signal would do, send nothing'
        '-a --all:::Let NAME mean processes of every user'
        '-r --require-handler:::Only processes that take the signal'
        '--group-of::process:Signal the process group of this process'
        '--session-of::process:Signal every process of the session of this one'
        '--foreground-of::terminal:Signal the group that Ctrl-C would reach'
        '--pidfile::file:Signal the process whose ID FILE holds'
        '--if-name::free:Only processes with exactly this command name'
        '--if-user::user:Only processes with this real user ID'
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago'
        '--started-after::free:Started at TIME or after it'
        '--newer::free:Younger than TIME'
        '--exe --if-exe::file:Executes this file'
        '--cwd --if-cwd::directory:Works in this directory or below it'
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53'
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it'
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service'
        '--container --if-container::free:Is in this container: 4 digits of the ID or more'
        '--uses --if-uses::file:Uses this file, or has it as a directory'
        '--mount:::With --uses: any file of the file system'
        '--descendants-of --if-descendants-of::process:Descends from this process'
        '--catches::signals:Takes one of these signals'
        '--ignores::signals:Ignores one of these signals'
        '--blocks::signals:Blocks one of these signals in all threads'
        '--rss::free:Resident memory, such as 500M; with -, at most'
        '--no-zombies:::Only processes that have not ended'
        '--own-ns:::In the caller'\''s PID namespace, no container'
        '-d --show-process-state::target:Show a process'\''s blocked and caught signals'
        '--verbose:::Print which signal is sent to which process ID'
        '--posix:first:=word,xsi:First word: accept only what POSIX.1-2024 has'
        '-h --help:::Print this help'
        '-V -v --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_sigtrap() {
    local operand=action chosen=1 anywhere=1 table=(
        '--on::conditions:Do ACTION on these conditions; repeatable'
        '-m --map::signals-map:Pass on another signal, or none (TERM:)'
        '--delay::signals-delay:Pass the signal on TIME later; repeatable'
        '-k --kill-after::word,5s,TERM/5s/KILL:Send KILL TIME after INT, QUIT, TERM'
        '--schedule::signals-schedule:Send these in turn'
        '-t --timeout::free:End COMMAND after TIME, and exit with 124'
        '--preserve-status:::With -t: keep the exit status of COMMAND'
        '-f --forward:::Pass on signals that have an action, too'
        '-g --group:::Run COMMAND in its own process group'
        '--tree:::Pass signals on to all descendants'
        '-w --wait-all::=free:Wait for all descendants of COMMAND'
        '-r --reap:::Adopt and reap orphaned descendants'
        '--guard:::Drop signals that would end COMMAND by accident'
        '--init:::For PID 1 of a container: -r, -w and --guard'
        '--die-with-parent::=signal:Send TERM when the parent ends'
        '-e --exit-code::=free:Exit with 128+S; with 0 for a STATUS'
        '--default::signals:Start COMMAND with default dispositions'
        '--ignore::signals:Start COMMAND with these signals ignored'
        '--block::signals:Start COMMAND with these signals blocked'
        '--unblock::signals:Start COMMAND with these signals unblocked'
        '-v --verbose:::Report what is passed on, and how COMMAND ends'
        '--shell::file:Run actions with SHELL -c, not sh -c'
        '-p --print:list::Show default dispositions too'
        '-P --process:list:target:Show the dispositions of this process'
        '--table:list::Show a table, with blocked and pending signals'
        '--json:list::Show the same as JSON'
        '-a --all-threads:list::With -P: show each thread'
        '-l --list:::List the names of the signals'
        '--posix:first:=word,xsi:First word: accept only POSIX conditions'
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
        '-f --full:::Match the whole command line, not the name'
        '-x --exact:::The pattern must match the whole text'
        '-i --ignore-case:::Ignore the case of ASCII letters'
        '--literal:::Take the pattern as plain text'
        '--name --if-name::free:Match exactly this name, not a pattern'
        '-v --inverse:::Print all other processes'
        '-n --newest:::Only the process that started last'
        '-o --oldest:::Only the process that started first'
        '-u --euid::users:Effective user, a name or a number'
        '-U --uid --if-user::users:Real user, a name or a number'
        '-G --group::groups:Real group, a name or a number'
        '-p --pid::process:Process ID, or PID:INODE'
        '-P --parent::process:Process ID of the parent'
        '-g --pgroup::free:Process group; 0 is the caller'\''s own'
        '-s --session::free:Session; 0 is the caller'\''s own'
        '-t --terminal::tty:Controlling terminal, such as pts/0; - is none'
        '-r --runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z'
        '--no-zombies:::Only processes that have not ended'
        '-O --older::free:TIME old or older: seconds, or 10m, 2h, 1d'
        '--newer::free:Younger than TIME'
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago'
        '--started-after::free:Started at TIME or after it'
        '--exe --if-exe::file:Executes this file'
        '--cwd --if-cwd::directory:Works in this directory or below it'
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53'
        '--rss::free:Resident memory, such as 500M; with -, at most'
        '--env::free:Was started with this environment variable'
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it'
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service'
        '--container --if-container::free:Is in this container: 4 digits of the ID or more'
        '--uses --if-uses::file:Uses this file, or has it as a directory'
        '--mount:::With --uses: any file of the file system'
        '--descendants-of --if-descendants-of::process:Descends from this process'
        '--catches::signals:Takes one of these signals'
        '--ignores::signals:Ignores one of these signals'
        '--blocks::signals:Blocks one of these signals in all threads'
        '--ns::process:Shares all namespaces with this process'
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: compare only these namespaces'
        '--own-ns:::In the caller'\''s PID namespace, no container'
        '-F --pidfile::file:Process ID in FILE; - is standard input'
        '-L --logpidfile:::With -F, only if a process has locked FILE'
        '-H --require-handler:::Takes the signal of --signal, or TERM'
        '--signal::signal:With -H: the signal'
        '-A --ignore-ancestors:::Leave out pgrep'\''s ancestors, as -f does'
        '--with-ancestors:::With -f: print pgrep'\''s ancestors too'
        '--tree:::Print all their descendants too'
        '--forest:::On a terminal, draw them as a tree'
        '-w --lightweight:::Print threads too, each by its own name'
        '-l --list-name:::Print the name after the ID'
        '-a --list-full:::Print the command line after the ID'
        '--inode:::Print PID:INODE, which kill takes'
        '-Q --shell-quote:::With -l and -a: quote for a shell'
        '-d --delimiter::free:Print TEXT between processes, not a newline'
        '-c --count:::Print the number of processes'
        '-q --quiet:::Print nothing; see the exit status'
        '--sort::word,pid,start,rss,name,-pid,-start,-rss,-name:Sort by pid, start, rss or name; -KEY reverses'
        '--json:::Print all that is known as JSON'
        '--posix:::First word: no options after the pattern'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_pkill() {
    local operand=name chosen= anywhere=1 table=(
        '--signal:choose:signal:Send SIGNAL, a name or a number, instead of TERM'
        '-f --full:::Match the whole command line, not the name'
        '-x --exact:::The pattern must match the whole text'
        '-i --ignore-case:::Ignore the case of ASCII letters'
        '--literal:::Take the pattern as plain text'
        '--name --if-name::free:Match exactly this name, not a pattern'
        '--inverse:::The processes that do not fit'
        '-n --newest:::Only the process that started last'
        '-o --oldest:::Only the process that started first'
        '-u --euid::users:Effective user, a name or a number'
        '-U --uid --if-user::users:Real user, a name or a number'
        '-G --group::groups:Real group, a name or a number'
        '-p --pid::process:Process ID, or PID:INODE'
        '-P --parent::process:Process ID of the parent'
        '-g --pgroup::free:Process group; 0 is the caller'\''s own'
        '-s --session::free:Session; 0 is the caller'\''s own'
        '-t --terminal::tty:Controlling terminal, such as pts/0; - is none'
        '-r --runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z'
        '--no-zombies:::Only processes that have not ended'
        '-O --older::free:TIME old or older: seconds, or 10m, 2h, 1d'
        '--newer::free:Younger than TIME'
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago'
        '--started-after::free:Started at TIME or after it'
        '--exe --if-exe::file:Executes this file'
        '--cwd --if-cwd::directory:Works in this directory or below it'
        '--rss::free:Resident memory, such as 500M; with -, at most'
        '--env::free:Was started with this environment variable'
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it'
        '--ns::process:Shares all namespaces with this process'
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: compare only these namespaces'
        '--own-ns:::In the caller'\''s PID namespace, no container'
        '-F --pidfile::file:The process whose ID FILE holds'
        '-L --logpidfile:::With -F, only if a process has locked FILE'
        '-H --require-handler:::Takes the signal of --signal, or TERM'
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53'
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service'
        '--container --if-container::free:Is in this container: 4 digits of the ID or more'
        '--uses --if-uses::file:Uses this file, or has it as a directory'
        '--mount:::With --uses: any file of the file system'
        '--descendants-of --if-descendants-of::process:Descends from this process'
        '--catches::signals:Takes one of these signals'
        '--ignores::signals:Ignores one of these signals'
        '--blocks::signals:Blocks one of these signals in all threads'
        '-A --ignore-ancestors:::Leave out pgrep'\''s ancestors, as -f does'
        '--with-ancestors:::With -f: print pgrep'\''s ancestors too'
        '-e --echo:::Print the name of each signalled process'
        '-c --count:::Print how many processes fit'
        '-q --queue::free:Queue the signal with an integer, as sigqueue(3)'
        '-m --mrelease:::After KILL, release the memory at once'
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL TIME later'
        '--timeout::free signal:Send SIGNAL if a target still exists TIME later'
        '--wait::=free:Return when all have ended, or after TIME'
        '--tree:::Signal each target and all its descendants'
        '--descendants:::Like --tree, without the targets themselves'
        '--dry-run:::Print what the signal would do, send nothing'
        '--json:::With --dry-run, print JSON'
        '-I --confirm:::Show what would happen, and ask once'
        '--strict:::Refuse processes of different names'
        '--verbose:::Print which signal is sent to which process ID'
        '-l --list:::Alone, list the names of the signals'
        '--posix:::First word: no options after the pattern'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_pidwait() {
    local operand=name chosen=1 anywhere=1 table=(
        '-f --full:::Match the whole command line, not the name'
        '-x --exact:::The pattern must match the whole text'
        '-i --ignore-case:::Ignore the case of ASCII letters'
        '--literal:::Take the pattern as plain text'
        '--name --if-name::free:Match exactly this name, not a pattern'
        '--inverse:::The processes that do not fit'
        '-n --newest:::Only the process that started last'
        '-o --oldest:::Only the process that started first'
        '-u --euid::users:Effective user, a name or a number'
        '-U --uid --if-user::users:Real user, a name or a number'
        '-G --group::groups:Real group, a name or a number'
        '-p --pid::process:Process ID, or PID:INODE'
        '-P --parent::process:Process ID of the parent'
        '-g --pgroup::free:Process group; 0 is the caller'\''s own'
        '-s --session::free:Session; 0 is the caller'\''s own'
        '-t --terminal::tty:Controlling terminal, such as pts/0; - is none'
        '-r --runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z'
        '--no-zombies:::Only processes that have not ended'
        '-O --older::free:TIME old or older: seconds, or 10m, 2h, 1d'
        '--newer::free:Younger than TIME'
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago'
        '--started-after::free:Started at TIME or after it'
        '--exe --if-exe::file:Executes this file'
        '--cwd --if-cwd::directory:Works in this directory or below it'
        '--rss::free:Resident memory, such as 500M; with -, at most'
        '--env::free:Was started with this environment variable'
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it'
        '--ns::process:Shares all namespaces with this process'
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: compare only these namespaces'
        '--own-ns:::In the caller'\''s PID namespace, no container'
        '-F --pidfile::file:The process whose ID FILE holds'
        '-L --logpidfile:::With -F, only if a process has locked FILE'
        '-H --require-handler:::Takes the signal of --signal, or TERM'
        '--signal::signal:With -H: the signal'
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53'
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service'
        '--container --if-container::free:Is in this container: 4 digits of the ID or more'
        '--uses --if-uses::file:Uses this file, or has it as a directory'
        '--mount:::With --uses: any file of the file system'
        '--descendants-of --if-descendants-of::process:Descends from this process'
        '--catches::signals:Takes one of these signals'
        '--ignores::signals:Ignores one of these signals'
        '--blocks::signals:Blocks one of these signals in all threads'
        '-A --ignore-ancestors:::Leave out pgrep'\''s ancestors, as -f does'
        '--with-ancestors:::With -f: print pgrep'\''s ancestors too'
        '--timeout::free:Wait TIME at most; status 124 if some are left'
        '--any:::Return as soon as one of them has ended'
        '-e --echo:::Print the name of each process'
        '-c --count:::Print how many processes fit, then wait'
        '--dry-run:::Print which processes fit, do not wait'
        '--json:::With --dry-run, print JSON'
        '--posix:::First word: no options after the pattern'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_pidof() {
    local operand=name chosen=1 anywhere=1 table=(
        '-s --single-shot:::Print only the first process of each NAME'
        '-o --omit-pid::process:Omit these processes; %PPID is pidof'\''s parent'
        '-x --scripts:::Find scripts that begin with #! too'
        '-w --with-workers:::Find kernel threads and zombies too'
        '-z --zombies:::Find zombies too'
        '-c --check-root:::As root: has pidof'\''s root directory'
        '-t --lightweight:::Print the IDs of all threads'
        '-S -d --separator::free:Print TEXT between processes, not a blank'
        '-q --quiet:::Print nothing; see the exit status'
        '--sort::word,pid,start,rss,name,-pid,-start,-rss,-name:Sort by pid, start, rss or name; -KEY reverses'
        '--json:::Print all that is known as JSON'
        '--exe --if-exe::file:Executes this file'
        '--cwd --if-cwd::directory:Works in this directory or below it'
        '--older::free:TIME old or older: seconds, or 10m, 2h, 1d'
        '--newer::free:Younger than TIME'
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago'
        '--started-after::free:Started at TIME or after it'
        '--rss::free:Resident memory, such as 500M; with -, at most'
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it'
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service'
        '--container --if-container::free:Is in this container: 4 digits of the ID or more'
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53'
        '--uses --if-uses::file:Uses this file, or has it as a directory'
        '--mount:::With --uses: any file of the file system'
        '--descendants-of --if-descendants-of::process:Descends from this process'
        '--catches::signals:Takes one of these signals'
        '--ignores::signals:Ignores one of these signals'
        '--blocks::signals:Blocks one of these signals in all threads'
        '--no-zombies:::Only processes that have not ended'
        '--own-ns:::In the caller'\''s PID namespace, no container'
        '-n -m:::Ignored; sysvinit'\''s pidof has them'
        '--posix:::First word: no options after a NAME'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_killall() {
    local operand=name chosen= anywhere=1 table=(
        '-s --signal:choose:signal:Send SIGNAL, a name or a number, instead of TERM'
        '-r --regexp:::Each NAME is an extended regular expression'
        '--literal:::Take the pattern as plain text'
        '-I --ignore-case:::Ignore the case of ASCII letters'
        '-e --exact:::Compare long names in full, as always'
        '-u --user --uid --if-user::users:Real user, a name or a number'
        '-Z --context::free:Security context, a regular expression'
        '-o --older-than::free:TIME old or older: 30s, 10m, 2h, 1d, 1w, 1M'
        '-y --younger-than::free:Younger than TIME'
        '-n --ns::process:In the PID namespace of this process'
        '--own-ns:::In the caller'\''s PID namespace, no container'
        '--euid::users:Effective user, a name or a number'
        '--group::groups:Real group, a name or a number'
        '--pid::process:Process ID, or PID:INODE'
        '--parent::process:Process ID of the parent'
        '--pgroup::free:Process group; 0 is the caller'\''s own'
        '--session::free:Session; 0 is the caller'\''s own'
        '--terminal::tty:Controlling terminal, such as pts/0; - is none'
        '--runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z'
        '--no-zombies:::Only processes that have not ended'
        '--newer::free:Younger than TIME'
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago'
        '--started-after::free:Started at TIME or after it'
        '--exe --if-exe::file:Executes this file'
        '--cwd --if-cwd::directory:Works in this directory or below it'
        '--rss::free:Resident memory, such as 500M; with -, at most'
        '--env::free:Was started with this environment variable'
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it'
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service'
        '--container --if-container::free:Is in this container: 4 digits of the ID or more'
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53'
        '--uses --if-uses::file:Uses this file, or has it as a directory'
        '--mount:::With --uses: any file of the file system'
        '--descendants-of --if-descendants-of::process:Descends from this process'
        '--require-handler:::Takes the signal of --signal, or TERM'
        '--catches::signals:Takes one of these signals'
        '--ignores::signals:Ignores one of these signals'
        '--blocks::signals:Blocks one of these signals in all threads'
        '-g --process-group:::Signal the process group of each process, once'
        '--tree:::Signal each target and all its descendants'
        '--descendants:::Like --tree, without the targets themselves'
        '-w:::Return when all have ended'
        '--wait::=free:Return when all have ended, or after TIME'
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL TIME later'
        '--timeout::free signal:Send SIGNAL if a target still exists TIME later'
        '-i --interactive:::Ask for each process'
        '--confirm:::Show what would happen, and ask once'
        '--dry-run:::Print what the signal would do, send nothing'
        '--json:::With --dry-run, print JSON'
        '--strict:::Refuse processes of different names'
        '-q --quiet:::Do not complain about names of no process'
        '-v:::Report each signalled process'
        '--verbose:::-v, and which signal is sent to which process ID'
        '-l --list:::List the names of the signals'
        '--posix:::First word: no options after the first NAME'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_lint() {
    local operand=file chosen=1 anywhere=1 table=(
        '-s --shell::word,sh,dash,bash,ksh,mksh,yash,zsh,posh,busybox:Read scripts as NAME does: sh, dash, bash, ...'
        '--for::word,sh,dash,bash,ksh,mksh,yash,zsh,posh,busybox:Shells that must run the script: dash,zsh; all'
        '--stdin-filename::file:The name of standard input'
        '--no-ignore:::Also files that git ignores'
        '-j --jobs::free:Files at a time (as many as processors)'
        '--posix:first:=word,xsi:Report what POSIX does not promise, too'
        '--pedantic:::Report rules of style, too'
        '--select::free:Only these rules: SIG104,SIG2,trap-case'
        '--ignore::free:Not these rules'
        '--severity::word,error,warning,info,style:error, warning, info (default) or style'
        '--explain::free:Print the page of a rule'
        '--list-rules:::Print a line for each rule; with -f json: JSON'
        '--fix:::Write the safe fixes into the files'
        '--diff:::Print the fixes as a diff, and write nothing'
        '--unsafe-fixes:::Also fixes that may change what a script does'
        '-f --format::word,text,gcc,json,sarif,github,gitlab:text, gcc, json, sarif, github or gitlab'
        '--color::word,auto,always,never:auto, always or never'
        '-q --quiet:::No report; the exit status is the answer'
        '-h --help:::Print this help'
        '-V --version:::Print the version'
    )
    __sigkit_complete "$2" "${4:-1}"
}

_sigkit_sigkit() {
    local commands=' kill trap sigtrap pgrep pkill pidwait pidof killall lint' command=${COMP_WORDS[1]} operand=free chosen=1 anywhere= table=(
        '--list:::Print the names of the commands, one a line'
        '--install::directory:Link commands in DIR (kill and trap); keep files'
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
    local IFS=' ' caller name=${BASH_SOURCE[1]##*/} names=(kill sigtrap pgrep pkill pidwait pidof killall sigkit)
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
