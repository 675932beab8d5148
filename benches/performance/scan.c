/*
 * The least that any look at all processes must do: getdents64(2) on /proc, and openat(2), read(2)
 * and close(2) of one file of each process. With NAME, kill(2) with WINCH for each process whose
 * file has this one line. Nothing is printed. No libc, one page of code.
 *
 *   scan FILE [NAME]
 */

#include "machine.h"

enum { DIRECTORY_HERE = -100, WINCH = 28 };
/* O_DIRECTORY differs by machine, and getdents64(2) is refused for what is none. */
enum { READ_ONLY = 0 };

/* struct linux_dirent64 */
enum { LENGTH_AT = 16, NAME_AT = 19 };

static char entries[256 << 10];

static int is_line(const char *line, long length, const char *name)
{
	long place = 0;

	while (place < length && name[place] && line[place] == name[place])
		place++;
	return !name[place] && place + 1 == length && line[place] == '\n';
}

/* The kernel's start of a program: argc, then the words, at the top of the stack. */
__attribute__((used, noreturn)) void begin(long *stack)
{
	long count = stack[0];
	char **words = (char **)(stack + 1);
	const char *name = count > 2 ? words[2] : 0;
	char path[64], line[4096];
	long proc = system_call(OPENAT, DIRECTORY_HERE, (long)"/proc", READ_ONLY, 0, 0);

	for (;;) {
		long filled = system_call(GETDENTS64, proc, (long)entries, sizeof(entries), 0, 0);
		if (filled <= 0)
			break;
		for (long at = 0, length_of_entry; at < filled; at += length_of_entry) {
			const char *digit = entries + at + NAME_AT;
			char *end = path;
			long pid = 0, file, length;

			length_of_entry = *(unsigned short *)(entries + at + LENGTH_AT);
			if (*digit < '0' || *digit > '9')
				continue;
			for (; *digit; digit++) {
				pid = pid * 10 + (*digit - '0');
				*end++ = *digit;
			}
			*end++ = '/';
			for (const char *letter = words[1]; *letter; letter++)
				*end++ = *letter;
			*end = 0;
			file = system_call(OPENAT, proc, (long)path, READ_ONLY, 0, 0);
			if (file < 0)
				continue;
			length = system_call(READ, file, (long)line, sizeof(line), 0, 0);
			system_call(CLOSE, file, 0, 0, 0, 0);
			if (name && is_line(line, length, name))
				system_call(KILL, pid, WINCH, 0, 0, 0);
		}
	}
	for (;;)
		system_call(EXIT_GROUP, 0, 0, 0, 0, 0);
}
