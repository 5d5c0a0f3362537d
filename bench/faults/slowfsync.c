//go:build ignore

// A disk that takes its time: loaded before a program with LD_PRELOAD, it makes each fsync and fdatasync take SLOW_FSYNC_US
// microseconds more. Programs that call the kernel without the C library, such as Go's, are not touched.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static int slowly(const char *name, int fd) {
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	int result = real(fd), error = errno;
	const char *told = getenv("SLOW_FSYNC_US");
	long us = told ? atol(told) : 0;
	struct timespec left = {us / 1000000, us % 1000000 * 1000};
	while (nanosleep(&left, &left) == -1 && errno == EINTR) {
	}
	errno = error;
	return result;
}

int fsync(int fd) { return slowly("fsync", fd); }
int fdatasync(int fd) { return slowly("fdatasync", fd); }
