package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"sejur/internal/keys"
)

// What a machine should give.
const (
	wantFiles = 4096 // open at once: connections, and what SQLite and PostgreSQL hold
	diskWarn  = 85   // percent in use
	diskBad   = 95
)

// machine looks at the system, the folders' rights and the free space.
func machine(f *findings, p places, backups string) {
	f.ok("program", "%s, %s on %s/%s, %d processors", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	var limit syscall.Rlimit
	switch err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); {
	case err != nil:
		f.tell("files", warn, "", "how many files may be open cannot be told: %v", err)
	case limit.Max < wantFiles:
		f.tell("files", warn, "raise LimitNOFILE of the service", "at most %d files may be open at once", limit.Max)
	default:
		f.ok("files", "%d files may be open at once", limit.Max)
	}
	dataFolder(f, p)
	var devices []uint64
	for _, dir := range []string{p.data, filepath.Dir(p.database), p.filesPlace(), p.heads, backups} {
		if dir != "" && (dir == p.data || !p.postgres() || dir != filepath.Dir(p.database)) {
			devices = space(f, dir, devices)
		}
	}
}

// dataFolder must be its owner's alone.
func dataFolder(f *findings, p places) {
	info, err := os.Stat(p.data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.tell("data", warn, "the first start of sejur serve makes it; or name another one with --data", "there is no folder %s", p.data)
	case err != nil:
		f.tell("data", bad, "", "%v", err)
	case info.Mode().Perm()&0o077 != 0:
		f.tell("data", bad, "chmod go= "+p.data, "others on this machine can look into %s (%04o)", p.data, info.Mode().Perm())
	case !writable(p.data):
		f.tell("data", bad, "run this command as the user that serves", "%s cannot be written to", p.data)
	default:
		f.ok("data", "%s is its owner's alone", p.data)
	}
}

const accessWrite = 2 // W_OK of access(2)

func writable(dir string) bool { return syscall.Access(dir, accessWrite) == nil }

// space looks at a folder's disk, unless it was looked at.
func space(f *findings, dir string, seen []uint64) []uint64 {
	var disk syscall.Statfs_t
	info, err := os.Stat(dir)
	if err == nil {
		err = syscall.Statfs(dir, &disk)
	}
	if err != nil {
		return seen // whoever looks at the folder itself says more
	}
	if sys, ok := info.Sys().(*syscall.Stat_t); ok {
		if slices.Contains(seen, sys.Dev) {
			return seen
		}
		seen = append(seen, sys.Dev)
	}
	used, all := disk.Blocks-disk.Bfree, disk.Blocks-disk.Bfree+disk.Bavail // as df counts
	percent := 100
	if all > 0 {
		percent = int(used * 100 / all) //nolint:gosec // G115: at most 100
	}
	free := float64(disk.Bavail) * float64(disk.Bsize) / (1 << 30)
	says := fmt.Sprintf("the disk of %s is %d %% full, %.1f GB are free", dir, percent, free)
	advice := "make room or grow the disk: a full one stops every change"
	switch {
	case percent >= diskBad:
		f.tell("disk", bad, advice, "%s", says)
	case percent >= diskWarn:
		f.tell("disk", warn, advice, "%s", says)
	default:
		f.ok("disk", "%s", says)
	}
	return seen
}

// keyFolder opens the keys; nil when they cannot be opened.
func keyFolder(f *findings, p places) *keys.Ring {
	ring, err := keys.Open(p.keys)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.tell("keys", bad, "name the folder with --key-dir or bring it back; the very first start of sejur serve makes it", "there are no keys in %s", p.keys)
	case err != nil:
		f.tell("keys", bad, "bring the folder back from where you keep it; chmod -R go= takes others' rights away", "%v", err)
	default:
		f.ok("keys", "%s is whole and its owner's alone, fingerprint %s", p.keys, ring.Fingerprint())
	}
	return ring
}

// freshHeads is how old the last exported head may be: they leave every five minutes.
const freshHeads = 15 * time.Minute

// exportedHeads looks at the folder of heads itself; what is in it is compared with the database.
func exportedHeads(f *findings, p places, now time.Time) {
	if p.heads == "" {
		f.tell("heads", warn, "give serve and doctor --audit-heads, on another machine's disk", "no heads of the record leave the house: an old copy or an end that was cut off could not be told")
		return
	}
	if in, err := within(p.data, p.heads); err == nil && in {
		f.tell("heads", bad, "keep them on another machine's disk", "%s is in the data folder: who can change the database can change them too", p.heads)
	}
	folder, err := p.exported()
	if err != nil {
		f.tell("heads", bad, "is its disk there?", "%v", err)
		return
	}
	last, err := folder.Last()
	switch age := now.Sub(last).Round(time.Minute); {
	case err != nil:
		f.tell("heads", bad, "", "%v", err)
	case last.IsZero():
		f.tell("heads", warn, "the service exports one every five minutes while it runs", "nothing was exported to %s yet", p.heads)
	case age > freshHeads:
		f.tell("heads", warn, "is the service running, and may it write there?", "the last head was exported to %s %s ago", p.heads, age)
	default:
		f.ok("heads", "the last head was exported to %s %s ago", p.heads, age)
	}
}

// freshBackup is how old the last backup may be: one a day, and two hours of patience.
const freshBackup = 26 * time.Hour

// backups looks for the last backup.
func backups(f *findings, dir string, now time.Time) {
	if dir == "" {
		f.tell("backup", warn, "let sejur backup run every day, and give doctor --backups", "nobody said where the backups are")
		return
	}
	last, err := chosen(dir)
	if err != nil {
		f.tell("backup", bad, "let sejur backup run every day", "%v", err)
		return
	}
	made, err := time.Parse(backupTime, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(last), backupPrefix), backupSuffix))
	age := now.Sub(made).Round(time.Minute)
	switch {
	case err != nil:
		f.tell("backup", warn, "", "%s is not named as a backup is", last)
	case age > freshBackup:
		f.tell("backup", bad, "let sejur backup run every day", "the last backup, %s, is %s old", last, age)
	default:
		f.ok("backup", "%s is %s old; try a restore now and then", last, age)
	}
}
