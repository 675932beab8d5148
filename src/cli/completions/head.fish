# fish completion of @NAME@ (sigkit), for fish 3.0 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, install it as ~/.config/fish/completions/@NAME@.fish, which is read when it is needed, before fish's own.
