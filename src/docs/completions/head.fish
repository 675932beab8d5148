# fish completion of @NAME@ and its commands, for fish 3.0 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, install it as @NAME@.fish in ~/.config/fish/completions, where it is read when it is
# needed, before fish's own, with links to it that are named after each of the other commands.
