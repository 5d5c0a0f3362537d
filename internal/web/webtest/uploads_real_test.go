package webtest_test

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/files/clamav"
	"sejur/internal/files/clamav/clamavtest"
	"sejur/internal/files/filestest"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspecttest"
	"sejur/internal/jobs"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/office/filing/filingtest"
	"sejur/internal/store"
	"sejur/internal/web/webtest"
)

// realHouse is a house whose files lie encrypted in a folder, are scanned by a ClamAV daemon and opened by the program's own child, and whose
// jobs a runner does.
type realHouse struct {
	*webtest.House
	*sender
	t      *testing.T
	jobs   *jobs.Runner
	by     access.Actor
	daemon string // path of the daemon's socket
	door   string // by which the house reaches it
}

func newRealHouse(t *testing.T) *realHouse {
	t.Helper()
	r := &realHouse{t: t, daemon: strings.TrimPrefix(clamavtest.Daemon(t), "unix:"), door: filepath.Join(t.TempDir(), "clamd")}
	r.opens()
	scanner, err := clamav.New("unix:"+r.door, 0)
	if err != nil {
		t.Fatal(err)
	}
	r.House, r.sender = newSenderOn(t, filingtest.Parts{
		Files: filestest.Folder(t).Store, Scanner: scanner, Inspector: inspect.New(inspect.Config{Command: inspecttest.Command(t)}),
	})
	r.jobs, err = jobs.New(jobs.Config{
		Store: store.Desk(r.Store, func(tx *store.Tx) jobs.Tx { return tx }), Kinds: jobs.Uploads(r.Uploads), Now: r.Now, Hands: 2, Log: r.Config.Log,
	})
	if err != nil {
		t.Fatal(err)
	}
	who, err := r.Accounts.Resolve(t.Context(), r.Cookie("session"))
	if err != nil {
		t.Fatal(err)
	}
	r.by = who.Actor()
	return r
}

// opens lets the house reach the daemon; closes takes its socket away.
func (r *realHouse) opens() {
	r.t.Helper()
	if err := os.Symlink(r.daemon, r.door); err != nil {
		r.t.Fatal(err)
	}
}

func (r *realHouse) closes() {
	r.t.Helper()
	if err := os.Remove(r.door); err != nil {
		r.t.Fatal(err)
	}
}

// work does the jobs that are due.
func (r *realHouse) work() {
	r.t.Helper()
	if err := r.jobs.Drain(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// judged is what was said of a file.
type judged struct {
	State   application.UploadState
	Kind    application.FileKind
	Refused string
	Scanned application.Scan
}

// states are what is said of every file of the line, by its name.
func (r *realHouse) states() map[string]judged {
	r.t.Helper()
	document := r.line[strings.LastIndex(r.line, "/")+1:]
	l, err := r.Uploads.OpenLine(r.t.Context(), r.by, application.ID(r.app), document, locale.EN)
	if err != nil {
		r.t.Fatal(err)
	}
	out := make(map[string]judged)
	for _, up := range l.Line.Uploads {
		out[up.Name] = judged{up.State, up.Kind, up.Refused, up.Scanned}
	}
	return out
}

// The whole way with nothing made up but the files: over HTTP into the store, the job, the scanner, the child, and back as a picture.
func TestFilesGoThroughTheRealScannerAndTheRealChild(t *testing.T) {
	t.Parallel()
	r := newRealHouse(t)
	photo := inspecttest.WithExif(inspecttest.JPEG(inspecttest.Scene(64, 48)), 6)
	sent := []sentFile{
		{"photo.jpg", string(photo)}, {"paper.pdf", string(inspecttest.Page("", ""))}, {"phone.heic", string(inspecttest.HEIC())},
		{"script.pdf", string(inspecttest.Page("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", ""))}, {"planted.pdf", clamavtest.Malware},
	}
	if got := r.sendFiles(sent...); got.Code != http.StatusSeeOther {
		t.Fatalf("sending: %d: %.500s", got.Code, main(got.Body.String()))
	}
	r.work()
	want := map[string]judged{
		"photo.jpg":   {application.UploadReady, application.JPEG, "", application.ScanClean},
		"paper.pdf":   {application.UploadReady, application.PDF, "", application.ScanClean},
		"phone.heic":  {application.UploadReady, application.HEIC, "", application.ScanClean},
		"script.pdf":  {application.UploadRefused, "", inspect.Script, application.ScanClean},
		"planted.pdf": {application.UploadRefused, "", filing.RefusedMalware, application.ScanFound},
	}
	if diff := cmp.Diff(want, r.states()); diff != "" {
		t.Fatal(diff)
	}
	page := r.page(locale.EN)
	pictures := regexp.MustCompile(`<img src="([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(pictures) != 3 {
		t.Fatalf("%d pictures", len(pictures))
	}
	sizes := [][2]int{{48, 64}, {0, 0}, {64, 48}} // the photo is turned as its camera was held
	for i, m := range pictures {
		r.picture(m[1], sizes[i])
		r.original(strings.Replace(m[1], "/pictures/1", "/original", 1), sent[i])
	}
	if n := strings.Count(page, "/original"); n != 3 {
		t.Errorf("%d originals are offered: what was refused goes to nobody", n)
	}
}

// picture looks at a picture of a page: a JPEG of our own making of this size, without a word of its camera's.
func (r *realHouse) picture(address string, size [2]int) {
	r.t.Helper()
	got := r.sender.Get(r.t, address)
	body := got.Body.Bytes()
	shown, err := jpeg.DecodeConfig(bytes.NewReader(body))
	if err != nil || got.Header().Get("Content-Type") != "image/jpeg" {
		r.t.Fatalf("%s: %d %s: %v", address, got.Code, got.Header().Get("Content-Type"), err)
	}
	if bytes.Contains(body, []byte("Exif")) || bytes.Contains(body, []byte(inspecttest.Secret)) {
		r.t.Errorf("%s says where it was taken", address)
	}
	if size != [2]int{} && size != [2]int{shown.Width, shown.Height} {
		r.t.Errorf("%s is %d by %d", address, shown.Width, shown.Height)
	}
}

// original looks at a file as it was sent: it comes whole, and as an attachment alone.
func (r *realHouse) original(address string, sent sentFile) {
	r.t.Helper()
	got := r.sender.Get(r.t, address)
	if got.Code != http.StatusOK || got.Body.String() != sent.body {
		r.t.Errorf("%s: %d with %d bytes, %d were sent", sent.name, got.Code, got.Body.Len(), len(sent.body))
	}
	if how := got.Header().Get("Content-Disposition"); how != `attachment; filename="`+sent.name+`"` {
		r.t.Errorf("%s is handed out as %s", sent.name, how)
	}
}

func TestAFileWaitsForTheRealScannerAndNobodyHelps(t *testing.T) {
	t.Parallel()
	r := newRealHouse(t)
	r.closes()
	r.sendFiles(sentFile{"paper.pdf", string(inspecttest.Page("", ""))}, sentFile{"planted.pdf", clamavtest.Malware})
	r.work()
	waiting := judged{State: application.UploadWaiting}
	if diff := cmp.Diff(map[string]judged{"paper.pdf": waiting, "planted.pdf": waiting}, r.states()); diff != "" {
		t.Fatal(diff)
	}
	if page := r.page(locale.EN); strings.Contains(page, "<img") || strings.Contains(page, "/original") {
		t.Error("what nobody has scanned is handed out")
	}
	for range 20 { // more often than a job is tried
		r.Pass(time.Minute + time.Second)
		r.work()
	}
	r.opens()
	r.Pass(2 * time.Minute)
	r.work()
	want := map[string]judged{
		"paper.pdf":   {application.UploadReady, application.PDF, "", application.ScanClean},
		"planted.pdf": {application.UploadRefused, "", filing.RefusedMalware, application.ScanFound},
	}
	if diff := cmp.Diff(want, r.states()); diff != "" {
		t.Error(diff)
	}
}
