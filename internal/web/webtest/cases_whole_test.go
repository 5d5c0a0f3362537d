package webtest_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/person"
	"sejur/internal/print"
	"sejur/internal/web"
	"sejur/internal/web/webtest"
)

// whole asks for a case as one file.
func (c *counter) whole(id casefile.ID) *httptest.ResponseRecorder {
	c.t.Helper()
	all, err := webtest.Parse(c.opened(id))
	if err != nil {
		c.t.Fatal(err)
	}
	address := at(id, "/file.pdf")
	got := c.ask("ana-en", http.MethodPost, address, c.form(all, address))
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "application/pdf" {
		c.t.Fatalf("%d %.300s", got.Code, main(got.Body.String()))
	}
	return got
}

func TestAWholeFileNamesPeopleWhoseLettersCannotBeDrawn(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	amina := caseworktest.Amina()
	amina.Names = person.Names{Surname: "ბერიძე", Given: "小龍 🙂 Ștefan"}
	id := c.sent(caseworktest.Sent{
		Person:  caseworktest.Keep(t, c.store, c.owner, amina, webtest.Now()),
		Answers: map[string]application.Answers{"identity": {"surname": caseworktest.Text("ნინო"), "given_names": caseworktest.Text("ab\u202e \u0e01")}},
	}).ID
	text := read(t, c.whole(id).Body.Bytes())
	ro := c.site.Catalogue.For(locale.RO)
	// However they are written, no letter of theirs is lost: each stands as its number, and the file says so.
	for _, want := range []string{"[U+10D1]", "[U+5C0F]", "[U+1F642]", "Ștefan", "[U+10DC]", "ab [U+0E01]", ro.T("desk.whole.lacking")[:40]} {
		if !strings.Contains(text, want) {
			t.Errorf("the file does not say %q: %s", want, text)
		}
	}
}

func TestAWholeFileSaysOnTheirPagesWhatIsMissingOfPapers(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	papers := slices.Clone(c.papers)
	papers[0].Pages, papers[1].Flaw, papers[2].State = 3, application.Lost, application.UploadWaiting
	sent := c.sent(caseworktest.Sent{Papers: papers})
	var sheet document.Sheet
	c.cfg.Draw = func(s document.Sheet) ([]byte, error) {
		sheet = s
		return print.Draw(s)
	}
	c.open()
	c.lose(sent, papers[0].Document, 2)
	text := read(t, c.whole(sent.ID).Body.Bytes())
	ro := c.site.Catalogue.For(locale.RO)
	parts := make(map[string][]document.Block) // by the heading of a paper
	heading := ""
	for _, b := range sheet.Blocks {
		if b.Kind == document.Heading {
			heading = b.Text
			continue
		}
		parts[heading] = append(parts[heading], b)
	}
	title := func(i int) string { return c.desk.DocumentTitle(papers[i].Document, locale.RO) }
	of := func(kind document.BlockKind, texts ...string) (out []document.Block) {
		for _, text := range texts {
			out = append(out, document.Block{Kind: kind, Text: text})
		}
		return out
	}
	page := func(i, n int) string {
		return ro.T("desk.whole.picture", locale.Str("title", title(i)), locale.Num("page", n))
	}
	none := ro.T("desk.whole.none") + "; "
	for i, want := range [][]document.Block{
		append(of(document.Paragraph, ro.T("desk.whole.damaged", locale.Num("n", 1))), of(document.Image, page(0, 1), page(0, 3))...),
		of(document.Paragraph, none+ro.T("desk.whole.damaged", locale.Num("n", 1))),
		of(document.Paragraph, none+ro.T("desk.whole.not_ready", locale.Num("n", 1))),
		of(document.Image, page(3, 1)),
	} {
		same := func(a, b document.Block) bool {
			return a.Kind == b.Kind && a.Text == b.Text && (a.Kind == document.Image) == (a.Picture != nil)
		}
		if got := parts[title(i)]; !slices.EqualFunc(got, want, same) {
			t.Errorf("%s: %+v", title(i), got)
		}
		if !strings.Contains(text, title(i)) {
			t.Errorf("%s is not in the file", title(i))
		}
	}
}

// open opens the face of the counter anew, as it is configured now.
func (c *counter) open() {
	c.t.Helper()
	var err error
	if c.site.Handler, err = web.NewHandler(c.cfg); err != nil {
		c.t.Fatal(err)
	}
}

// mostOfWhole is how many times the room for pictures may be taken in all while a whole file is made and sent, most of it garbage at once: each
// picture is read, taken over and named by the drawing, and the file grows twice.
const mostOfWhole = 20

func TestAWholeFileOfManyLargePicturesTakesLittleMemory(t *testing.T) { //nolint:paralleltest // it measures the heap of this process
	c := newCounter(t)
	papers := slices.Clone(c.papers[:3])
	chance := rand.NewChaCha8([32]byte{})
	for i := range papers {
		for range 10 {
			noise := make([]byte, 1<<20) // behind the end of the picture; it does not get smaller when it is compressed, and no two are the same
			_, _ = chance.Read(noise)
			papers[i].Pictures = append(papers[i].Pictures, append(caseworktest.Picture(1), noise...))
		}
	}
	all, err := webtest.Parse(c.opened(c.sent(caseworktest.Sent{Papers: papers}).ID))
	if err != nil {
		t.Fatal(err)
	}
	var address string
	for _, e := range webtest.Find(all, "form") {
		if strings.HasSuffix(e.Attr["action"], "/file.pdf") {
			address = e.Attr["action"]
		}
	}
	in := c.form(all, address)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := c.ask("ana-en", http.MethodPost, address, in)
	runtime.ReadMemStats(&after)
	if n := strings.Count(got.Body.String(), "/S /Figure"); got.Code != http.StatusOK || n < 20 || n > casework.MaxWhole>>20 {
		t.Errorf("%d with %d pictures", got.Code, n)
	}
	taken := after.TotalAlloc - before.TotalAlloc // all of it, garbage with it, so that it does not matter when it is collected
	t.Logf("%d MB were taken for %d MB of pictures; the file has %d MB", taken>>20, casework.MaxWhole>>20, got.Body.Len()>>20)
	if taken > mostOfWhole*casework.MaxWhole {
		t.Errorf("%d MB were taken", taken>>20)
	}
}
