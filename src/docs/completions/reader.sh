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
