# bash completion of @NAME@ and its commands, for bash 5.0 and later. The package bash-completion
# is not needed.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, source it in ~/.bashrc; or, with bash-completion, install it as @NAME@.bash in
# ~/.local/share/bash-completion/completions, where it is read when it is needed, with links to it
# that are named after each of the other commands.
