package parse

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_X86_64

// oldForks are the calls of this architecture that begin a process and have no flags.
func oldForks() []uint32 { return []uint32{unix.SYS_FORK, unix.SYS_VFORK} }
