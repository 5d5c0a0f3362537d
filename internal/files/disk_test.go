package files_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files"
	"sejur/internal/files/filestest"
)

// Threat e2b: whichever call of the disk fails, an upload that was acknowledged is whole, and of one that was not nothing is left.
func TestWhicheverCallOfTheDiskFailsNothingIsHalf(t *testing.T) {
	t.Parallel()
	for errno, key := range map[syscall.Errno]string{syscall.EIO: application.StoreDown, syscall.ENOSPC: application.StoreFull, syscall.EDQUOT: application.StoreFull} {
		t.Run(errno.Error(), func(t *testing.T) {
			t.Parallel()
			body := scan(1, 300_000)
			failed := 0
			for n := 1; ; n++ {
				s := filestest.Folder(t)
				calls := files.FailAt(s.Store, n, errno, false)
				stored, err := s.Put(t.Context(), bytes.NewReader(body), mega)
				switch {
				case *calls < n:
					if failed < 10 || err != nil {
						t.Errorf("only %d calls failed, %v", failed, err)
					}
					return
				case err == nil:
					t.Errorf("call %d failed, and the file %s is said to be there", n, stored.Place)
				case told(err) != refusal(fault.Unavailable, key):
					t.Errorf("call %d: %v", n, err)
				}
				failed++
				if left := s.Lying(t); len(left) > 0 {
					t.Errorf("call %d leaves %v", n, left)
				}
				files.Mend(s.Store)
				if place := put(t, s, body).Place; place == "" {
					t.Errorf("call %d: the store does not recover", n)
				}
			}
		})
	}
}

// A disk that fails for good leaves what cannot be taken away: leftovers, which are swept, and whole files that nobody was told of.
func TestADiskThatFailsForGoodAcknowledgesNothing(t *testing.T) {
	t.Parallel()
	body := scan(2, 300_000)
	for n := 1; ; n++ {
		s := filestest.Folder(t)
		calls := files.FailAt(s.Store, n, syscall.EIO, true)
		_, err := s.Put(t.Context(), bytes.NewReader(body), mega)
		if *calls < n {
			return
		}
		if told(err) != refusal(fault.Unavailable, application.StoreDown) {
			t.Errorf("call %d: %v", n, err)
		}
		files.Mend(s.Store)
		if _, err := s.Sweep(t.Context(), noon.AddDate(100, 0, 0)); err != nil {
			t.Errorf("call %d: %v", n, err)
		}
		places, err := s.Places(t.Context(), "", 10)
		if err != nil || len(places) != len(s.Lying(t)) {
			t.Errorf("call %d: %v lie there, %v are known, %v", n, s.Lying(t), places, err)
		}
		for _, place := range places {
			if got, err := read(t.Context(), s.Store, place); err != nil || !bytes.Equal(got, body) {
				t.Errorf("call %d: half a file has a name, %v", n, err)
			}
		}
	}
}

func TestARemovalThatIsNotDurableIsNoRemoval(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 2; n++ {
		s := filestest.Folder(t)
		place := put(t, s, scan(3, 10)).Place
		files.FailAt(s.Store, n, syscall.EIO, false)
		if err := s.Remove(t.Context(), place); told(err) != refusal(fault.Unavailable, application.StoreDown) {
			t.Errorf("call %d: %v", n, err)
		}
		if err := s.Remove(t.Context(), place); err != nil {
			t.Errorf("again: %v", err)
		}
	}
}

// Threat 17: uploads are refused before the disk is full, and before they have begun.
func TestUploadsLeaveTheReserve(t *testing.T) {
	t.Parallel()
	keys := filestest.Keys(t)
	for name, reserve := range map[string]files.Reserve{"all of the disk": {Percent: 100}, "more than there is": {Bytes: 1 << 62}} {
		dir := filepath.Join(t.TempDir(), "files")
		s, err := files.OpenFolder(dir, reserve, keys)
		if err != nil {
			t.Fatal(err)
		}
		unread := bytes.NewReader([]byte("nobody reads this"))
		_, err = s.Put(t.Context(), unread, mega)
		full := refusal(fault.Unavailable, application.StoreFull)
		if diff := cmp.Diff([]string{full, full}, []string{told(err), told(s.Check(t.Context()))}); diff != "" || unread.Len() != 17 {
			t.Errorf("%s: %s, %d bytes unread", name, diff, unread.Len())
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// onSmallDisk marks the process that has a small disk of its own.
const onSmallDisk = "SEJUR_TEST_SMALL_DISK"

// Threat e2: a real disk of 8 MB, in a process that sees it alone, is filled, stays full, and gets room again.
func TestAFullDiskRefusesClearlyAndRecovers(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv(onSmallDisk); dir != "" {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m,nr_inodes=200"); err != nil {
			t.Fatal(err)
		}
		fill(t, dir)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.count=1")
	cmd.Env = append(os.Environ(), onSmallDisk+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) || strings.Contains(string(out), "operation not permitted") {
		t.Skipf("SKIPPED: this machine lets nobody mount a small disk (%v); only calls that are made to fail were tried", err)
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// fill fills a small disk with files, by their bytes and by their number.
func fill(t *testing.T, dir string) {
	t.Helper()
	keys := filestest.Keys(t)
	for name, tt := range map[string]struct {
		reserve files.Reserve
		size    int
	}{
		"to its last byte": {files.Reserve{}, mega}, "to its last inode": {files.Reserve{}, 100},
		"to the reserve": {files.Reserve{Bytes: 2 * mega}, 700_000}, "to the reserve of inodes": {files.Reserve{Percent: 20}, 100},
	} {
		s, err := files.OpenFolder(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")), tt.reserve, keys)
		if err != nil {
			t.Fatal(err)
		}
		if err := filled(t, s, dir, tt.reserve, scan(1, tt.size)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := errors.Join(s.Close(), os.RemoveAll(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")))); err != nil {
			t.Error(err)
		}
	}
}

// filled puts files until one is refused, and looks whether all others are whole and there is a place again when one goes.
func filled(t *testing.T, s *files.Store, dir string, reserve files.Reserve, body []byte) error {
	t.Helper()
	var places []string
	for {
		stored, err := s.Put(t.Context(), bytes.NewReader(body), mega)
		if err != nil {
			if told(err) != refusal(fault.Unavailable, application.StoreFull) {
				return fmt.Errorf("the refusal is %w", err)
			}
			break
		}
		places = append(places, stored.Place)
		if len(places) > 1000 {
			return errors.New("it is never full")
		}
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return err
	}
	if left := int64(disk.Bavail) * disk.Bsize; left < reserve.Bytes-mega-int64(len(body)) { //nolint:gosec // G115: a disk of 8 MB
		return fmt.Errorf("%d bytes are left", left)
	}
	for _, place := range places {
		if got, err := read(t.Context(), s, place); err != nil || !bytes.Equal(got, body) {
			return fmt.Errorf("%s is not whole: %w", place, err)
		}
	}
	known, err := s.Places(t.Context(), "", 2000)
	if err != nil || len(known) != len(places) {
		return fmt.Errorf("%d of %d are known, %w", len(known), len(places), err)
	}
	for _, place := range places[:2] {
		if err := s.Remove(t.Context(), place); err != nil {
			return fmt.Errorf("remove from a full disk: %w", err)
		}
	}
	_, err = s.Put(t.Context(), bytes.NewReader(body[:10]), mega)
	return err
}
