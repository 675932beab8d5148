/*
 * The least that any kill must do: kill(2) with signal 0 for every operand, exit_group(2), and
 * nothing else. No libc, no data, one page. What a program needs beyond this is its own. Operands
 * are process IDs, unchecked: only the harness runs this, with its own process ID.
 */

#include "machine.h"

/* The kernel's start of a program: argc, then the words, at the top of the stack. */
__attribute__((used, noreturn)) void begin(long *stack)
{
	long count = stack[0];
	char **words = (char **)(stack + 1);
	long status = 0;

	for (long place = 1; place < count; place++) {
		long pid = 0;
		for (const char *digit = words[place]; *digit; digit++)
			pid = pid * 10 + (*digit - '0');
		if (system_call(KILL, pid, 0, 0, 0, 0))
			status = 1;
	}
	for (;;)
		system_call(EXIT_GROUP, status, 0, 0, 0, 0);
}
