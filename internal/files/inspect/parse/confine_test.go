package parse

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// probing stands in the environment of a process that gives its rights away and tries what it may.
const probing = "SEJUR_PROBE"

func TestMain(m *testing.M) {
	if secret := os.Getenv(probing); secret != "" {
		probe(secret)
	}
	os.Exit(m.Run())
}

// probe gives away what the child does, but for the limits, and prints what it still may.
func probe(secret string) {
	runtime.LockOSThread()
	out := os.Stdout
	may := make(map[string]bool)
	try := func(what string, err error) { may[what] = err == nil }
	errno := func(e syscall.Errno) error {
		if e == 0 {
			return nil
		}
		return e
	}
	fails := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	fails(unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
	if err := shutFiles(); err != nil && err != errNoLandlock { //nolint:errorlint // as it is
		panic(err)
	}
	fails(filter(forbidden()))
	open := func(path string, how int) error {
		fd, err := unix.Open(path, how, 0o600)
		if err == nil {
			err = unix.Close(fd)
		}
		return err
	}
	_, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	try("a socket", err)
	_, err = unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	try("a socket on this machine", err)
	try("kill the server", unix.Kill(os.Getppid(), 0))
	_, err = unix.PidfdOpen(os.Getppid(), 0)
	try("hold the server", err)
	try("look into the server", unix.PtraceAttach(os.Getppid()))
	try("limit the server", unix.Prlimit(os.Getppid(), unix.RLIMIT_NOFILE, nil, &unix.Rlimit{}))
	_, err = unix.Setsid()
	try("leave its group", err)
	try("a world of its own", unix.Unshare(unix.CLONE_NEWUSER))
	try("read a secret", open(secret, unix.O_RDONLY))
	try("read who has an account", open("/etc/passwd", unix.O_RDONLY))
	try("write a file", open(secret+".new", unix.O_WRONLY|unix.O_CREAT))
	try("read a library", open("/usr/bin/env", unix.O_RDONLY))
	try("its own limits", unix.Prlimit(0, unix.RLIMIT_NOFILE, nil, &unix.Rlimit{}))
	try("start a program", exec.Command("/usr/bin/env").Run())
	fails(filter(forks()))
	_, _, e := unix.RawSyscall(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0)
	try("start a program when it draws", errno(e))
	fails(json.NewEncoder(out).Encode(may))
	os.Exit(0)
}

// ASVS 5.3.1; threat 6.
func TestTheChildReachesNothing(t *testing.T) {
	t.Parallel()
	if Landlock() == 0 {
		t.Fatal("this kernel has no Landlock: what is proved here would not be so")
	}
	secret := filepath.Join(t.TempDir(), "master.key")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = []string{probing + "=" + secret}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var may map[string]bool
	if err := json.Unmarshal(out, &may); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{
		"a socket": false, "a socket on this machine": false, "kill the server": false, "hold the server": false, "look into the server": false, "limit the server": false,
		"leave its group": false, "a world of its own": false, "read a secret": false, "read who has an account": false, "write a file": false,
		"start a program when it draws": false, "read a library": true, "its own limits": true, "start a program": true,
	}
	if diff := cmp.Diff(want, may); diff != "" {
		t.Error(diff)
	}
}
