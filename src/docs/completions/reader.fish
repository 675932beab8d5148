# Takes over what the option $argv[1] does to the words after it. A unique start of a long name is
# enough.
function __sigkit_option -S
    for exact in yes no
        for row in $table
            set -l parts (string split -m 3 : -- $row)
            set -l names (string split ' ' -- $parts[1])
            if test $exact = yes
                contains -- $argv[1] $names; or continue
            else
                string match -q -- '--?*' $argv[1]
                and string match -q -- "$argv[1]*" $names
                or continue
            end
            test "$parts[2]" = first -a $place -gt 0; and continue
            switch "$parts[2]"
                case choose
                    set chosen 1
                case list
                    set operand signal
                case decode
                    set operand free
            end
            set values (string split ' ' -- $parts[3])
            # An empty text splits into one empty word.
            test -n "$values"; or set values
            return 0
        end
    end
    return 1
end

# Reads a word where options may stand.
function __sigkit_read -S
    set -l word $argv[1]
    set -l letters (string sub -s 2 -- $word | string split '')
    set head
    set attached
    set values
    if test "$word" = --
        set ended 1
    else if string match -q -- '--*' $word
        set -l parts (string split -m 1 = -- $word)
        if __sigkit_option $parts[1]; and set -q parts[2]
            set head $parts[1]=
        end
    else if string match -qr -- '^-[0-9]' $word
        if test -n "$anywhere"
            set chosen 1
        else if test -n "$chosen" -a "$operand" != signal
            set ended 1
        else
            set chosen 1
        end
    else if string match -q -- '-?*' $word
        set -l name (string upper -- $word | string replace -r '^-(SIG)?' '')
        if test -z "$anywhere" -o -z "$chosen"; and contains -- $name (__sigkit_signals)
            set chosen 1
            return
        end
        while set -q letters[1]; and not set -q values[1]
            # What is no option is a signal's name that is not listed, or a mistake.
            if not __sigkit_option -$letters[1]
                set chosen 1
                return
            end
            set -e letters[1]
        end
        if set -q letters[1]
            test "$letters[1]" = =; and set -e letters[1]
            set head (string sub -l (math (string length -- $word) - (count $letters)) -- $word)
        end
    else if test -z "$anywhere"
        set ended 1
    else if test "$operand" = action
        set operand condition
    end
    if set -q head[1]
        set attached (string replace -r '^=' '' -- "$values[1]")
        set -e values[1]
    else if string match -q -- '=*' "$values[1]"
        set values
    end
end
