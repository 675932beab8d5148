
function __sigkit_@NAME@
    set -l operand free
    set -l chosen 1
    set -l anywhere
    set -l table \
        @ROWS@
    set -l summaries \
        @SUMMARIES@
    if set -q argv[2]; and contains -- $argv[2] @COMMANDS@
        __sigkit_$argv[2] $argv[2..-1]
        return
    end
    if not set -q argv[2]; and not string match -q -- '-*' (commandline -ct)
        string replace : \t $summaries
    else
        __sigkit_complete $argv
    end
end
