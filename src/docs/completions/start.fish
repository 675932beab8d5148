
# Sets the completion of the one command that the file is named after: the others may be another
# package's.
set -l names @COMPLETED@
set -l file (string replace -r '^.*/' '' -- (status filename) | string replace -r '\.fish$' '')
contains -- "$file" $names; and set names $file
for name in $names
    complete -c $name -e
    complete -c $name -f -a "(__sigkit_$name (commandline -opc))"
end
