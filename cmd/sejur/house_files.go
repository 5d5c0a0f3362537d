package main

import (
	"fmt"
	"path/filepath"
	"strconv"

	"sejur/internal/files"
	"sejur/internal/files/clamav"
	"sejur/internal/keys"
)

// filesFlags say how what people send is kept and scanned.
type filesFlags struct {
	FilesReserve string `name:"files-reserve" placeholder:"MIB" help:"How much of the disk files leave free for the database and the record; beyond it uploads are refused. Default: SEJUR_FILES_RESERVE, then 1024, and at least 5 % of the disk."`
	ClamAV       string `name:"clamav" placeholder:"ADDRESS" help:"The ClamAV daemon that scans files: unix:/run/clamav/clamd.ctl, or a port of this machine. Default: SEJUR_CLAMAV, then nobody scans, and pages say so."`
}

// reserve is what files leave free.
func (f filesFlags) reserve(d *desk) (files.Reserve, error) {
	text := d.setting(f.FilesReserve, "SEJUR_FILES_RESERVE")
	if text == "" {
		return files.UsualReserve(), nil
	}
	mib, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return files.Reserve{}, usageError{fmt.Errorf("--files-reserve %s: use a number of MiB", text)}
	}
	return files.Reserve{Bytes: int64(mib) << 20}, nil
}

// store opens the store of files. Without a ring it can tell how it stands, and nothing else.
func (f filesFlags) store(d *desk, p places, ring *keys.Ring) (*files.Store, error) {
	var pair files.Keys
	if ring != nil {
		pair = files.Keys{To: ring.FilesRecipient(), By: ring.FilesIdentity()}
	}
	if !files.IsBucket(p.files) {
		reserve, err := f.reserve(d)
		if err != nil {
			return nil, err
		}
		return files.OpenFolder(p.files, reserve, pair)
	}
	b := files.Bucket{Address: p.files, Region: d.getenv("SEJUR_S3_REGION")}
	var err error
	if b.AccessKey, err = d.secret("SEJUR_S3_ACCESS_KEY"); err != nil {
		return nil, err
	}
	if b.SecretKey, err = d.secret("SEJUR_S3_SECRET_KEY"); err != nil {
		return nil, err
	}
	s, err := files.OpenBucket(b, pair)
	if err != nil {
		return nil, usageError{fmt.Errorf("--files: %w", err)}
	}
	return s, nil
}

// scanner is who scans files; nil when nobody does.
func (f filesFlags) scanner(d *desk) (*clamav.Client, error) {
	address := d.setting(f.ClamAV, "SEJUR_CLAMAV")
	if address == "" {
		return nil, nil
	}
	c, err := clamav.New(address, 0)
	if err != nil {
		return nil, usageError{fmt.Errorf("--clamav %s: %w", address, err)}
	}
	return c, nil
}

// filesPlace is the folder in which files lie; where a bucket has them, the one in which they would.
func (p places) filesPlace() string {
	if files.IsBucket(p.files) {
		return filepath.Join(p.data, filesFolder)
	}
	return p.files
}
