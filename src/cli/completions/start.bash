
# bash has a @NAME@ of its own, with fewer options; `enable -n @NAME@` makes @NAME@ the one in PATH.
complete -F _sigkit_@NAME@ @NAME@
