
_sigkit_@NAME@() {
    local commands=' @COMMANDS@' command=${COMP_WORDS[1]} operand=free chosen=1 anywhere= table=(
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
