/*
 * The program that wrappers run in the tests: it tells of itself in the FIFO that LOG names, a line
 * at a time, each in one write, and never on the terminal. System calls are bare where libc keeps
 * 32 and 33 to itself.
 *
 *   enter IGNORED BLOCKED -- COMMAND...
 *                         becomes COMMAND with exactly these (two masks, hexadecimal) ignored and
 *                         blocked, no descriptors open but the first three, and no core dumps
 *   report                takes every signal but the terminal's stops and tells of each: number,
 *                         si_code, value
 *   report-all            the same with the terminal's stops
 *   default               sleeps
 *   show                  tells what is blocked, ignored and caught
 *   descriptors           tells which are open, exits 7
 *   let-go DESCRIPTOR     closes it, and sleeps
 *   listening             tells whether LISTEN_PID is its own process ID
 *   exit STATUS           exits
 *   die SIGNAL            dies by it, whatever was inherited
 *   stop                  stops itself, and tells when it was continued
 *   read                  tells a line that it read from standard input
 *   orphans               leaves 100 grandchildren to process 1, which end all at once, and sleeps
 *
 * Those that stay tell "ready", their process ID, their parent's and their process group's.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LAST = 64, SIZE = 8 };

static uint64_t bit(int number) { return (uint64_t)1 << (number - 1); }

static void tell(const char *format, ...)
{
	char line[512];
	va_list values;
	va_start(values, format);
	int length = vsnprintf(line, sizeof line, format, values);
	va_end(values);
	int log = open(getenv("LOG"), O_WRONLY | O_CLOEXEC);
	if (log < 0 || write(log, line, length) != length)
		_exit(99);
	close(log);
}

static void ready(void) { tell("ready %d %d %d\n", getpid(), getppid(), getpgrp()); }

static void set_disposition(int number, void (*handler)(int))
{
	/*
	 * The kernel's structure begins with the handler, and a null rest says no flags and an
	 * empty mask.
	 */
	uintptr_t action[8] = { (uintptr_t)handler };
	syscall(SYS_rt_sigaction, number, action, NULL, SIZE);
}

static void set_mask(uint64_t mask) { syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, NULL, SIZE); }

static void enter(char **words)
{
	uint64_t ignored = strtoull(words[0], NULL, 16), blocked = strtoull(words[1], NULL, 16);
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
	for (int number = 1; number <= LAST; number++)
		set_disposition(number, ignored & bit(number) ? SIG_IGN : SIG_DFL);
	set_mask(blocked);
	/* Whoever started the tests may have left some open. */
	syscall(SYS_close_range, 3, ~0U, 0);
	execvp(words[3], words + 3);
	_exit(98);
}

static void report(uint64_t taken)
{
	set_mask(taken);
	ready();
	for (;;) {
		siginfo_t information;
		int number = syscall(SYS_rt_sigtimedwait, &taken, &information, NULL, SIZE);
		if (number > 0)
			tell("signal %d %d %d\n", number, information.si_code,
			     information.si_code == SI_QUEUE ? information.si_value.sival_int : 0);
	}
}

/* A line of /proc/self/status: a mask. */
static unsigned long long mask_of(const char *name)
{
	char line[256];
	FILE *status = fopen("/proc/self/status", "re");
	unsigned long long mask = 0;
	while (status && fgets(line, sizeof line, status))
		if (!strncmp(line, name, strlen(name)))
			mask = strtoull(line + strlen(name), NULL, 16);
	fclose(status);
	return mask;
}

static void show_descriptors(void)
{
	char open_ones[256] = "";
	for (int number = 0; number < 64; number++)
		if (fcntl(number, F_GETFD) >= 0)
			sprintf(open_ones + strlen(open_ones), " %d", number);
	tell("descriptors%s\n", open_ones);
	_exit(7);
}

static void orphans(void)
{
	enum { COUNT = 100 };
	int all_there[2], go[2], count = 0;
	char byte;
	if (pipe(all_there) || pipe(go))
		_exit(95);
	pid_t middle = fork();
	if (!middle) {
		pid_t own = getpid();
		close(go[1]);
		for (int number = 0; number < COUNT; number++)
			if (!fork()) {
				while (getppid() == own)
					sched_yield();
				/* Only once its new parent is known: a byte for each. */
				if (write(all_there[1], "1", 1) == 1 && !read(go[0], &byte, 1))
					_exit(0);
				_exit(94);
			}
		_exit(0);
	}
	waitpid(middle, NULL, 0);
	while (count < COUNT && read(all_there[0], &byte, 1) == 1)
		count++;
	tell("orphans %d\n", count);
	close(all_there[0]);
	close(all_there[1]);
	close(go[0]);
	close(go[1]);
}

int main(int count, char **words)
{
	const char *mode = count > 1 ? words[1] : "";
	uint64_t stops = bit(SIGTSTP) | bit(SIGTTIN) | bit(SIGTTOU);

	if (!strcmp(mode, "enter") && count > 5)
		enter(words + 2);
	if (!strcmp(mode, "report"))
		report(~stops);
	if (!strcmp(mode, "report-all"))
		report(~(uint64_t)0);
	if (!strcmp(mode, "show")) {
		tell("blocked %llx ignored %llx caught %llx\n", mask_of("SigBlk:"),
		     mask_of("SigIgn:"), mask_of("SigCgt:"));
		return 0;
	}
	if (!strcmp(mode, "descriptors"))
		show_descriptors();
	if (!strcmp(mode, "listening")) {
		const char *named = getenv("LISTEN_PID");
		tell("listening %s\n", named && atoi(named) == getpid() ? "yes" : "no");
		return 0;
	}
	if (!strcmp(mode, "exit") && count > 2)
		return atoi(words[2]);
	if (!strcmp(mode, "die") && count > 2) {
		int number = atoi(words[2]);
		set_disposition(number, SIG_DFL);
		set_mask(0);
		syscall(SYS_kill, getpid(), number);
		return 97;
	}
	if (!strcmp(mode, "stop")) {
		ready();
		raise(SIGSTOP);
		tell("continued\n");
	} else if (!strcmp(mode, "read")) {
		char line[256];
		ready();
		ssize_t length = read(0, line, sizeof line - 1);
		if (length > 0 && line[length - 1] == '\n')
			length--;
		if (length >= 0)
			tell("read %.*s\n", (int)length, line);
		else
			tell("not read: %s\n", strerror(errno));
		return 0;
	} else if (!strcmp(mode, "orphans")) {
		orphans();
		ready();
	} else if (!strcmp(mode, "let-go") && count > 2) {
		close(atoi(words[2]));
		ready();
	} else if (!strcmp(mode, "default")) {
		ready();
	} else {
		return 96;
	}
	for (;;)
		pause();
}
