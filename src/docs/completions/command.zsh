
_sigkit_@NAME@() {
    local operand=@OPERAND@ chosen=@CHOSEN@ anywhere=@ANYWHERE@
    local -a table=(
        @ROWS@
    )
    __sigkit_complete ${1:-1}
}
