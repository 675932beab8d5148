
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
    # With their commands while readline lists (COMP_TYPE 33, 63, 64): it inserts what all candidates start with, which
    # ends within the process IDs.
    if [[ $kind == process && $COMP_TYPE == @(33|63|64) && ${#COMPREPLY[@]} -gt 1 ]]; then
        for index in "${!COMPREPLY[@]}"; do
            word=${command_names[COMPREPLY[index]]}
            COMPREPLY[index]+=" (${word//[^[:print:]]/?})"
        done
    fi
}
