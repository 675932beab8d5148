/*
 * The least that any kill must do: kill(2) with signal 0 for every operand, exit_group(2), and
 * nothing else. No libc, no data, one page. What a program needs beyond this is its own. Operands
 * are process IDs, unchecked: only the harness runs this, with its own process ID.
 */

#if defined(__x86_64__)

enum { KILL = 62, EXIT_GROUP = 231 };

static long system_call(long number, long first, long second)
{
	long result;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(first), "S"(second)
			 : "rcx", "r11", "memory");
	return result;
}

__asm__(".globl _start\n_start:\n\tmov %rsp, %rdi\n\tcall begin\n");

#elif defined(__aarch64__)

enum { KILL = 129, EXIT_GROUP = 94 };

static long system_call(long number, long first, long second)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = first;
	register long x1 __asm__("x1") = second;
	__asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1) : "memory");
	return x0;
}

__asm__(".globl _start\n_start:\n\tmov x0, sp\n\tbl begin\n");

#elif defined(__riscv) && __riscv_xlen == 64

enum { KILL = 129, EXIT_GROUP = 94 };

static long system_call(long number, long first, long second)
{
	register long a7 __asm__("a7") = number;
	register long a0 __asm__("a0") = first;
	register long a1 __asm__("a1") = second;
	__asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1) : "memory");
	return a0;
}

__asm__(".globl _start\n_start:\n\tmv a0, sp\n\tcall begin\n");

#else
#error "the floor is not written for this architecture"
#endif

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
		if (system_call(KILL, pid, 0))
			status = 1;
	}
	for (;;)
		system_call(EXIT_GROUP, status, 0);
}
