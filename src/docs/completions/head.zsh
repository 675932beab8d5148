#compdef @COMPLETED@
# zsh completion of @NAME@ and its commands, for zsh 5.8 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, install it as _@NAME@ in a directory that comes before zsh's own in fpath, and run
# compinit after that:
#   fpath=(~/.local/share/zsh/completions $fpath); autoload -U compinit; compinit
