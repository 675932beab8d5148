
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
