
# The signals' names, in capitals and without SIG.
function __sigkit_signals -S
    begin
        command env sigkit kill $strict -l
        or command env kill $strict -l
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
function __sigkit_add_signals -S
    set -l prefix $argv[1]
    set -l typed (string sub -s (math 1 + (string length -- "$prefix")) -- "$argv[2]")
    test -z "$strict"; and string match -qir -- '^sig' "$typed"; and set prefix "$prefix"SIG
    __sigkit_signals | string replace -r -- '^' "$prefix"
end

# The terminals.
function __sigkit_terminals
    for file in /dev/pts/* /dev/tty* /dev/console
        string match -qr -- '^/dev/(pts/\d+|tty\d+|console)$' $file; and echo $file
    end
end

# Finds out whether the first word $argv[1] or the environment chooses strict mode. kill takes -s,
# -l and process IDs in it, and nothing else.
function __sigkit_choose_mode -S
    if contains -- "$argv[1]" --posix --posix=xsi
        set strict $argv[1]
    else if not string match -q -- '--posix=*' "$argv[1]"
        switch "$SIGKIT_POSIX"
            case 1
                set strict --posix
            case xsi
                set strict --posix=xsi
        end
    end
    test -n "$strict" -a "$operand" = target; or return
    set operand process
    set -l kept
    for row in $table
        set -l parts (string split -m 3 : -- $row)
        set -l names (string split ' ' -- $parts[1])
        if contains -- -s $names
            set -a kept "-s:choose:signal:$parts[4]"
        else if contains -- -l $names
            set -a kept "-l:decode::$parts[4]"
        else if contains -- --posix $names
            set -a kept $row
        end
    end
    set table $kept
end

# Sets `head` and `kind` for the last part of the value $argv[1], which is one of several signals,
# users or groups, or none of these.
function __sigkit_divide -S
    set -l slashes (string match -ar / -- "$argv[1]")
    if string match -q -- '*=*' "$argv[1]"; or test (math (count $slashes) % 2) = 1
        set kind free
    else
        # What may come next in the same word.
        switch $kind
            case conditions
                set following , =
            case signals-map
                set following :
            case signals-delay
                set following =
            case signals-schedule
                set following /
            case '*'
                set following ,
        end
        # The last part of a pair.
        string match -qr -- ':' "$argv[1]"; and set following
        set kind (string replace -r 's(-.*)?$' '' -- $kind)
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
    set -l following
    set -l strict
    set -e argv[1]
    __sigkit_choose_mode $argv[1]
    if test -n "$anywhere" -a "$operand" != name; and contains -- -- $argv
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
    if string match -qr -- '^(signals|conditions|users|groups)' "$kind"
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
            test -z "$chosen" -a "$operand" != signal -a "$strict" != --posix
            and __sigkit_add_signals - $word
        case signal condition
            begin
                __sigkit_add_signals "$head" "$word"
                test $kind = condition; and echo "$head"EXIT
            end | while read -l name
                echo $name
                # fish puts a blank after the only candidate, unless it ends so. A second one keeps
                # it from that, and shows how the word goes on.
                for mark in $following
                    echo $name$mark
                end
            end
        case process target terminal
            # fish looks for the word in the descriptions, too: good for a command's name, not for
            # an option.
            string match -q -- '-*' "$word"; or __sigkit_processes
            test $kind = terminal; and __sigkit_terminals
        case user
            __fish_complete_users | string replace -r -- '^' "$head"
        case name
            command cat /proc/*/comm 2>/dev/null | string replace -ra '[[:cntrl:]]' '?' | sort -u
        case group
            __fish_complete_groups | string replace -r -- '^' "$head"
        case tty
            string replace /dev/ "$head" -- /dev/pts/* /dev/tty*
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
