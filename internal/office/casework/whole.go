package casework

import (
	"context"

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

// WholePaper is a paper of a whole file.
type WholePaper struct {
	Document, Title string
	Pictures        [][]byte // JPEG, in order
	LeftOut         int      // pages for which there was no room, or which are no pictures that can be printed
}

// WholeFile gives a case with the pictures of all papers that are ready. The record has it, as an act of its own. Faults as of Open; those of
// application.Stored.
func (d *Desk) WholeFile(ctx context.Context, by access.Actor, in Opening) (Whole, error) {
	type page struct {
		paper int
		file  application.File
	}
	var pages []page
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
		for _, l := range o.Lines {
			if l.Hidden || len(l.Uploads) == 0 {
				continue
			}
			out.Papers = append(out.Papers, WholePaper{Document: l.Document, Title: l.Title})
			for _, u := range l.Uploads {
				for n := 1; n <= u.Pages && u.State == application.UploadReady; n++ {
					_, f, err := tx.CaseFiles().Find(ctx, s.application.ID, u.ID, application.Picture, n)
					if err != nil && fault.KindOf(err) != fault.NotFound {
						return Whole{}, err
					}
					if err != nil {
						out.Papers[len(out.Papers)-1].LeftOut++
						continue
					}
					pages = append(pages, page{len(out.Papers) - 1, f})
				}
			}
		}
		return out, nil
	})
	if err != nil {
		return Whole{}, err
	}
	room := int64(MaxWhole)
	for _, p := range pages {
		paper := &out.Papers[p.paper]
		if p.file.Size > room {
			paper.LeftOut++
			continue
		}
		data, err := d.load(ctx, p.file)
		if err != nil {
			return Whole{}, err
		}
		if typeOf(data) != "image/jpeg" {
			paper.LeftOut++
			continue
		}
		room -= int64(len(data))
		paper.Pictures = append(paper.Pictures, data)
	}
	return out, nil
}
