
_sigkit_@ALIAS@() {
    _sigkit_@NAME@ "$@"
}
