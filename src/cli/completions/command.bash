
_sigkit_@NAME@() {
    local operand=process chosen=@CHOSEN@ table=(
        @ROWS@
    )
    __sigkit_complete "$2" "${4:-1}"
}
