
_sigkit_@NAME@() {
    local operand=@OPERAND@ chosen=@CHOSEN@ anywhere=@ANYWHERE@ table=(
        @ROWS@
    )
    __sigkit_complete "$2" "${4:-1}"
}
