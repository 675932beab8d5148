
# zsh has a @NAME@ of its own, with fewer options; `disable @NAME@` makes @NAME@ the one in PATH.
_sigkit_@NAME@
