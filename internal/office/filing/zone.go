package filing

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/mrz"
	"sejur/internal/office"
)

// ZoneJob is the kind of job that reads the machine-readable zone on the picture of a passport. Its body is a CheckBody.
const ZoneJob = "upload.zone"

// zoneJob makes the job of a file that was looked into. One that is brought back is read again.
func zoneJob(up application.Upload) office.Job {
	return office.Job{Kind: ZoneJob, Key: fmt.Sprintf("%s/%s/%d", ZoneJob, up.ID, up.Version), Body: CheckBody{up.ID}}
}

// ZoneReader reads a zone in a process of its own.
type ZoneReader interface {
	// ReadZone reads the lines of the zone on a picture, or on the first page of a PDF, that the inspector made. None: there is no such zone whose check
	// digits are all right, or it could not be read. An error means that nobody looked.
	ReadZone(ctx context.Context, src application.Source) ([]string, error)
}

// Zone is the machine-readable zone of a file.
type Zone struct {
	Upload   application.UploadID
	Document string
	Lines    []string // none = none could be read
}

// ZoneStanding is how far a file is on which a zone is looked for.
type ZoneStanding string

// The standings of a file with a zone.
const (
	ZoneReading ZoneStanding = "reading" // a job looks at it
	ZoneRead    ZoneStanding = "read"
	ZoneNone    ZoneStanding = "none" // there is none whose check digits are right, or it could not be read
)

// zoneSoon is within what time after its check a file's zone is read, else nobody does: its job failed, or there was no reader then.
const zoneSoon = 10 * time.Minute

// Zones is the port of zones that were read.
type Zones interface {
	// Put stores what was read on a file, over what was read before.
	Put(ctx context.Context, a application.ID, in Zone, now time.Time) error
	// Drop forgets it.
	Drop(ctx context.Context, id application.UploadID) error
	// Of are those of the good files of an application, by line and place in it.
	Of(ctx context.Context, a application.Application) ([]Zone, error)
}

// zoned tells whether the zone of a file is read: here is somebody who reads, and the law says that the paper has one.
func (u *Uploads) zoned(document string) bool {
	info, known := u.desk.law.DocumentNamed(document, locale.EN)
	return u.zones != nil && known && info.Zone
}

// ReadZone reads the zone on the copy of a good file and keeps it, sealed, with the file. It ends the job. Of a file that was removed meanwhile nothing is
// kept. What can be read or not changes nothing about the file.
func (u *Uploads) ReadZone(ctx context.Context, held office.Held, id application.UploadID) error {
	up, copied, err := u.toRead(ctx, id)
	if err != nil || up.State != application.UploadReady || !u.zoned(up.Document) {
		return err
	}
	read := Zone{Upload: id, Document: up.Document}
	if copied.Place != "" {
		src := application.Source{Size: copied.Size, Open: func() (io.ReadCloser, error) { return u.files.Open(ctx, copied.Place) }}
		read.Lines, err = u.zones.ReadZone(ctx, src)
		if err != nil && !application.Damaged(err) {
			return err
		}
	}
	a := office.Act{By: access.Named("filing"), Needs: access.RunOperations, Action: "upload.zone", Purpose: office.PurposeUpkeep, Job: &held}
	_, err = office.Do(ctx, u.office, a, func(ctx context.Context, tx UploadTx, w *office.Work) (struct{}, error) {
		about(w, up.Application)
		now, err := tx.Uploads().Find(ctx, id)
		if err != nil || now.State != application.UploadReady {
			return struct{}{}, ignoring(err, fault.NotFound)
		}
		w.Changed("zone", "", strings.Join(read.Lines, "\n"))
		return struct{}{}, tx.Zones().Put(ctx, up.Application, read, w.Now)
	})
	return err
}

// toRead finds the copy of a file on which its zone is read: the clean one, which is as large as what was sent, or the picture of the first page.
func (u *Uploads) toRead(ctx context.Context, id application.UploadID) (up application.Upload, copied application.File, err error) {
	err = u.store.Read(ctx, func(ctx context.Context, tx UploadTx) error {
		if up, err = tx.Uploads().Find(ctx, id); err != nil {
			return err
		}
		copied, err = tx.StoredFiles().Find(ctx, id, application.Clean, 0)
		if fault.KindOf(err) == fault.NotFound {
			copied, err = tx.StoredFiles().Find(ctx, id, application.Picture, 1)
		}
		return ignoring(err, fault.NotFound)
	})
	return up, copied, ignoring(err, fault.NotFound)
}

// zonesOf tells how far the good files of a line are on which a zone is looked for.
func (u *Uploads) zonesOf(ctx context.Context, tx UploadTx, a application.Application, l application.Line) (map[application.UploadID]ZoneStanding, error) {
	out := make(map[application.UploadID]ZoneStanding)
	for _, up := range l.Uploads {
		if u.zoned(l.Document) && up.State == application.UploadReady && u.office.Now().Before(up.CheckedAt.Add(zoneSoon)) {
			out[up.ID] = ZoneReading
		}
	}
	all, err := tx.Zones().Of(ctx, a)
	for _, z := range all {
		switch {
		case z.Document != l.Document:
		case len(z.Lines) > 0:
			out[z.Upload] = ZoneRead
		default:
			out[z.Upload] = ZoneNone
		}
	}
	return out, err
}

// fromPhoto adds to the answers of a page what was read on the pictures that were sent, where nothing else is known.
func (d *Desk) fromPhoto(ctx context.Context, tx Tx, a application.Application, page law.PlanFormPage, all form.Answers, origins map[string]Origin) error {
	if !page.HasZone() {
		return nil
	}
	read, err := tx.Zones().Of(ctx, a)
	if err != nil {
		return err
	}
	for _, z := range read {
		zone, err := mrz.Read(strings.Join(z.Lines, "\n"))
		if err != nil || !zone.Valid() {
			continue
		}
		for id, value := range form.FromZone(page, zone.Fields, d.today()) {
			if _, known := all[id]; !known {
				all[id], origins[id] = value, FromPhoto
			}
		}
	}
	return nil
}

// zonePage is the first page of a form that a zone fills.
func zonePage(f law.PlanForm) string {
	for _, p := range f.Pages {
		if p.HasZone() {
			return p.ID
		}
	}
	return ""
}

// photoOf is the first paper that is asked and has a zone, where somebody reads it.
func (d *Desk) photoOf(lines []application.AskedLine) string {
	if !d.readsZones {
		return ""
	}
	for _, l := range lines {
		if info, known := d.law.DocumentNamed(l.Document, locale.EN); known && info.Zone {
			return l.Document
		}
	}
	return ""
}
