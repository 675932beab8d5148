/*
 * What the programs here need of a machine: system calls, and a start without a libc. The comment
 * of each program says why it has none.
 */

#if defined(__x86_64__)

enum { READ = 0, CLOSE = 3, WRITE = 1, CLONE = 56, KILL = 62, PRCTL = 157, GETDENTS64 = 217,
       EXIT_GROUP = 231, OPENAT = 257, PPOLL = 271 };

static long system_call(long number, long first, long second, long third, long fourth, long fifth)
{
	long result;
	register long r10 __asm__("r10") = fourth;
	register long r8 __asm__("r8") = fifth;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(first), "S"(second), "d"(third), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
}

__asm__(".globl _start\n_start:\n\tmov %rsp, %rdi\n\tcall begin\n");

#elif defined(__aarch64__)

enum { OPENAT = 56, CLOSE = 57, GETDENTS64 = 61, READ = 63, WRITE = 64, PPOLL = 73,
       EXIT_GROUP = 94, KILL = 129, PRCTL = 167, CLONE = 220 };

static long system_call(long number, long first, long second, long third, long fourth, long fifth)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = first;
	register long x1 __asm__("x1") = second;
	register long x2 __asm__("x2") = third;
	register long x3 __asm__("x3") = fourth;
	register long x4 __asm__("x4") = fifth;
	__asm__ volatile("svc #0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
			 : "memory");
	return x0;
}

__asm__(".globl _start\n_start:\n\tmov x0, sp\n\tbl begin\n");

#elif defined(__riscv) && __riscv_xlen == 64

enum { OPENAT = 56, CLOSE = 57, GETDENTS64 = 61, READ = 63, WRITE = 64, PPOLL = 73,
       EXIT_GROUP = 94, KILL = 129, PRCTL = 167, CLONE = 220 };

static long system_call(long number, long first, long second, long third, long fourth, long fifth)
{
	register long a7 __asm__("a7") = number;
	register long a0 __asm__("a0") = first;
	register long a1 __asm__("a1") = second;
	register long a2 __asm__("a2") = third;
	register long a3 __asm__("a3") = fourth;
	register long a4 __asm__("a4") = fifth;
	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4)
			 : "memory");
	return a0;
}

__asm__(".globl _start\n_start:\n\tmv a0, sp\n\tcall begin\n");

#else
#error "the floor is not written for this architecture"
#endif
