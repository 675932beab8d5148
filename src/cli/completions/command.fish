
function __sigkit_@NAME@
    set -l operand process
    set -l chosen '@CHOSEN@'
    set -l table \
        @ROWS@
    __sigkit_complete $argv
end
