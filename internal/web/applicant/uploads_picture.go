package applicant

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
)

// picturePath is the address of the picture of a page, after the language.
func picturePath(one filing.OneUpload, n int) string {
	return applicationPath(one.Application, "uploads", string(one.Upload), "pictures", strconv.Itoa(n))
}

// maxPicture is more than the picture of a page has.
const maxPicture = 8 << 20

// Picture shows the picture of a page: drawn by us, and nothing of the file that was sent.
func (p *Uploads) Picture(ctx context.Context, v *page.Visit) (page.Reply, error) {
	n, err := strconv.Atoi(v.Part("n"))
	if err != nil || n < 1 {
		return page.Reply{}, notFound()
	}
	f, err := p.Desk.Picture(ctx, v.By(), uploadOf(v), n)
	if err != nil {
		return page.Reply{}, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPicture+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return page.Reply{}, fmt.Errorf("read a picture: %w", err)
	}
	if len(data) > maxPicture {
		return page.Reply{}, fault.New(fault.Internal, application.FileAltered)
	}
	return page.Reply{Private: true, File: &page.File{Name: "page-" + strconv.Itoa(n) + ".jpg", Type: "image/jpeg", Data: data, Shown: true}}, nil
}

// Original hands a file over as it was sent, to be kept and not to be opened here.
func (p *Uploads) Original(ctx context.Context, v *page.Visit) (page.Reply, error) {
	f, err := p.Desk.Original(ctx, v.By(), uploadOf(v))
	if err != nil {
		return page.Reply{}, err
	}
	name, kind := f.Offered()
	return page.Reply{Private: true, File: &page.File{Name: name, Type: kind, Stream: f, Size: f.Size}}, nil
}
