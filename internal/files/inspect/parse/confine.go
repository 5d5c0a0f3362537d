package parse

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"

	"sejur/internal/files/inspect"
)

// self is this program, whatever became of its file since it was started.
const self = "/proc/self/exe"

// begin gives away what the child will not need and starts it anew. Landlock counts for the thread that asks alone; a program that is started
// from that thread has it as a whole.
func begin(l inspect.Limits) error {
	runtime.LockOSThread()
	if err := confine(l); err != nil {
		return err
	}
	return fmt.Errorf("start anew: %w", syscall.Exec(self, append([]string{"sejur"}, again(Open, l)...), []string{})) //nolint:gosec // G204: this program
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

// becomeDrawer gives away the right to start a program and becomes the one that draws: all pages, as JPEG one behind the other, from the PDF on
// standard input to standard output.
func becomeDrawer(l inspect.Limits) error {
	runtime.LockOSThread()
	program := Drawer()
	if program == "" {
		return errors.New(drawerName + " is not installed")
	}
	seconds := uint64(l.Draw.Seconds()) + 1
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds}); err != nil {
		return fmt.Errorf("limit the time: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give away new rights: %w", err)
	}
	if err := filter(forks()); err != nil {
		return fmt.Errorf("give away programs: %w", err)
	}
	return fmt.Errorf("draw: %w", syscall.Exec(program, drawing(), []string{})) //nolint:gosec // G204: one of three paths
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

// readable are the folders of the system that the program which draws needs: itself, its libraries, fonts. Nothing of the office lies there.
func readable() []string {
	return []string{self, "/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/ld.so.cache", "/etc/alternatives", "/var/cache/fontconfig"}
}
