package parse

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"sejur/internal/files/inspect"
)

// self is this program, whatever became of its file since it was started.
const self = "/proc/self/exe"

// begin gives away what the child will not need and starts it anew with its second step. Landlock counts for the thread that asks alone; a program that is started
// from that thread has it as a whole.
func begin(next Step, l inspect.Limits) error {
	runtime.LockOSThread()
	if err := confine(l); err != nil {
		return err
	}
	return fmt.Errorf("start anew: %w", syscall.Exec(self, append([]string{"sejur"}, again(next, l)...), []string{})) //nolint:gosec // G204: this program
}

// again are the arguments with which this program does another step.
func again(step Step, l inspect.Limits) []string { return []string{"parse", string(step), l.String()} }

// confine takes from this thread, for good: what the limits say, new rights, files, network, signals.
func confine(l inspect.Limits) error {
	if err := limit(l); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give away new rights: %w", err)
	}
	if err := shutFiles(); err != nil && !errors.Is(err, errNoLandlock) {
		return fmt.Errorf("give away files: %w", err)
	}
	if err := filter(forbidden()); err != nil {
		return fmt.Errorf("give away the network: %w", err)
	}
	return nil
}

// become gives away the right to start a program and becomes one that draws or reads, with limited processor time.
func become(program string, arguments, environment []string, cpu time.Duration) error {
	runtime.LockOSThread()
	if program == "" {
		return errors.New(arguments[0] + " is not installed")
	}
	seconds := uint64(cpu.Seconds()) + 1
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds}); err != nil {
		return fmt.Errorf("limit the time: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give away new rights: %w", err)
	}
	if err := filter(forks()); err != nil {
		return fmt.Errorf("give away programs: %w", err)
	}
	return fmt.Errorf("become %s: %w", program, syscall.Exec(program, arguments, environment)) //nolint:gosec // G204: one of three paths
}

// limit sets the limits that the kernel holds. The number of processes is not among them, for the kernel counts all of the user's, the
// server's too; filter sees to that.
func limit(l inspect.Limits) error {
	seconds := uint64(l.CPU.Seconds())
	memory := uint64(l.Memory) //nolint:gosec // G115: positive
	for _, one := range []struct {
		what  int
		value uint64
	}{
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_CPU, seconds},
		{unix.RLIMIT_DATA, memory},
		{unix.RLIMIT_AS, 4 * memory}, // what is reserved and what is shared too
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_NOFILE, 32},
		{unix.RLIMIT_MEMLOCK, 0},
		{unix.RLIMIT_MSGQUEUE, 0},
	} {
		if err := unix.Setrlimit(one.what, &unix.Rlimit{Cur: one.value, Max: one.value}); err != nil {
			return fmt.Errorf("limit %d: %w", one.what, err)
		}
	}
	return nil
}

var errNoLandlock = errors.New("the kernel has no Landlock")

// rights are the rights to files that Landlock knows, by the version of the kernel's interface.
func rights(version int) uint64 {
	all := uint64(1<<13 - 1) // execute … make a symbolic link
	if version >= 2 {
		all |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		all |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 5 {
		all |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	return all
}

// Landlock is the version of the kernel's way to take files from a process, 0 when it has none: then the child is confined by the rest alone.
func Landlock() int {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0
	}
	return int(version)
}

// readable are the folders of the system that the programs which draw and read need: itself, its libraries, fonts. Nothing of the office lies there.
func readable() []string {
	return []string{self, "/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives", "/var/cache/fontconfig"}
}
