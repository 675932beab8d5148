# bash completion of @NAME@ and its commands, for bash 5.0 and later. The package bash-completion
# is not needed.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, source it in ~/.bashrc; or, with bash-completion, link it as
# ~/.local/share/bash-completion/completions/NAME.bash, which is read when NAME is completed, once
# for each NAME of:
#   @COMPLETED@
