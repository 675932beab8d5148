# bash completion of @NAME@ (sigkit), for bash 5.0 and later. The package bash-completion is not needed.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, source it in ~/.bashrc; or, with bash-completion, install it as
# ~/.local/share/bash-completion/completions/@NAME@.bash, which is read when it is needed.
