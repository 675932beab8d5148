
function __sigkit_@NAME@
    set -l operand @OPERAND@
    set -l chosen '@CHOSEN@'
    set -l anywhere '@ANYWHERE@'
    set -l table \
        @ROWS@
    __sigkit_complete $argv
end
