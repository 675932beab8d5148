
# The signals' names, in capitals and without SIG.
function __sigkit_signals
    begin
        command env sigkit kill -l
        or command env kill -l
    end 2>/dev/null | string split ' ' | string upper | string replace -r '^SIG' '' |
        string match -r '^[A-Z]\S*'
end

# The process IDs with their commands.
function __sigkit_processes
    set -l files /proc/*/comm
    if set -q files[1]
        command grep -H '' $files 2>/dev/null
    else
        command ps -A -o pid= -o comm=
    end | string replace -ra '[[:cntrl:]]' '?' |
        string replace -rf '^(?:/proc/|\s*)(\d+)(?:/comm:|\s+)' '$1\t'
end

# The signals after $argv[1], for the word $argv[2].
function __sigkit_add_signals
    set -l prefix $argv[1]
    set -l typed (string sub -s (math 1 + (string length -- "$prefix")) -- "$argv[2]")
    string match -qir -- '^sig' "$typed"; and set prefix "$prefix"SIG
    __sigkit_signals | string replace -r -- '^' "$prefix"
end

# Makes `head` end, and `kind` tell, where the last part of the value $argv[1] starts: one of
# several signals, or what is none.
function __sigkit_divide -S
    set -l slashes (string match -ar / -- "$argv[1]")
    if string match -q -- '*=*' "$argv[1]"; or test (math (count $slashes) % 2) = 1
        set kind free
    else
        set kind (string replace -r 's$' '' -- $kind)
        set head "$head"(string replace -r -- '[^,:/]*$' '' "$argv[1]")
    end
end

# Completes the word at the cursor, after the words $argv, the first of which names the command.
function __sigkit_complete -S
    set -l word (commandline -ct)
    set -l place 0
    set -l ended
    set -l values
    set -l head
    set -l attached
    set -l kind
    set -e argv[1]
    if test -n "$anywhere"; and contains -- -- $argv
        set -e argv[1..(contains -i -- -- $argv)]
        # The words of another command line.
        complete -C(string join ' ' -- (string escape -- $argv) "$word")
        return
    end
    for before in $argv
        if set -q values[1]
            set -e values[1]
        else if not set -q ended[1]
            __sigkit_read $before
        end
        set place (math $place + 1)
    end
    set head
    if set -q values[1]
        set kind $values[1]
    else if set -q ended[1]; or not string match -q -- '-*' "$word"
        set kind $operand
    else
        # What the word would do if it ended here must not count.
        set -l chosen $chosen
        set -l operand $operand
        set -l ended
        __sigkit_read $word
        set kind option
        set -q head[1]; and set kind $attached
    end
    if contains -- "$kind" signals conditions
        __sigkit_divide (string sub -s (math 1 + (string length -- "$head")) -- "$word")
    end
    switch "$kind"
        case option
            for row in $table
                set -l parts (string split -m 3 : -- $row)
                test "$parts[2]" = choose -a -n "$chosen"; and continue
                test "$parts[2]" = first -a $place -gt 0; and continue
                # fish would look for the word in the descriptions, too.
                for name in (string split ' ' -- $parts[1] | string match -i -- "*$word*")
                    printf '%s\t%s\n' $name $parts[4]
                end
            end
            test -z "$chosen" -a "$operand" != signal; and __sigkit_add_signals - $word
        case signal condition
            __sigkit_add_signals "$head" "$word"
            test $kind = condition; and echo "$head"EXIT
        case process
            # fish looks for the word in the descriptions, too: good for a command's name, not for
            # an option.
            string match -q -- '-*' "$word"; or __sigkit_processes
        case directory
            __fish_complete_directories (string replace -- "$head" '' "$word") '' |
                string replace -r -- '^' "$head"
        case file
            __fish_complete_path (string replace -- "$head" '' "$word") '' |
                string replace -r -- '^' "$head"
        case 'word,*'
            string split , -- $kind | string match -v word | string replace -r -- '^' "$head"
    end
end
