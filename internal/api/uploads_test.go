package api_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sejur/internal/api"
	"sejur/internal/application"
	"sejur/internal/office"
)

const pdf = "%PDF-1.7 made up"

// send sends a file for a paper.
func (p program) send(at, document, body string, headers ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	return p.ask(http.MethodPost, at+"/documents/"+document+"/uploads?name=scan.pdf", body, append([]string{"Content-Type", "application/pdf"}, headers...)...)
}

// asForm is a form with a file and whatever else the test adds.
func asForm(t *testing.T, more func(*multipart.Writer) error) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "../my scan.pdf")
	if err == nil {
		_, err = io.WriteString(part, pdf)
	}
	if err := errors.Join(err, more(w), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func TestAFileIsSentFollowedTakenBackAndBroughtBack(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	w := p.send(at, "passport", pdf)
	up := decode[api.Upload](t, w, http.StatusCreated)
	if up.State != application.UploadChecking || up.Size != int64(len(pdf)) || up.Name != "scan.pdf" || len(up.Digest) != 64 {
		t.Errorf("%+v", up)
	}
	where := w.Header().Get("Location")
	if got := decode[api.Upload](t, p.ask(http.MethodGet, where, ""), http.StatusOK); got.ID != up.ID {
		t.Errorf("%+v at %s", got, where)
	}
	if again := decode[api.Upload](t, p.send(at, "passport", pdf), http.StatusCreated); again.ID != up.ID {
		t.Error("the same bytes are two files")
	}
	paper := decode[api.Paper](t, p.ask(http.MethodGet, at+"/documents/passport", ""), http.StatusOK)
	if paper.Standing != application.Checking || len(paper.Uploads) != 1 || !paper.Changeable {
		t.Errorf("%+v", paper)
	}
	dated := p.ask(http.MethodPut, at+"/documents/passport", `{"issued_on":"2024-05-01"}`, over(paper.Version)...)
	if late := p.ask(http.MethodPut, at+"/documents/passport", `{"issued_on":"2024-05-02"}`, over(paper.Version)...); dated.Code != 204 || late.Code != 412 {
		t.Errorf("dated %d, over an old version %d: %s", dated.Code, late.Code, late.Body)
	}
	if got := p.ask(http.MethodDelete, where, ""); got.Code != http.StatusNoContent || got.Body.Len() != 0 {
		t.Errorf("taken back: %d", got.Code)
	}
	if got := p.ask(http.MethodGet, where, ""); got.Code != http.StatusNotFound {
		t.Errorf("taken back, it is still there: %d", got.Code)
	}
	if got := p.ask(http.MethodPost, where+"/restore", ""); got.Code != http.StatusNoContent {
		t.Errorf("brought back: %d", got.Code)
	}
	if got := p.ask(http.MethodGet, where, ""); got.Code != http.StatusOK {
		t.Errorf("brought back, it is not there: %d", got.Code)
	}
}

func TestAFileMayComeAsTheOnlyPartOfAForm(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	body, kind := asForm(t, func(*multipart.Writer) error { return nil })
	up := decode[api.Upload](t, p.send(at, "passport", body, "Content-Type", kind), http.StatusCreated)
	if up.Name != "my scan.pdf" || up.Size != int64(len(pdf)) {
		t.Errorf("%+v", up)
	}
	body, kind = asForm(t, func(w *multipart.Writer) error { return w.WriteField("more", "x") })
	if w := p.send(at, "passport", body, "Content-Type", kind); w.Code < 400 || w.Code >= 500 {
		t.Errorf("with another part: %d %s", w.Code, w.Body)
	}
	if got := decode[api.Paper](t, p.ask(http.MethodGet, at+"/documents/passport", ""), http.StatusOK); len(got.Uploads) != 1 {
		t.Errorf("%d files", len(got.Uploads))
	}
}

// cut is a body whose sender stops half way.
type cut struct{ sent io.Reader }

func (c cut) Read(b []byte) (int, error) {
	n, err := c.sent.Read(b)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func TestFilesThatAreNone(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	uploads := at + "/documents/passport/uploads"
	request := func(body io.Reader, length int64) *http.Request {
		r := httptest.NewRequest(http.MethodPost, uploads, body)
		r.ContentLength = length
		r.Header.Set("Content-Type", "application/pdf")
		return r
	}
	form := func(body string) *http.Request {
		r := httptest.NewRequest(http.MethodPost, uploads, strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		return r
	}
	html := request(strings.NewReader("<p>"), 3)
	html.Header.Set("Content-Type", "text/html")
	for name, tt := range map[string]struct {
		r      *http.Request
		status int
	}{
		"empty":                              {request(strings.NewReader(""), 0), 422},
		"a kind that is no file":             {html, 415},
		"one that says it is too large":      {request(strings.NewReader("x"), application.MaxUpload+1), 413},
		"one that is too large":              {request(io.LimitReader(zeros{}, application.MaxUpload+1), -1), 413},
		"one that ends before it is whole":   {request(cut{strings.NewReader(pdf)}, 100), 400},
		"a form without parts":               {form("--x--\r\n"), 400},
		"a form whose part has another name": {form("--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nx\r\n--x--\r\n"), 400},
		"a form that ends before its file":   {form("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx"), 400},
		"a form that never begins":           {form(strings.Repeat("-", 1<<20)), 400},
	} {
		tt.r.Header.Set("Authorization", "Bearer "+p.token)
		tt.r.Header.Set("Idempotency-Key", office.NewID())
		w := httptest.NewRecorder()
		p.handler.ServeHTTP(w, tt.r)
		if w.Code != tt.status {
			t.Errorf("%s: %d, want %d: %s", name, w.Code, tt.status, w.Body)
		}
	}
	if got := decode[api.Paper](t, p.ask(http.MethodGet, at+"/documents/passport", ""), http.StatusOK); len(got.Uploads) != 0 {
		t.Errorf("%d files", len(got.Uploads))
	}
}

// zeros has no end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func TestOneKeyIsGoodForOneFile(t *testing.T) {
	t.Parallel()
	p := newHouse(t).program()
	at := p.start()
	key := []string{"Idempotency-Key", "file-1"}
	first := p.send(at, "passport", pdf, key...)
	same(t, "sent again", first, p.send(at, "passport", pdf, key...))
	if w := p.send(at, "passport", pdf+"!", key...); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("another file: %d", w.Code)
	}
}
