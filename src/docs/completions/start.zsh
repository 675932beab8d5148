
@BUILTINS@(( $+functions[_sigkit_$service] )) && _sigkit_$service
