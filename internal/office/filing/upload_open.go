package filing

import (
	"context"
	"io"
	"path"
	"strings"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// UploadLine is a line with all that its page shows.
type UploadLine struct {
	Application application.Application // without facts
	Paper       law.PlanDocument        // what the law asks for; its Because and Formalities are empty when it asks no more
	Kinds       []string                // of files that are best, as the law names them
	Line        application.Line        // with what was sent and not removed
	Removed     []application.Upload    // what can be brought back
	Pictures    map[application.UploadID]int
	Zones       map[application.UploadID]ZoneStanding // good files on which the zone of a passport is looked for
	ZonePage    string                                // the first page of the form that a zone fills, "" = none
	Correction  string                                // the line may be changed because the office asked for it; "" of a draft
	Changeable  bool
	GoodUntil   calendar.Date // how long the paper is fresh, none = for ever, or nobody knows
	Visit       calendar.Date // until when a visit is expected
}

// Mine tells whether a file may be changed now.
func (l UploadLine) Mine(up application.Upload) bool {
	return l.Changeable && ofRound(l.Application, l.Correction, up)
}

// Stale tells that the paper will be too old when it is shown at the office.
func (l UploadLine) Stale() bool { return !l.GoodUntil.IsZero() && l.GoodUntil.Before(l.Visit) }

// OpenLine shows a line of an application of the actor's, in a language. A document that is not asked for is a fault of kind NotFound.
func (u *Uploads) OpenLine(ctx context.Context, by access.Actor, id application.ID, document string, lang locale.Lang) (UploadLine, error) {
	return office.See(ctx, u.office, by, access.FileApplications, func(ctx context.Context, tx UploadTx) (UploadLine, error) {
		a, err := tx.Applications().Find(ctx, by.ID, id)
		if err != nil {
			return UploadLine{}, err
		}
		out := UploadLine{Pictures: make(map[application.UploadID]int)}
		line, err := tx.Uploads().Line(ctx, id, document)
		if err != nil {
			return UploadLine{}, err
		}
		k, err := u.asks(ctx, tx, a, lang)
		if err != nil {
			return UploadLine{}, err
		}
		var ok bool
		if out.Paper, ok = u.describe(k, line, lang); !ok {
			return UploadLine{}, unknown()
		}
		if out.Correction, err = mayChange(ctx, tx, a, document); err == nil {
			out.Changeable = true
		} else if !isFrozen(err) {
			return UploadLine{}, err
		}
		all := line.Uploads
		line.Uploads = nil
		for _, up := range all {
			switch up.State {
			case application.UploadRemoved:
				if ofRound(a, out.Correction, up) && u.office.Now().Before(up.RemovedAt.Add(UndoUpload)) {
					out.Removed = append(out.Removed, up)
				}
				continue
			case application.UploadReady:
				if out.Pictures[up.ID], err = pictures(ctx, tx, up.ID); err != nil {
					return UploadLine{}, err
				}
			case application.UploadReceiving, application.UploadChecking, application.UploadWaiting, application.UploadRefused:
			}
			line.Uploads = append(line.Uploads, up)
		}
		a.Facts = nil
		out.Application, out.Line, out.Visit = a, line, u.desk.expectedVisit(k)
		if out.Paper.FreshUntil != nil {
			out.GoodUntil = u.desk.law.GoodUntil(document, line.IssuedOn)
		}
		if out.Zones, err = u.zonesOf(ctx, tx, a, line); err != nil {
			return UploadLine{}, err
		}
		out.ZonePage = zonePage(k.Form)
		known, _ := u.desk.law.DocumentNamed(document, lang)
		out.Kinds = known.Upload
		return out, nil
	})
}

func isFrozen(err error) bool {
	told := fault.All(err)[0]
	return told.Kind == fault.Conflict && told.Key == Frozen
}

// pictures counts the pages of which there is a good picture.
func pictures(ctx context.Context, tx UploadTx, id application.UploadID) (int, error) {
	files, err := tx.StoredFiles().Of(ctx, id)
	n := 0
	for _, f := range files {
		if f.Part == application.Picture && f.Flaw == "" && f.N == n+1 {
			n++
		}
	}
	return n, err
}

// OpenedFile is a stored file that is being read. Every byte was proved to be what was stored before it is handed out; the whole is there
// when io.EOF comes.
type OpenedFile struct {
	io.ReadCloser
	Name string // as its sender called it
	Kind application.FileKind
	Size int64
}

// Offered is the name under which a file is offered to be kept, and its media type: it ends as what it is, whatever its sender called it.
func (f OpenedFile) Offered() (name, mediaType string) {
	ends, mediaType := []string{".bin"}, "application/octet-stream"
	switch f.Kind {
	case application.PDF:
		ends, mediaType = []string{".pdf"}, "application/pdf"
	case application.JPEG:
		ends, mediaType = []string{".jpg", ".jpeg"}, "image/jpeg"
	case application.PNG:
		ends, mediaType = []string{".png"}, "image/png"
	case application.HEIC:
		ends, mediaType = []string{".heic", ".heif"}, "image/heic"
	}
	name = CleanName(f.Name)
	for _, end := range ends {
		if strings.EqualFold(path.Ext(name), end) {
			return name, mediaType
		}
	}
	return strings.TrimRight(strings.TrimSuffix(name, path.Ext(name)), ".") + ends[0], mediaType
}

// Picture opens the picture of a page of a file of the actor's, as a JPEG. One that is lost or altered is not shown. Faults: NotFound;
// Unavailable and Internal of the store of files.
func (u *Uploads) Picture(ctx context.Context, by access.Actor, in OneUpload, n int) (OpenedFile, error) {
	return u.openFile(ctx, by, in, application.Picture, n)
}

// Original opens a file as it was sent. It is handed out as an attachment and never shown. Faults: as of Picture.
func (u *Uploads) Original(ctx context.Context, by access.Actor, in OneUpload) (OpenedFile, error) {
	return u.openFile(ctx, by, in, application.Original, 0)
}

func (u *Uploads) openFile(ctx context.Context, by access.Actor, in OneUpload, part application.Part, n int) (OpenedFile, error) {
	var up application.Upload
	f, err := office.See(ctx, u.office, by, access.FileApplications, func(ctx context.Context, tx UploadTx) (application.File, error) {
		var err error
		up, err = ownUpload(ctx, tx, by, in)
		if err != nil {
			return application.File{}, err
		}
		if up.State != application.UploadReady {
			// What was not looked into, or was refused, goes to nobody: its sender has it.
			return application.File{}, unknown()
		}
		return tx.StoredFiles().Find(ctx, up.ID, part, n)
	})
	if err != nil {
		return OpenedFile{}, err
	}
	switch f.Flaw {
	case application.Lost:
		return OpenedFile{}, fault.New(fault.NotFound, application.FileLost)
	case application.Altered:
		return OpenedFile{}, fault.New(fault.Internal, application.FileAltered)
	case "":
	}
	r, err := u.files.Open(ctx, f.Place)
	if err != nil {
		return OpenedFile{}, err
	}
	return OpenedFile{ReadCloser: r, Name: up.Name, Kind: up.Kind, Size: f.Size}, nil
}
