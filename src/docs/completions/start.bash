
@BUILTIN@complete -F _sigkit_@NAME@ @NAME@
