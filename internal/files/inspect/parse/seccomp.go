package parse

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// forbidden are the calls that the kernel refuses to the child from its start on: whatever reaches beyond it. A list of what is allowed would be
// shorter for today's Go and poppler, and would break with tomorrow's.
func forbidden() []rule {
	never := []uint32{
		// The network, and ways around it.
		unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT, unix.SYS_ACCEPT4, unix.SYS_IO_URING_SETUP,
		// Other processes.
		unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE, unix.SYS_KILL, unix.SYS_TKILL, unix.SYS_RT_SIGQUEUEINFO,
		unix.SYS_RT_TGSIGQUEUEINFO, unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_SEND_SIGNAL, unix.SYS_PIDFD_GETFD, unix.SYS_KCMP,
		// Memory and queues that outlive it.
		unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_MSGGET, unix.SYS_SEMGET, unix.SYS_MQ_OPEN, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_KEYCTL,
		// Leaving the group with which it is killed.
		unix.SYS_SETSID, unix.SYS_SETPGID,
		// The system.
		unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_BPF,
		unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE, unix.SYS_KEXEC_LOAD, unix.SYS_REBOOT,
		unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_SYSLOG, unix.SYS_QUOTACTL, unix.SYS_ACCT, unix.SYS_PERSONALITY, unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME,
		unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME,
	}
	rules := make([]rule, 0, len(never)+3)
	for _, call := range never {
		rules = append(rules, rule{call: call})
	}
	return append(rules,
		rule{call: unix.SYS_TGKILL, argument: 0, equal: uint32(os.Getpid())}, //nolint:gosec // G115: Go's scheduler signals its own threads
		rule{call: unix.SYS_PRLIMIT64, argument: 0, equal: 0},                // one's own limits
		rule{call: unix.SYS_CLONE, argument: 0, without: unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP},
		rule{call: unix.SYS_CLONE3, unknown: true}, // its flags lie in memory, where a filter does not see them; C libraries go on with clone
	)
}

// forks are the calls that begin a process. A thread is none.
func forks() []rule {
	rules := []rule{{call: unix.SYS_CLONE, argument: 0, with: unix.CLONE_THREAD}}
	for _, call := range oldForks() {
		rules = append(rules, rule{call: call})
	}
	return rules
}

// rule refuses a call: always, or unless an argument is as said. The refusal is EPERM.
type rule struct {
	call     uint32
	argument uint32 // which argument is looked at, its lower half
	equal    uint32 // it must be this
	with     uint32 // it must have one of these bits
	without  uint32 // it must have none of these bits
	unknown  bool   // the answer is ENOSYS, as of a kernel that has no such call
}

// Where a filter finds what it looks at (struct seccomp_data).
const (
	atCall      = 0
	atArch      = 4
	atArguments = 16
)

// newCalls is the first number of the second set of calls that amd64 kernels may have (x32), under which every call has another number.
const newCalls = 0x40000000

// program writes rules as a filter for the kernel.
func program(rules []rule) []unix.SockFilter {
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	jump := func(how uint16, k uint32, yes, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | how | unix.BPF_K, K: k, Jt: yes, Jf: no}
	}
	answer := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	refuse := func(errno unix.Errno) unix.SockFilter { return answer(unix.SECCOMP_RET_ERRNO | uint32(errno)) } //nolint:gosec // G115: small
	out := []unix.SockFilter{
		load(atArch),
		jump(unix.BPF_JEQ, auditArch, 1, 0),
		answer(unix.SECCOMP_RET_KILL_PROCESS),
		load(atCall),
		jump(unix.BPF_JGE, newCalls, 0, 1),
		refuse(unix.EPERM),
	}
	for _, r := range rules {
		argument := load(atArguments + 8*r.argument)
		switch {
		case r.unknown:
			out = append(out, jump(unix.BPF_JEQ, r.call, 0, 1), refuse(unix.ENOSYS))
		case r.with != 0:
			out = append(out, jump(unix.BPF_JEQ, r.call, 0, 4), argument, jump(unix.BPF_JSET, r.with, 1, 0), refuse(unix.EPERM), answer(unix.SECCOMP_RET_ALLOW))
		case r.without != 0:
			out = append(out, jump(unix.BPF_JEQ, r.call, 0, 4), argument, jump(unix.BPF_JSET, r.without, 0, 1), refuse(unix.EPERM), answer(unix.SECCOMP_RET_ALLOW))
		case r.equal != 0 || r.call == unix.SYS_PRLIMIT64:
			out = append(out, jump(unix.BPF_JEQ, r.call, 0, 4), argument, jump(unix.BPF_JEQ, r.equal, 1, 0), refuse(unix.EPERM), answer(unix.SECCOMP_RET_ALLOW))
		default:
			out = append(out, jump(unix.BPF_JEQ, r.call, 0, 1), refuse(unix.EPERM))
		}
	}
	return append(out, answer(unix.SECCOMP_RET_ALLOW))
}

// filter lays a filter over this thread and over what it will start. It is refused when the kernel has none, or new rights were not given away.
func filter(rules []rule) error {
	written := program(rules)
	prog := unix.SockFprog{Len: uint16(len(written)), Filter: &written[0]}                                         //nolint:gosec // G115: some hundred
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&prog))) //nolint:gosec // G103: as the kernel wants it
	if errno != 0 {
		return errno
	}
	return nil
}
