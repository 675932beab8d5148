/*
 * Process trees for kill_tree.rs. The first argument says which; each says in lines on standard
 * output when it is ready.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void sleep_for_ever(void)
{
    for (;;)
        pause();
}

/*
 * Whether forkers block all signals while they fork, as posix_spawn does, and fork of musl and
 * bash.
 */
static int blocking;

/* Takes so many nanoseconds of the thread's own time. */
static void spin(long effort)
{
    struct timespec start, now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
    do
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    while ((now.tv_sec - start.tv_sec) * 1000000000L + now.tv_nsec - start.tv_nsec < effort);
}

static pid_t fork_as_told(void)
{
    sigset_t all, before;
    pid_t child;
    if (!blocking)
        return fork();
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    spin(200000);
    child = fork();
    spin(200000);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return child;
}

/*
 * A child each millisecond; every second one leaves the session. For half a second: a machine has
 * some 32,000 process IDs for all tests at once, and kill needs some hundredths of a second.
 */
static void *fork_on(void *unused)
{
    struct timespec millisecond = {0, 1000000};
    for (int count = 1; count <= 500; count++) {
        if (fork_as_told() == 0) {
            if (count % 2 == 0)
                setsid();
            sleep_for_ever();
        }
        if (count == 20 && write(1, "forking\n", 8) != 8)
            _exit(1);
        nanosleep(&millisecond, NULL);
    }
    sleep_for_ever();
    return unused;
}

/* Three forkers: one as it is, one in a session of its own, one that forks in a thread. */
static void forkers(void)
{
    pthread_t thread;
    if (fork() == 0)
        fork_on(NULL);
    if (fork() == 0) {
        setsid();
        fork_on(NULL);
    }
    if (fork() == 0) {
        pthread_create(&thread, NULL, fork_on, NULL);
        sleep_for_ever();
    }
}

/* A child each millisecond, all of one group. */
static void forker(void)
{
    struct timespec millisecond = {0, 1000000};
    for (int count = 1; count <= 500; count++) {
        if (fork() == 0)
            sleep_for_ever();
        if (count == 20 && write(1, "forking\n", 8) != 8)
            _exit(1);
        nanosleep(&millisecond, NULL);
    }
}

/* Each forks the next one, a millisecond later; all are of one group and ignore TERM. */
static void chain(void)
{
    struct timespec millisecond = {0, 1000000};
    signal(SIGTERM, SIG_IGN);
    for (int count = 1; count <= 500; count++) {
        nanosleep(&millisecond, NULL);
        if (fork() != 0)
            sleep_for_ever();
        if (count == 20 && write(1, "forking\n", 8) != 8)
            _exit(1);
    }
    sleep_for_ever();
}

/* Nobody's process, its child that is root's, and its child that is nobody's. */
static void users(void)
{
    pid_t child = fork();
    if (child == 0) {
        pid_t grandchild = fork();
        if (grandchild == 0) {
            if (setgid(65534) == 0 && setuid(65534) == 0)
                dprintf(1, "ready\n");
            sleep_for_ever();
        }
        dprintf(1, "%d %d\n", getpid(), grandchild);
        sleep_for_ever();
    }
    if (setgid(65534) == 0 && setuid(65534) == 0)
        dprintf(1, "ready\n");
}

/* A parent in uninterruptible sleep until its child, which sleeps, has ended. */
static void sleeping_in_vfork(void)
{
    pid_t child = fork();
    if (child == 0) {
        if (vfork() == 0) {
            dprintf(1, "ready\n");
            sleep_for_ever();
        }
        sleep_for_ever();
    }
}

/* A child that nobody needs to reap. */
static void reaped_at_once(void)
{
    signal(SIGCHLD, SIG_IGN);
    pid_t child = fork();
    if (child == 0)
        sleep_for_ever();
    dprintf(1, "%d\n", child);
}

/* Runs only on the first processor that this process may use. */
static int on_one_processor(void)
{
    cpu_set_t allowed, one;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return -1;
    CPU_ZERO(&one);
    for (int processor = 0; processor < CPU_SETSIZE; processor++)
        if (CPU_ISSET(processor, &allowed)) {
            CPU_SET(processor, &one);
            break;
        }
    return sched_setaffinity(0, sizeof one, &one);
}

/* Takes the processor to itself, but for what others get of it all the same. */
static void busy(void)
{
    if (on_one_processor() == 0 && write(1, "ready\n", 6) == 6)
        for (;;)
            ;
}

/*
 * Forks once, after a hundredth of a second of its own time with all signals blocked. It gets a
 * processor, which the busy one has, for a tick now and then, and so takes much longer on the
 * clock: a quarter of a second beside the busy one alone. kill waits for five seconds, in which 35
 * more that are busy may share the processor; with nice 19 eight would be too many.
 */
static void starved(void)
{
    sigset_t all;
    sigfillset(&all);
    if (on_one_processor() != 0 || nice(14) == -1)
        return;
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    if (write(1, "forking\n", 8) != 8)
        _exit(1);
    spin(10000000);
    fork();
    pthread_sigmask(SIG_UNBLOCK, &all, NULL);
}

int main(int count, char **words)
{
    const char *which = count > 1 ? words[1] : "";
    if (strcmp(which, "forkers") == 0)
        forkers();
    else if (strcmp(which, "forker") == 0)
        forker();
    else if (strcmp(which, "chain") == 0)
        chain();
    else if (strcmp(which, "blocking") == 0) {
        blocking = 1;
        forkers();
    } else if (strcmp(which, "busy") == 0)
        busy();
    else if (strcmp(which, "starved") == 0)
        starved();
    else if (strcmp(which, "users") == 0)
        users();
    else if (strcmp(which, "vfork") == 0)
        sleeping_in_vfork();
    else if (strcmp(which, "reaped") == 0)
        reaped_at_once();
    else
        return 1;
    sleep_for_ever();
}
