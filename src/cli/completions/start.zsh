
@BUILTIN@_sigkit_@NAME@
