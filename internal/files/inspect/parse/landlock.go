package parse

import (
	"errors"
	"fmt"
	"io/fs"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ruleset is struct landlock_ruleset_attr. The kernel of a version knows its first members, and is told how many are meant.
type ruleset struct{ files, network, scoped uint64 }

func (ruleset) size(version int) uintptr {
	switch {
	case version >= 6:
		return 24
	case version >= 4:
		return 16
	}
	return 8
}

// shutFiles takes every right to files from this thread, but to read and run what readable names, and with newer kernels the right to TCP, and
// to reach processes outside. It is errNoLandlock when the kernel does not know how.
func shutFiles() error {
	version := Landlock()
	if version < 1 {
		return errNoLandlock
	}
	set := ruleset{
		files:   rights(version),
		network: unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP,
		scoped:  unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL,
	}
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&set)), set.size(version), 0) //nolint:gosec // G103: as the kernel wants it
	if errno != 0 {
		return errno
	}
	defer unix.Close(int(fd)) //nolint:errcheck // it was only named
	for _, path := range readable() {
		if err := allow(int(fd), path, unix.LANDLOCK_ACCESS_FS_EXECUTE|unix.LANDLOCK_ACCESS_FS_READ_FILE|unix.LANDLOCK_ACCESS_FS_READ_DIR); err != nil {
			return err
		}
	}
	if err := allow(int(fd), "/dev/null", unix.LANDLOCK_ACCESS_FS_READ_FILE|unix.LANDLOCK_ACCESS_FS_WRITE_FILE); err != nil {
		return err
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

// allow gives rights to what lies under a path back. What is not there needs none.
func allow(ruleset int, path string, may uint64) error {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer unix.Close(fd) //nolint:errcheck // it was only named
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if stat.Mode&unix.S_IFMT != unix.S_IFDIR {
		may &^= unix.LANDLOCK_ACCESS_FS_READ_DIR
	}
	rule := unix.LandlockPathBeneathAttr{Allowed_access: may, Parent_fd: int32(fd)}                                                                      //nolint:gosec // G115: a descriptor
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(ruleset), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&rule)), 0, 0, 0) //nolint:gosec // G103
	if errno != 0 {
		return fmt.Errorf("%s: %w", path, errno)
	}
	return nil
}
