
# Sets `signal_names`, in capitals and without SIG.
__sigkit_signals() {
    (( $#signal_names )) && return
    local -a found
    found=(${(U)=$({
        command env sigkit kill $strict -l || command env kill $strict -l
    } 2>/dev/null)})
    signal_names=(${(M)${found#SIG}:#[A-Z]*})
    (( $#signal_names )) || signal_names=($signals[2,-3])
}

# Offers the process IDs with their commands, each on a line of its own: _describe would put those
# of one name together. Where there is a /proc, no process is started: the list would show it.
__sigkit_add_processes() {
    local directory pid name expl
    local -a pids lines
    if [[ -r /proc/self/comm ]]; then
        for directory in /proc/<->(Nn); do
            pid=$directory:t
            IFS= read -r name <$directory/comm || continue
            pids+=($pid) lines+=("${(r:7:)pid} -- ${name//[^[:print:]]/?}")
        done
    else
        command ps -A -o pid= -o comm= | while read -r pid name; do
            pids+=($pid) lines+=("${(r:7:)pid} -- ${name//[^[:print:]]/?}")
        done
    fi 2>/dev/null
    _wanted -V processes expl 'process ID' compadd -l -d lines -a pids
}

# Offers the command names of processes.
__sigkit_add_names() {
    local directory name expl
    local -aU names
    if [[ -r /proc/self/comm ]]; then
        for directory in /proc/<->(Nn); do
            IFS= read -r name <$directory/comm && names+=($name)
        done
    else
        names=(${(f)"$(command ps -A -o comm=)"})
    fi 2>/dev/null
    # What starts like a number or an option is no name.
    names=(${names:#([[:cntrl:][:blank:]0-9+-]*|*[[:cntrl:]]*)})
    _wanted names expl 'command name' compadd -a names
}

# Offers the signals after $1; what follows is for compadd.
__sigkit_add_signals() {
    local prefix=$1 expl
    __sigkit_signals
    [[ ! $strict && ${PREFIX#$1} == (#i)sig* ]] && prefix+=SIG
    [[ $unfinished ]] && set -- "$@" -S ''
    _wanted signals expl signal compadd "${@[2,-1]}" -- $prefix${^signal_names}
}

# Completes after the $1 words that name the command.
__sigkit_complete() {
    local place=0 values= ended= head= attached= kind= unfinished=
    local strict=
    local ret=1 row name expl any_case='m:{a-z}={A-Z}'
    local -a offered signal_names list
    # The word that is completed chooses nothing yet.
    (( CURRENT > $1 + 1 )) && row=${(Q)words[$1 + 1]} || row=
    __sigkit_choose_mode "$row"
    __sigkit_walk "${(@Q)words[$1 + 1,CURRENT - 1]}" "$PREFIX"
    if [[ $kind == option ]]; then
        __sigkit_offered
        for row in "${offered[@]}"; do
            for name in ${=row%%:*}; do
                list+=("$name:${row#*:*:*:}")
            done
        done
        _describe -o option list && ret=0
        if [[ ! $chosen && $operand != signal && $strict != --posix ]]; then
            # The case counts only where it decides: -t is an option and -te the start of -TERM.
            __sigkit_add_signals - && ret=0
            (( ret )) && __sigkit_add_signals - -M $any_case && ret=0
        fi
        return ret
    fi
    if [[ $kind == program ]]; then
        shift $(($1 + place + 1)) words
        ((CURRENT -= $1 + place + 1))
        _normal -p $service
        return
    fi
    [[ $head ]] && compset -p $#head
    case $kind in
        signal) __sigkit_add_signals '' -M $any_case ;;
        condition)
            __sigkit_signals
            signal_names+=(EXIT)
            __sigkit_add_signals '' -M $any_case ;;
        process) __sigkit_add_processes ;;
        target)
            if [[ $PREFIX == [[:alpha:]_.]* ]]; then
                __sigkit_add_names
            else
                __sigkit_add_processes
            fi ;;
        terminal)
            list=(/dev/(pts/<->|tty<->|console)(N%c))
            _wanted terminals expl terminal compadd -a list && ret=0
            [[ $PREFIX == /* ]] || __sigkit_add_processes && ret=0
            return ret ;;
        user) _users -S '' ;;
        name)
            for row in /proc/<->/comm(N); do
                IFS= read -r name <$row && list+=("$name")
            done 2>/dev/null
            _wanted names expl name compadd -- ${(u)list} ;;
        group) _groups -S '' ;;
        tty)
            list=(/dev/pts/<->(N) /dev/tty<->(N))
            _wanted terminals expl terminal compadd -- ${list#/dev/} ;;
        directory) _files -/ ;;
        file) _files ;;
        word,*) _wanted values expl value compadd -- ${(s:,:)kind#word,} ;;
        *) return 1 ;;
    esac
}
