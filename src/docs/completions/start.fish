
complete -c @NAME@ -e
complete -c @NAME@ -f -a '(__sigkit_@NAME@ (commandline -opc))'
