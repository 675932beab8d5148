# fish completion of sigkit and its commands, for fish 3.0 and later.
# Generated from the declaration of the options: change that, not this file.
#
# To load it, link it as ~/.config/fish/completions/NAME.fish, which is read when NAME is completed,
# before fish's own, once for each NAME of:
#   kill sigtrap pgrep sigkit

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
            return
        else if test -n "$chosen" -a "$operand" != signal
            set ended 1
        else
            set chosen 1
        end
    else if string match -q -- '-?*' $word
        set -l name (string upper -- $word | string replace -r '^-(SIG)?' '')
        if test -z "$anywhere"; and contains -- $name (__sigkit_signals)
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

# Makes `head` end, and `kind` tell, where the last part of the value $argv[1] starts: one of
# several signals, users or groups, or what is none.
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
        '-s -n --signal:choose:signal:Send this signal instead of TERM: a name in any case, with or without SIG, or a number' \
        '-l --list:list:=signal:List the signal names, or convert each operand: a number or an exit status to a name, a name to a number, 0xMASK to names' \
        '-L --table:::List numbers and names: of all signals, or of each operand, which is as for -l' \
        '-t:::List numbers, names and descriptions: of all signals, or of each operand' \
        '--explain:list:=signal:Explain each operand, a signal, a number that tells how a process ended or a shell\'s message: what it means, does by default, who sends it, its number elsewhere' \
        '--target::word,linux/x86,linux/mips,linux/sparc,linux/alpha,linux/hppa,linux-musl/x86,linux-musl/mips,freebsd,macos,netbsd,openbsd,dragonfly,illumos,solaris,hurd,cygwin,qnx,aix,haiku,redox,list:With -l, -L, -t and --explain: the signals of another system, such as mips-linux-gnu or freebsd; --target list lists the known ones' \
        '-q --queue::free:Queue the signal with this integer, as sigqueue(3) does' \
        '--timeout::free signal:After the signal, wait so long and send SIGNAL to the processes that are still there; repeatable, in order' \
        '-k --kill-after --schedule::word,5s,TERM/5s/KILL:Send KILL so long after the signal to the processes that are still there; or choose the signals in one word, as TERM/5s/KILL' \
        '-w --wait::=free:Return when every target is gone; exit status 124 if some are left TIME after the last signal' \
        '--tree:::Signal each target and all its descendants, children first, while none of them can fork' \
        '--descendants:::Like --tree, but without the targets themselves' \
        '-p --pid:::Print the process IDs that the operands stand for and signal nobody' \
        '--inode:::With -p, print PID:INODE, an operand that never means another process' \
        '--full:::With -p, print the name and the arguments of each process, too' \
        '--dry-run:::Signal nobody; say what the signal would do to each process' \
        '-a --all:::Let a command name stand for the processes of all users, not only the caller\'s' \
        '-r --require-handler:::Signal only processes that have a handler for the signal, or take it by sigwait or signalfd' \
        '--group-of::process:Also signal the process group that this process is in; repeatable' \
        '--session-of::process:Also signal every process of the session that this process is in; repeatable' \
        '--foreground-of::terminal:Also signal the foreground process group of this process\'s terminal or of this terminal, which Ctrl-C would reach; repeatable' \
        '--pidfile::file:Also signal the process whose ID is the first line of this file; a file that others may write is refused; repeatable' \
        '--if-name::free:Signal only processes with exactly this command name' \
        '--if-user::user:Signal only processes with this real user ID, a name or a number' \
        '--started-before::free:Only processes that started before this time: @SECONDS, 2026-11-22T10:00:00 with or without a zone, or how long ago (10m)' \
        '--started-after::free:Only processes that started at this time or after it' \
        '--newer::free:Younger than TIME' \
        '--exe --if-exe::file:That execute this file' \
        '--cwd --if-cwd::directory:Whose working directory is this or below it' \
        '--port --if-port::free:That listen on one of these ports: 80, tcp/80,443 or udp/53' \
        '--cgroup --if-cgroup::free:In one of these control groups; PATH/ is all below it, too' \
        '--unit --if-unit::free:Of these systemd units: nginx is nginx.service' \
        '--container --if-container::free:In this container, by 4 digits of its ID or more' \
        '--uses --if-uses::file:That use this file: open, mapped, executed, as root or working directory' \
        '--mount:::With --uses: that use any file of its file system' \
        '--descendants-of --if-descendants-of::process:Descendants of these processes, of all levels' \
        '--catches::signals:That take one of these signals, by a handler, sigwait or signalfd' \
        '--ignores::signals:That ignore one of these signals' \
        '--blocks::signals:That block one of these signals in all threads' \
        '--rss::free:With at least so much resident memory, such as 500M; with -, at most' \
        '--no-zombies:::That have not ended' \
        '--own-ns:::In the own PID namespace, and in no container below it' \
        '-d --show-process-state::target:Show which signals are pending for a process, blocked, ignored and caught by it' \
        '--verbose:::Say which signal is sent to which process ID, and how the processes end that -k, --timeout and -w follow' \
        '--posix:first:=word,xsi:As the first word: accept only what POSIX.1-2024 promises, or with XSI; say what to write instead' \
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
        '-m --map::signals-map:Pass on the second signal for the first, or none (TERM:); repeatable' \
        '--delay::signals-delay:Pass a signal on so much later; repeatable' \
        '-k --kill-after::word,5s,TERM/5s/KILL:Send KILL so long after INT, QUIT or TERM was passed on, 0: never; with a slash, the same as --schedule' \
        '--schedule::signals-schedule:The same with any signals: TERM/5s/KILL' \
        '-t --timeout::free:Begin the schedule (or send TERM) after so long, and exit 124; 0: never' \
        '--preserve-status:::With -t: the exit status stays that of COMMAND' \
        '-f --forward:::Also pass on signals that have an action' \
        '-g --group:::Give COMMAND a process group of its own, and the terminal' \
        '--tree:::Pass signals on to COMMAND and all its descendants' \
        '-w --wait-all::=free:Stay until all descendants of COMMAND have ended' \
        '-r --reap:::Adopt and reap orphaned descendants (child subreaper)' \
        '--guard:::Pass on HUP, USR1, USR2, ALRM... only if COMMAND takes them, by a handler, sigwait or signalfd' \
        '--init:::As process 1 of a container: -r, -w and --guard' \
        '--die-with-parent::=signal:Send COMMAND TERM or SIGNAL when who started trap ends' \
        '-e --exit-code::=free:Exit with 128+S when killed by S, rather than die; with 0 for STATUS' \
        '--default::signals:Start COMMAND with the default effect of these signals, or of all' \
        '--ignore::signals:Start COMMAND with these signals ignored, or all; repeatable' \
        '--block::signals:Start COMMAND with these signals blocked, or all; repeatable' \
        '--unblock::signals:Start COMMAND with these signals not blocked, or all; repeatable' \
        '-v --verbose:::Say on standard error what is passed on and how COMMAND ends' \
        '--shell::file:Run actions by SHELL -c rather than sh -c' \
        '-p --print:list::Show the dispositions of all CONDITIONs, default ones too' \
        '-P --process:list:target:Show the dispositions of this process, or of all with this command name; repeatable' \
        '--table:list::Show one line for each signal, with pending and blocked ones' \
        '--json:list::Show the same as JSON' \
        '-a --all-threads:list::With -P: show what each thread blocks and has pending' \
        '-l --list:::List the signals, as kill -l' \
        '--posix:first:=word,xsi:As the first word: accept only the conditions that POSIX has, or XSI' \
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
        '-f --full:::Compare the pattern with the command line rather than the name' \
        '-x --exact:::The pattern must match the whole of it' \
        '-i --ignore-case:::Do not tell upper case from lower case' \
        '--literal:::The pattern is text, whatever its characters mean in expressions' \
        '--name --if-name::free:Instead of a pattern: processes with exactly this name; repeatable' \
        '-v --inverse:::The other processes: those for which not all of it holds' \
        '-n --newest:::Of all these, the one that started last' \
        '-o --oldest:::Of all these, the one that started first' \
        '-u --euid::users:With this effective user, a name or a number' \
        '-U --uid --if-user::users:With this real user' \
        '-G --group::groups:With this real group, a name or a number' \
        '-p --pid::process:With one of these process IDs, or PID:INODE' \
        '-P --parent::process:Whose parent is one of these' \
        '-g --pgroup::free:In one of these process groups; 0 is the own' \
        '-s --session::free:In one of these sessions; 0 is the own' \
        '-t --terminal::tty:Controlled by one of these terminals, such as pts/0; - is none' \
        '-r --runstates::word,D,R,S,T,t,Z,I:In one of these states: D, R, S, T, Z and so on' \
        '--no-zombies:::That have not ended' \
        '-O --older::free:As old as TIME or older: seconds, or 10m, 2h, 1d' \
        '--newer::free:Younger than TIME' \
        '--started-before::free:Only processes that started before this time: @SECONDS, 2026-11-22T10:00:00 with or without a zone, or how long ago (10m)' \
        '--started-after::free:Only processes that started at this time or after it' \
        '--exe --if-exe::file:That execute this file' \
        '--cwd --if-cwd::directory:Whose working directory is this or below it' \
        '--port --if-port::free:That listen on one of these ports: 80, tcp/80,443 or udp/53' \
        '--rss::free:With at least so much resident memory, such as 500M; with -, at most' \
        '--env::free:That were started with this variable, or with this value of it; repeatable' \
        '--cgroup --if-cgroup::free:In one of these control groups; PATH/ is all below it, too' \
        '--unit --if-unit::free:Of these systemd units: nginx is nginx.service' \
        '--container --if-container::free:In this container, by 4 digits of its ID or more' \
        '--uses --if-uses::file:That use this file: open, mapped, executed, as root or working directory' \
        '--mount:::With --uses: that use any file of its file system' \
        '--descendants-of --if-descendants-of::process:Descendants of these processes, of all levels' \
        '--catches::signals:That take one of these signals, by a handler, sigwait or signalfd' \
        '--ignores::signals:That ignore one of these signals' \
        '--blocks::signals:That block one of these signals in all threads' \
        '--ns::process:In the namespaces of this process' \
        '--nslist::word,cgroup,ipc,mnt,net,pid,time,user,uts:With --ns: only these of cgroup, ipc, mnt, net, pid, time, user, uts' \
        '--own-ns:::In the own PID namespace, and in no container below it' \
        '-F --pidfile::file:With the process ID that is the first word of this file; - is standard input' \
        '-L --logpidfile:::With -F: only if a process has locked the file' \
        '-H --require-handler:::That have a handler for the signal of --signal, or for TERM' \
        '--signal::signal:With -H: which signal' \
        '-A --ignore-ancestors:::Leave out the own ancestors, which -f does by itself' \
        '--with-ancestors:::With -f: do not leave them out' \
        '--tree:::Print all descendants of these processes, too' \
        '-w --lightweight:::Threads as well, each by its own name' \
        '-l --list-name:::Print the name behind the ID' \
        '-a --list-full:::Print the command line behind the ID' \
        '--inode:::Print PID:INODE, which never means another process; kill and -p take it' \
        '-Q --shell-quote:::With -l and -a: quote what is printed for a shell' \
        '-d --delimiter::free:Print this between two processes instead of a newline' \
        '-c --count:::Print only how many there are' \
        '-q --quiet:::Print nothing; the exit status says whether there are any' \
        '--sort::word,pid,start,rss,name,-pid,-start,-rss,-name:In the order of pid, start, rss or name; with - in front, the other way round' \
        '--json:::Print what is known of each process as JSON' \
        '--posix:::As the first word: no options behind the pattern' \
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
        '--install::directory:Link commands in DIR to sigkit, those that are named behind it or all but pgrep; keep existing files' \
        '--uninstall::directory:Remove the links in DIR that lead to sigkit' \
        '--force:::With --install: replace existing files' \
        '-h --help:::Print this help' \
        '-V --version:::Print the version'
    set -l summaries \
        'kill:send signals to processes, list signals, decode exit statuses' \
        'trap:run a program under declared signal dispositions, show dispositions' \
        'sigtrap:run a program under declared signal dispositions, show dispositions' \
        'pgrep:print the IDs of processes that are chosen by what they are'
    if set -q argv[2]; and contains -- $argv[2] kill trap sigtrap pgrep
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
set -l names kill sigtrap pgrep sigkit
set -l file (string replace -r '^.*/' '' -- (status filename) | string replace -r '\.fish$' '')
contains -- "$file" $names; and set names $file
for name in $names
    complete -c $name -e
    complete -c $name -f -a "(__sigkit_$name (commandline -opc))"
end
