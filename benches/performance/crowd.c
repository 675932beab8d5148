/*
 * Many processes that do nothing: COUNT of them with the name NAME, the first of which is the
 * parent of the others. It writes a byte when all are there. No libc, so that 10,000 of them fit
 * into the memory of a small machine.
 *
 *   crowd NAME COUNT
 */

#include "machine.h"

enum { SET_NAME = 15, CHILD_ENDED = 17 };

__attribute__((used, noreturn)) void begin(long *stack)
{
	char **words = (char **)(stack + 1);
	long count = 0;

	for (const char *digit = words[2]; *digit; digit++)
		count = count * 10 + (*digit - '0');
	system_call(PRCTL, SET_NAME, (long)words[1], 0, 0, 0);
	while (--count > 0) {
		long pid = system_call(CLONE, CHILD_ENDED, 0, 0, 0, 0);
		if (pid < 0)
			system_call(EXIT_GROUP, 1, 0, 0, 0, 0);
		if (!pid)
			goto sleep;
	}
	system_call(WRITE, 1, (long)".", 1, 0, 0);
sleep:
	for (;;)
		system_call(PPOLL, 0, 0, 0, 0, 0);
}
