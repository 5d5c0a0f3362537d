package casework

import (
	"bytes"
	"context"
	"image/jpeg"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// MaxWhole is how many bytes of pictures a whole file holds: they lie in memory together while it is drawn.
const MaxWhole = 24 << 20

// Whole is a case with all pictures of its papers, to be printed as one file.
type Whole struct {
	Opened
	Papers []WholePaper
}

// WholePaper is a paper of a whole file, with what is missing of it.
type WholePaper struct {
	Document, Title string
	Pictures        []WholePicture // in order
	Hidden          bool           // about health, and not shown to this officer: no pictures
	NotReady        int            // files that are not looked into, or were refused
	LeftOut         int            // pages for which there was no room, or which are no pictures that can be printed
	Damaged         int            // pages that the store of files lost, or that are not what was stored
}

// WholePicture is a page of a paper.
type WholePicture struct {
	N    int // from 1, through all files of the paper that are ready, with the pages that are missing
	JPEG []byte
}

// wholePage is a stored picture with the paper that it belongs to.
type wholePage struct {
	paper, n int
	file     application.File
}

// WholeFile gives a case with the pictures of all papers that are ready, and says of each paper what is missing. The record has it, as an act
// of its own. Faults as of Open; Unavailable when the store of files does not answer.
func (d *Desk) WholeFile(ctx context.Context, by access.Actor, in Opening) (Whole, error) {
	var pages []wholePage
	out, err := office.Look(ctx, d.office, act(by, Asked{Request: in.Request}, "case.print", nil), func(ctx context.Context, tx Tx, w *office.Work) (Whole, error) {
		about(w, in.Case)
		s, err := d.theirs(ctx, tx, by, in.Case)
		if err != nil {
			return Whole{}, err
		}
		reason, err := d.why(ctx, tx, by, in.Case, in.Reason)
		if err != nil {
			return Whole{}, err
		}
		w.Because(string(reason))
		o, err := d.opened(ctx, tx, by, s, in.Lang)
		if err != nil {
			return Whole{}, err
		}
		out := Whole{Opened: o}
		out.Papers, pages, err = wholePapers(ctx, tx, o)
		return out, err
	})
	if err != nil {
		return Whole{}, err
	}
	return out, d.fill(ctx, out.Papers, pages)
}

// wholePapers are the papers to which something was sent, and where their pictures lie.
func wholePapers(ctx context.Context, tx Tx, o Opened) ([]WholePaper, []wholePage, error) {
	var papers []WholePaper
	var pages []wholePage
	for _, l := range o.Lines {
		if len(l.Uploads) == 0 {
			continue
		}
		paper, page := WholePaper{Document: l.Document, Title: l.Paper.Title, Hidden: l.Hidden}, 0
		for _, u := range l.Uploads {
			switch {
			case l.Hidden:
				continue
			case u.State != application.UploadReady:
				paper.NotReady++
				continue
			}
			for n := 1; n <= u.Pages; n++ {
				page++
				_, f, err := tx.CaseFiles().Find(ctx, o.Application.ID, u.ID, application.Picture, n)
				switch {
				case err != nil && fault.KindOf(err) != fault.NotFound:
					return nil, nil, err
				case err != nil || f.Flaw != "":
					paper.Damaged++
				default:
					pages = append(pages, wholePage{len(papers), page, f})
				}
			}
		}
		papers = append(papers, paper)
	}
	return papers, pages, nil
}

// fill reads pictures as long as there is room.
func (d *Desk) fill(ctx context.Context, papers []WholePaper, pages []wholePage) error {
	room := int64(MaxWhole)
	for _, p := range pages {
		paper := &papers[p.paper]
		if p.file.Size > room {
			paper.LeftOut++
			continue
		}
		data, err := d.load(ctx, p.file)
		switch {
		case err != nil && application.Damaged(err):
			paper.Damaged++
		case err != nil:
			return err
		case !drawable(data):
			paper.LeftOut++
		default:
			room -= int64(len(data))
			paper.Pictures = append(paper.Pictures, WholePicture{p.n, data})
		}
	}
	return nil
}

// drawable tells whether a picture can be printed.
func drawable(data []byte) bool {
	size, err := jpeg.DecodeConfig(bytes.NewReader(data))
	return err == nil && size.Width > 0 && size.Height > 0
}
