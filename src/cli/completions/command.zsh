
_sigkit_@NAME@() {
    local operand=process chosen=@CHOSEN@
    local -a table=(
        @ROWS@
    )
    __sigkit_complete ${1:-1}
}
