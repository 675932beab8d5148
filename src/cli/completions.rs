//! Completions for bash, zsh and fish, generated from the declarations.
