
# Sets the completions. A function that reads this file, such as bash-completion's, wants that of
# the one command that the file is named after: the others may be another package's.
@BUILTINS@__sigkit_start() {
    local IFS=' ' caller name=${BASH_SOURCE[1]##*/} names=(@COMPLETED@)
    name=${name%.bash}
    for caller in "${FUNCNAME[@]:1}"; do
        [[ $caller == @(source|main) || " ${names[*]} " != *" $name "* ]] || names=("$name")
    done
    for name in "${names[@]}"; do
        complete -F "_sigkit_$name" "$name"
    done
}
__sigkit_start
unset -f __sigkit_start
