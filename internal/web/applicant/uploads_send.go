package applicant

import (
	"context"
	"errors"
	"io"
	"strconv"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Send takes the files of a form, one after the other as they come. Each is here for good once it was taken: what is wrong with one, or a
// line that is cut, takes nothing from those before it, and the page says which is which.
func (p *Uploads) Send(ctx context.Context, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	if v.Incoming == nil {
		f.Refuse("file", "error."+filing.NothingSent)
		return p.show(ctx, v, f, nil)
	}
	in, err := v.Incoming()
	if err != nil {
		return page.Reply{}, err
	}
	s := sending{Uploads: p, v: v, in: in}
	if err := s.all(ctx); err != nil {
		return page.Reply{}, err
	}
	if s.taken == 0 && len(s.told) == 0 {
		f.Refuse("file", "error."+filing.NothingSent)
	}
	if len(s.told) > 0 || !f.OK() {
		return p.show(s.drawn(ctx), v, f, s.told)
	}
	return page.SeeOtherDone(v.Href(linePath(uploadOf(v)), ""), "upload-sent"), nil
}

// sending is a form of files on its way.
type sending struct {
	*Uploads
	v     *page.Visit
	in    *page.Incoming
	key   string
	taken int
	told  []ui.FieldError // of the files that were not taken
	cut   bool            // the sender was too slow, or has gone
}

// drawn is the context in which the page is drawn. The server ends that of a request whose body could not be read to its end; whoever was only too
// slow is still there to read why.
func (s *sending) drawn(ctx context.Context) context.Context {
	if s.cut {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// all takes every file of the form. An error is one that is not about what was sent.
func (s *sending) all(ctx context.Context) error {
	for n := 0; ; n++ {
		file, err := s.in.Next()
		if errors.Is(err, io.EOF) {
			return s.begun() // a form without files must be ours too
		}
		if err == nil {
			err = s.begun()
		}
		if err == nil {
			err = s.one(ctx, n, file)
		}
		if err == nil {
			s.taken++
			continue
		}
		again, err := s.refused(file.Name, err)
		if err != nil || !again {
			return err
		}
	}
}

// begun reads the token of the form, which stands before its files.
func (s *sending) begun() error {
	if s.key != "" {
		return nil
	}
	s.v.Form = s.in.Form
	key, err := s.Tokens.Key(s.v, s.v.Path)
	if err != nil {
		_, err = s.refused("", err)
		return err
	}
	s.key = key
	return nil
}

// one takes one file. The form has one token; its files are told apart by their place.
func (s *sending) one(ctx context.Context, n int, file page.IncomingFile) error {
	if s.key == "" {
		return errStop
	}
	one := uploadOf(s.v)
	asked := filing.Asked{Request: s.v.Request, Key: s.key + "/" + strconv.Itoa(n)}
	_, err := s.Desk.Receive(ctx, s.v.By(), asked, filing.NewUpload{
		Application: one.Application, Document: one.Document, Name: file.Name, From: s.v.From(),
	}, file)
	return err
}

// errStop ends a form of which the rest is of no use.
var errStop = errors.New("the rest is not read")

// refused notes why a file was not taken, and tells whether those behind it may be. An error is given back that the page cannot tell.
func (s *sending) refused(name string, err error) (again bool, _ error) {
	if errors.Is(err, errStop) {
		return false, nil
	}
	if errors.Is(err, page.ErrCut) {
		s.cut = true
		s.tell(name, s.v.P.T("upload.cut"))
		return false, nil
	}
	told := fault.All(err)[0]
	switch told.Kind {
	case fault.Invalid:
		s.tell(name, say(s.v.P, told))
		return told.Key == application.FileTooLarge || told.Key == filing.NothingSent, nil
	case fault.Unavailable, fault.Conflict:
		s.tell(name, say(s.v.P, told))
		return false, nil
	case fault.Internal, fault.NotFound, fault.Forbidden:
	}
	return false, err
}

func (s *sending) tell(name, text string) {
	if name != "" {
		text = s.v.P.T("upload.of_file", locale.Str("name", filing.CleanName(name)), locale.Str("text", text))
	}
	s.told = append(s.told, ui.FieldError{ID: "file", Text: text})
}
