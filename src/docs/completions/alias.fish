
function __sigkit_@ALIAS@
    __sigkit_@NAME@ $argv
end
