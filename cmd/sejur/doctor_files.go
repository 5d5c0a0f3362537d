package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/files"
)

// uploads asks whether a file would be taken now.
func (c *doctorCommand) uploads(ctx context.Context, f *findings, d *desk, p places) {
	bucket := files.IsBucket(p.files)
	if _, err := os.Stat(p.files); !bucket && errors.Is(err, fs.ErrNotExist) {
		f.tell("uploads", warn, "the next start of sejur serve makes it; or name another one with --files", "there is no folder %s", p.files)
		return
	}
	s, err := c.store(d, p, nil)
	if err != nil {
		f.tell("uploads", bad, "name a folder or s3://host/bucket with --files", "%v", err)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	err = errors.Join(s.Check(ctx), s.Close())
	switch {
	case err != nil && fault.All(err)[0].Key == application.StoreFull:
		f.tell("uploads", bad, "make room or grow the disk: people are told to come back; --files-reserve says what is kept free", "no files are taken: %v", err)
	case err != nil && bucket:
		f.tell("uploads", bad, "are address and keys right, and does the server answer? Files can neither be sent nor looked at meanwhile", "%s: %v", p.files, err)
	case err != nil:
		f.tell("uploads", bad, "is its disk there, and may the service write to it?", "%s: %v", p.files, err)
	case bucket:
		f.ok("uploads", "%s answers; it needs a backup of its own", p.files)
	default:
		f.ok("uploads", "files can be kept in %s", p.files)
	}
}

// freshSignatures is how old the signatures of the scanner may be: freshclam gets new ones every day.
const freshSignatures = 7 * 24 * time.Hour

// scan asks the scanner whether it is there, and what it knows.
func (c *doctorCommand) scan(ctx context.Context, f *findings, d *desk) {
	scanner, err := c.scanner(d)
	if err != nil {
		f.tell("scanner", bad, "", "%v", err)
		return
	}
	if scanner == nil {
		f.tell("scanner", warn, "run ClamAV on this machine and give serve and doctor --clamav unix:/run/clamav/clamd.ctl", "nobody scans what people send, and pages say so")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	version, err := scanner.Version(ctx)
	if err != nil {
		f.tell("scanner", bad, "is clamd running, and may the service reach it? Files wait meanwhile", "%v", err)
		return
	}
	of, known := signaturesOf(version)
	switch {
	case !known:
		f.tell("scanner", warn, "let freshclam run", "%s answers, and does not say of which day its signatures are", version)
	case d.now().Sub(of) > freshSignatures:
		f.tell("scanner", warn, "let freshclam run", "%s answers; its signatures are of %s", version, of.Format(time.DateOnly))
	default:
		f.ok("scanner", "%s answers", version)
	}
}

// signaturesOf is the day that stands in a version such as "ClamAV 1.4.3/27800/Mon Nov 30 09:00:00 2026".
func signaturesOf(version string) (time.Time, bool) {
	parts := strings.SplitN(version, "/", 3)
	if len(parts) < 3 {
		return time.Time{}, false
	}
	day, err := time.Parse(time.ANSIC, parts[2])
	return day, err == nil
}
