
_sigkit_@NAME@() {
    local operand=free chosen=1 anywhere=
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
