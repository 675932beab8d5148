# fish completion of sigkit and its commands, for fish 3.0 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, link it as ~/.config/fish/completions/NAME.fish, which is read when NAME is completed,
# before fish's own, once for each NAME of:
#   kill sigtrap pgrep pkill pidwait pidof killall sigkit

# A command line is read here as the command itself reads it. The functions share these variables of
# their callers:
#
#   table     the options, as NAMES:EFFECT:VALUES:DESCRIPTION. EFFECT: choose (a signal, only once),
#             list (the operands are signals then), first (only as the first word). VALUES: what the
#             next words are; =KIND must be attached.
#   operand   what the operands are; after an action, conditions; of a name, -- ends the options
#   chosen    not empty: no signal can be chosen, or one is
#   anywhere  not empty: options stand anywhere before --, and a command line after it
#   ended     not empty: no options any more
#   values    what the next words are, as values of the last option
#   place     the number of words before the one that is read
#   head      the part of the word that comes before an attached value, and before the last signal
#             of several
#   unfinished  not empty: more may follow in the same word
#   attached  what the attached value is
#   strict    --posix or --posix=xsi in strict mode

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

function __sigkit_kill
    set -l operand target
    set -l chosen ''
    set -l anywhere ''
    set -l table \
        '-s -n --signal:choose:signal:Send SIGNAL, a name or a number, instead of TERM' \
        '-l --list:list:=signal:List signal names, or convert each operand' \
        '-L --table:::List numbers and names' \
        '-t:::List numbers, names and descriptions' \
        '--explain:list:=signal:Explain a signal, a status or a shell\'s message' \
        '--target::word,linux/x86,linux/mips,linux/sparc,linux/alpha,linux/hppa,linux-musl/x86,linux-musl/mips,freebsd,macos,netbsd,openbsd,dragonfly,illumos,solaris,hurd,cygwin,qnx,aix,haiku,redox,list:Use another system\'s signals; list shows all' \
        '-q --queue::free:Queue the signal with an integer, as sigqueue(3)' \
        '--timeout::free signal:Send SIGNAL if a target still exists TIME later' \
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL TIME later' \
        '-w --wait::=free:Return when every target has ended, or after TIME' \
        '--tree:::Signal each target and all its descendants' \
        '--descendants:::Like --tree, without the targets themselves' \
        '-p --pid:::Print process IDs, send nothing' \
        '--inode:::With -p, print PID:INODE' \
        '--full:::With -p, print names and arguments too' \
        '--dry-run:::Print what the signal would do, send nothing' \
        '-a --all:::Let NAME mean processes of every user' \
        '-r --require-handler:::Only processes that take the signal' \
        '--group-of::process:Signal the process group of this process' \
        '--session-of::process:Signal every process of the session of this one' \
        '--foreground-of::terminal:Signal the group that Ctrl-C would reach' \
        '--pidfile::file:Signal the process whose ID FILE holds' \
        '--if-name::free:Only processes with exactly this command name' \
        '--if-user::user:Only processes with this real user ID' \
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago' \
        '--started-after::free:Started at TIME or after it' \
        '--newer::free:Younger than TIME' \
        '--exe --if-exe::file:Executes this file' \
        '--cwd --if-cwd::directory:Works in this directory or below it' \
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53' \
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it' \
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service' \
        '--container --if-container::free:Is in this container: 4 digits of the ID or more' \
        '--uses --if-uses::file:Uses this file, or has it as a directory' \
        '--mount:::With --uses: any file of the file system' \
        '--descendants-of --if-descendants-of::process:Descends from this process' \
        '--catches::signals:Takes one of these signals' \
        '--ignores::signals:Ignores one of these signals' \
        '--blocks::signals:Blocks one of these signals in all threads' \
        '--rss::free:Resident memory, such as 500M; with -, at most' \
        '--no-zombies:::Only processes that have not ended' \
        '--own-ns:::In the caller\'s PID namespace, no container' \
        '-d --show-process-state::target:Show a process\'s blocked and caught signals' \
        '--verbose:::Print which signal is sent to which process ID' \
        '--posix:first:=word,xsi:First word: accept only what POSIX.1-2024 has' \
        '-h --help:::Print this help' \
        '-V -v --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_sigtrap
    set -l operand action
    set -l chosen '1'
    set -l anywhere '1'
    set -l table \
        '--on::conditions:Do ACTION on these conditions; repeatable' \
        '-m --map::signals-map:Pass on another signal, or none (TERM:)' \
        '--delay::signals-delay:Pass the signal on TIME later; repeatable' \
        '-k --kill-after::word,5s,TERM/5s/KILL:Send KILL TIME after INT, QUIT, TERM' \
        '--schedule::signals-schedule:Send these in turn' \
        '-t --timeout::free:End COMMAND after TIME, and exit with 124' \
        '--preserve-status:::With -t: keep the exit status of COMMAND' \
        '-f --forward:::Pass on signals that have an action, too' \
        '-g --group:::Run COMMAND in its own process group' \
        '--tree:::Pass signals on to all descendants' \
        '-w --wait-all::=free:Wait for all descendants of COMMAND' \
        '-r --reap:::Adopt and reap orphaned descendants' \
        '--guard:::Drop signals that would end COMMAND by accident' \
        '--init:::For PID 1 of a container: -r, -w and --guard' \
        '--die-with-parent::=signal:Send TERM when the parent ends' \
        '-e --exit-code::=free:Exit with 128+S; with 0 for a STATUS' \
        '--default::signals:Start COMMAND with default dispositions' \
        '--ignore::signals:Start COMMAND with these signals ignored' \
        '--block::signals:Start COMMAND with these signals blocked' \
        '--unblock::signals:Start COMMAND with these signals unblocked' \
        '-v --verbose:::Report what is passed on, and how COMMAND ends' \
        '--shell::file:Run actions with SHELL -c, not sh -c' \
        '-p --print:list::Show default dispositions too' \
        '-P --process:list:target:Show the dispositions of this process' \
        '--table:list::Show a table, with blocked and pending signals' \
        '--json:list::Show the same as JSON' \
        '-a --all-threads:list::With -P: show each thread' \
        '-l --list:::List the names of the signals' \
        '--posix:first:=word,xsi:First word: accept only POSIX conditions' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_trap
    __sigkit_sigtrap $argv
end

function __sigkit_pgrep
    set -l operand name
    set -l chosen '1'
    set -l anywhere '1'
    set -l table \
        '-f --full:::Match the whole command line, not the name' \
        '-x --exact:::The pattern must match the whole text' \
        '-i --ignore-case:::Ignore the case of ASCII letters' \
        '--literal:::Take the pattern as plain text' \
        '--name --if-name::free:Match exactly this name, not a pattern' \
        '-v --inverse:::Print all other processes' \
        '-n --newest:::Only the process that started last' \
        '-o --oldest:::Only the process that started first' \
        '-u --euid::users:Effective user, a name or a number' \
        '-U --uid --if-user::users:Real user, a name or a number' \
        '-G --group::groups:Real group, a name or a number' \
        '-p --pid::process:Process ID, or PID:INODE' \
        '-P --parent::process:Process ID of the parent' \
        '-g --pgroup::free:Process group; 0 is the caller\'s own' \
        '-s --session::free:Session; 0 is the caller\'s own' \
        '-t --terminal::tty:Controlling terminal, such as pts/0; - is none' \
        '-r --runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z' \
        '--no-zombies:::Only processes that have not ended' \
        '-O --older::free:TIME old or older: seconds, or 10m, 2h, 1d' \
        '--newer::free:Younger than TIME' \
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago' \
        '--started-after::free:Started at TIME or after it' \
        '--exe --if-exe::file:Executes this file' \
        '--cwd --if-cwd::directory:Works in this directory or below it' \
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53' \
        '--rss::free:Resident memory, such as 500M; with -, at most' \
        '--env::free:Was started with this environment variable' \
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it' \
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service' \
        '--container --if-container::free:Is in this container: 4 digits of the ID or more' \
        '--uses --if-uses::file:Uses this file, or has it as a directory' \
        '--mount:::With --uses: any file of the file system' \
        '--descendants-of --if-descendants-of::process:Descends from this process' \
        '--catches::signals:Takes one of these signals' \
        '--ignores::signals:Ignores one of these signals' \
        '--blocks::signals:Blocks one of these signals in all threads' \
        '--ns::process:Shares all namespaces with this process' \
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: compare only these namespaces' \
        '--own-ns:::In the caller\'s PID namespace, no container' \
        '-F --pidfile::file:Process ID in FILE; - is standard input' \
        '-L --logpidfile:::With -F, only if a process has locked FILE' \
        '-H --require-handler:::Takes the signal of --signal, or TERM' \
        '--signal::signal:With -H: the signal' \
        '-A --ignore-ancestors:::Leave out pgrep\'s ancestors, as -f does' \
        '--with-ancestors:::With -f: print pgrep\'s ancestors too' \
        '--tree:::Print all their descendants too' \
        '--forest:::On a terminal, draw them as a tree' \
        '-w --lightweight:::Print threads too, each by its own name' \
        '-l --list-name:::Print the name after the ID' \
        '-a --list-full:::Print the command line after the ID' \
        '--inode:::Print PID:INODE, which kill takes' \
        '-Q --shell-quote:::With -l and -a: quote for a shell' \
        '-d --delimiter::free:Print TEXT between processes, not a newline' \
        '-c --count:::Print the number of processes' \
        '-q --quiet:::Print nothing; see the exit status' \
        '--sort::word,pid,start,rss,name,-pid,-start,-rss,-name:Sort by pid, start, rss or name; -KEY reverses' \
        '--json:::Print all that is known as JSON' \
        '--posix:::First word: no options after the pattern' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_pkill
    set -l operand name
    set -l chosen ''
    set -l anywhere '1'
    set -l table \
        '--signal:choose:signal:Send SIGNAL, a name or a number, instead of TERM' \
        '-f --full:::Match the whole command line, not the name' \
        '-x --exact:::The pattern must match the whole text' \
        '-i --ignore-case:::Ignore the case of ASCII letters' \
        '--literal:::Take the pattern as plain text' \
        '--name --if-name::free:Match exactly this name, not a pattern' \
        '--inverse:::The processes that do not fit' \
        '-n --newest:::Only the process that started last' \
        '-o --oldest:::Only the process that started first' \
        '-u --euid::users:Effective user, a name or a number' \
        '-U --uid --if-user::users:Real user, a name or a number' \
        '-G --group::groups:Real group, a name or a number' \
        '-p --pid::process:Process ID, or PID:INODE' \
        '-P --parent::process:Process ID of the parent' \
        '-g --pgroup::free:Process group; 0 is the caller\'s own' \
        '-s --session::free:Session; 0 is the caller\'s own' \
        '-t --terminal::tty:Controlling terminal, such as pts/0; - is none' \
        '-r --runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z' \
        '--no-zombies:::Only processes that have not ended' \
        '-O --older::free:TIME old or older: seconds, or 10m, 2h, 1d' \
        '--newer::free:Younger than TIME' \
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago' \
        '--started-after::free:Started at TIME or after it' \
        '--exe --if-exe::file:Executes this file' \
        '--cwd --if-cwd::directory:Works in this directory or below it' \
        '--rss::free:Resident memory, such as 500M; with -, at most' \
        '--env::free:Was started with this environment variable' \
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it' \
        '--ns::process:Shares all namespaces with this process' \
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: compare only these namespaces' \
        '--own-ns:::In the caller\'s PID namespace, no container' \
        '-F --pidfile::file:The process whose ID FILE holds' \
        '-L --logpidfile:::With -F, only if a process has locked FILE' \
        '-H --require-handler:::Takes the signal of --signal, or TERM' \
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53' \
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service' \
        '--container --if-container::free:Is in this container: 4 digits of the ID or more' \
        '--uses --if-uses::file:Uses this file, or has it as a directory' \
        '--mount:::With --uses: any file of the file system' \
        '--descendants-of --if-descendants-of::process:Descends from this process' \
        '--catches::signals:Takes one of these signals' \
        '--ignores::signals:Ignores one of these signals' \
        '--blocks::signals:Blocks one of these signals in all threads' \
        '-A --ignore-ancestors:::Leave out pgrep\'s ancestors, as -f does' \
        '--with-ancestors:::With -f: print pgrep\'s ancestors too' \
        '-e --echo:::Print the name of each signalled process' \
        '-c --count:::Print how many processes fit' \
        '-q --queue::free:Queue the signal with an integer, as sigqueue(3)' \
        '-m --mrelease:::After KILL, release the memory at once' \
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL TIME later' \
        '--timeout::free signal:Send SIGNAL if a target still exists TIME later' \
        '--wait::=free:Return when all have ended, or after TIME' \
        '--tree:::Signal each target and all its descendants' \
        '--descendants:::Like --tree, without the targets themselves' \
        '--dry-run:::Print what the signal would do, send nothing' \
        '--json:::With --dry-run, print JSON' \
        '-I --confirm:::Show what would happen, and ask once' \
        '--strict:::Refuse processes of different names' \
        '--verbose:::Print which signal is sent to which process ID' \
        '-l --list:::Alone, list the names of the signals' \
        '--posix:::First word: no options after the pattern' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_pidwait
    set -l operand name
    set -l chosen '1'
    set -l anywhere '1'
    set -l table \
        '-f --full:::Match the whole command line, not the name' \
        '-x --exact:::The pattern must match the whole text' \
        '-i --ignore-case:::Ignore the case of ASCII letters' \
        '--literal:::Take the pattern as plain text' \
        '--name --if-name::free:Match exactly this name, not a pattern' \
        '--inverse:::The processes that do not fit' \
        '-n --newest:::Only the process that started last' \
        '-o --oldest:::Only the process that started first' \
        '-u --euid::users:Effective user, a name or a number' \
        '-U --uid --if-user::users:Real user, a name or a number' \
        '-G --group::groups:Real group, a name or a number' \
        '-p --pid::process:Process ID, or PID:INODE' \
        '-P --parent::process:Process ID of the parent' \
        '-g --pgroup::free:Process group; 0 is the caller\'s own' \
        '-s --session::free:Session; 0 is the caller\'s own' \
        '-t --terminal::tty:Controlling terminal, such as pts/0; - is none' \
        '-r --runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z' \
        '--no-zombies:::Only processes that have not ended' \
        '-O --older::free:TIME old or older: seconds, or 10m, 2h, 1d' \
        '--newer::free:Younger than TIME' \
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago' \
        '--started-after::free:Started at TIME or after it' \
        '--exe --if-exe::file:Executes this file' \
        '--cwd --if-cwd::directory:Works in this directory or below it' \
        '--rss::free:Resident memory, such as 500M; with -, at most' \
        '--env::free:Was started with this environment variable' \
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it' \
        '--ns::process:Shares all namespaces with this process' \
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: compare only these namespaces' \
        '--own-ns:::In the caller\'s PID namespace, no container' \
        '-F --pidfile::file:The process whose ID FILE holds' \
        '-L --logpidfile:::With -F, only if a process has locked FILE' \
        '-H --require-handler:::Takes the signal of --signal, or TERM' \
        '--signal::signal:With -H: the signal' \
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53' \
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service' \
        '--container --if-container::free:Is in this container: 4 digits of the ID or more' \
        '--uses --if-uses::file:Uses this file, or has it as a directory' \
        '--mount:::With --uses: any file of the file system' \
        '--descendants-of --if-descendants-of::process:Descends from this process' \
        '--catches::signals:Takes one of these signals' \
        '--ignores::signals:Ignores one of these signals' \
        '--blocks::signals:Blocks one of these signals in all threads' \
        '-A --ignore-ancestors:::Leave out pgrep\'s ancestors, as -f does' \
        '--with-ancestors:::With -f: print pgrep\'s ancestors too' \
        '--timeout::free:Wait TIME at most; status 124 if some are left' \
        '--any:::Return as soon as one of them has ended' \
        '-e --echo:::Print the name of each process' \
        '-c --count:::Print how many processes fit, then wait' \
        '--dry-run:::Print which processes fit, do not wait' \
        '--json:::With --dry-run, print JSON' \
        '--posix:::First word: no options after the pattern' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_pidof
    set -l operand name
    set -l chosen '1'
    set -l anywhere '1'
    set -l table \
        '-s --single-shot:::Print only the first process of each NAME' \
        '-o --omit-pid::process:Omit these processes; %PPID is pidof\'s parent' \
        '-x --scripts:::Find scripts that begin with #! too' \
        '-w --with-workers:::Find kernel threads and zombies too' \
        '-z --zombies:::Find zombies too' \
        '-c --check-root:::As root: has pidof\'s root directory' \
        '-t --lightweight:::Print the IDs of all threads' \
        '-S -d --separator::free:Print TEXT between processes, not a blank' \
        '-q --quiet:::Print nothing; see the exit status' \
        '--sort::word,pid,start,rss,name,-pid,-start,-rss,-name:Sort by pid, start, rss or name; -KEY reverses' \
        '--json:::Print all that is known as JSON' \
        '--exe --if-exe::file:Executes this file' \
        '--cwd --if-cwd::directory:Works in this directory or below it' \
        '--older::free:TIME old or older: seconds, or 10m, 2h, 1d' \
        '--newer::free:Younger than TIME' \
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago' \
        '--started-after::free:Started at TIME or after it' \
        '--rss::free:Resident memory, such as 500M; with -, at most' \
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it' \
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service' \
        '--container --if-container::free:Is in this container: 4 digits of the ID or more' \
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53' \
        '--uses --if-uses::file:Uses this file, or has it as a directory' \
        '--mount:::With --uses: any file of the file system' \
        '--descendants-of --if-descendants-of::process:Descends from this process' \
        '--catches::signals:Takes one of these signals' \
        '--ignores::signals:Ignores one of these signals' \
        '--blocks::signals:Blocks one of these signals in all threads' \
        '--no-zombies:::Only processes that have not ended' \
        '--own-ns:::In the caller\'s PID namespace, no container' \
        '-n -m:::Ignored; sysvinit\'s pidof has them' \
        '--posix:::First word: no options after a NAME' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_killall
    set -l operand name
    set -l chosen ''
    set -l anywhere '1'
    set -l table \
        '-s --signal:choose:signal:Send SIGNAL, a name or a number, instead of TERM' \
        '-r --regexp:::Each NAME is an extended regular expression' \
        '--literal:::Take the pattern as plain text' \
        '-I --ignore-case:::Ignore the case of ASCII letters' \
        '-e --exact:::Compare long names in full, as always' \
        '-u --user --uid --if-user::users:Real user, a name or a number' \
        '-Z --context::free:Security context, a regular expression' \
        '-o --older-than::free:TIME old or older: 30s, 10m, 2h, 1d, 1w, 1M' \
        '-y --younger-than::free:Younger than TIME' \
        '-n --ns::process:In the PID namespace of this process' \
        '--own-ns:::In the caller\'s PID namespace, no container' \
        '--euid::users:Effective user, a name or a number' \
        '--group::groups:Real group, a name or a number' \
        '--pid::process:Process ID, or PID:INODE' \
        '--parent::process:Process ID of the parent' \
        '--pgroup::free:Process group; 0 is the caller\'s own' \
        '--session::free:Session; 0 is the caller\'s own' \
        '--terminal::tty:Controlling terminal, such as pts/0; - is none' \
        '--runstates::word,D,R,S,T,t,Z,I:State, a letter such as D, R, S, T or Z' \
        '--no-zombies:::Only processes that have not ended' \
        '--newer::free:Younger than TIME' \
        '--started-before::free:Started before TIME: @SECONDS, a date, or 10m ago' \
        '--started-after::free:Started at TIME or after it' \
        '--exe --if-exe::file:Executes this file' \
        '--cwd --if-cwd::directory:Works in this directory or below it' \
        '--rss::free:Resident memory, such as 500M; with -, at most' \
        '--env::free:Was started with this environment variable' \
        '--cgroup --if-cgroup::free:Control group; PATH/ includes all below it' \
        '--unit --if-unit::free:Belongs to a systemd unit; nginx is nginx.service' \
        '--container --if-container::free:Is in this container: 4 digits of the ID or more' \
        '--port --if-port::free:Listens on a port: 80, tcp/80,443, udp/53' \
        '--uses --if-uses::file:Uses this file, or has it as a directory' \
        '--mount:::With --uses: any file of the file system' \
        '--descendants-of --if-descendants-of::process:Descends from this process' \
        '--require-handler:::Takes the signal of --signal, or TERM' \
        '--catches::signals:Takes one of these signals' \
        '--ignores::signals:Ignores one of these signals' \
        '--blocks::signals:Blocks one of these signals in all threads' \
        '-g --process-group:::Signal the process group of each process, once' \
        '--tree:::Signal each target and all its descendants' \
        '--descendants:::Like --tree, without the targets themselves' \
        '-w:::Return when all have ended' \
        '--wait::=free:Return when all have ended, or after TIME' \
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL TIME later' \
        '--timeout::free signal:Send SIGNAL if a target still exists TIME later' \
        '-i --interactive:::Ask for each process' \
        '--confirm:::Show what would happen, and ask once' \
        '--dry-run:::Print what the signal would do, send nothing' \
        '--json:::With --dry-run, print JSON' \
        '--strict:::Refuse processes of different names' \
        '-q --quiet:::Do not complain about names of no process' \
        '-v:::Report each signalled process' \
        '--verbose:::-v, and which signal is sent to which process ID' \
        '-l --list:::List the names of the signals' \
        '--posix:::First word: no options after the first NAME' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_lint
    set -l operand file
    set -l chosen '1'
    set -l anywhere '1'
    set -l table \
        '-s --shell::word,sh,dash,bash,ksh,mksh,yash,zsh,posh,busybox:Read scripts as NAME does: sh, dash, bash, ...' \
        '--for::word,sh,dash,bash,ksh,mksh,yash,zsh,posh,busybox:Shells that must run the script: dash,zsh; all' \
        '--stdin-filename::file:The name of standard input' \
        '--no-ignore:::Also files that git ignores' \
        '-j --jobs::free:Files at a time (as many as processors)' \
        '--posix:first:=word,xsi:Report what POSIX does not promise, too' \
        '--pedantic:::Report rules of style, too' \
        '--select::free:Only these rules: SIG104,SIG2,trap-case' \
        '--ignore::free:Not these rules' \
        '--severity::word,error,warning,info,style:error, warning, info (default) or style' \
        '--explain::free:Print the page of a rule' \
        '--list-rules:::Print a line for each rule; with -f json: JSON' \
        '--fix:::Write the safe fixes into the files' \
        '--diff:::Print the fixes as a diff, and write nothing' \
        '--unsafe-fixes:::Also fixes that may change what a script does' \
        '-f --format::word,text,gcc,json,sarif,github,gitlab:text, gcc, json, sarif, github or gitlab' \
        '--color::word,auto,always,never:auto, always or never' \
        '-q --quiet:::No report; the exit status is the answer' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    __sigkit_complete $argv
end

function __sigkit_sigkit
    set -l operand free
    set -l chosen 1
    set -l anywhere
    set -l table \
        '--list:::Print the names of the commands, one a line' \
        '--install::directory:Link commands in DIR (kill and trap); keep files' \
        '--uninstall::directory:Remove the links in DIR that lead to sigkit' \
        '--force:::With --install: replace existing files' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    set -l summaries \
        'kill:send signals to processes, list signals, decode exit statuses' \
        'trap:run a program under declared signal dispositions, show dispositions' \
        'sigtrap:run a program under declared signal dispositions, show dispositions' \
        'pgrep:print the IDs of processes that are chosen by what they are' \
        'pkill:signal processes that are chosen by what they are' \
        'pidwait:wait for processes that are chosen by what they are' \
        'pidof:print the IDs of the processes that run a program' \
        'killall:signal processes by their names' \
        'lint:find and mend wrong signal handling in shell scripts'
    if set -q argv[2]; and contains -- $argv[2] kill trap sigtrap pgrep pkill pidwait pidof killall lint
        __sigkit_$argv[2] $argv[2..-1]
        return
    end
    if not set -q argv[2]; and not string match -q -- '-*' (commandline -ct)
        string replace : \t $summaries
    else
        __sigkit_complete $argv
    end
end

# Sets the completion of the one command that the file is named after: the others may be another
# package's.
set -l names kill sigtrap pgrep pkill pidwait pidof killall sigkit
set -l file (string replace -r '^.*/' '' -- (status filename) | string replace -r '\.fish$' '')
contains -- "$file" $names; and set names $file
for name in $names
    complete -c $name -e
    complete -c $name -f -a "(__sigkit_$name (commandline -opc))"
end
