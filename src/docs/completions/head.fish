# fish completion of @NAME@ and its commands, for fish 3.0 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, link it as ~/.config/fish/completions/NAME.fish, which is read when NAME is completed,
# before fish's own, once for each NAME of:
#   @COMPLETED@
