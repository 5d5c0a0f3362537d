package inspect_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/fault"
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse"
	"sejur/internal/files/inspecttest"
)

// reader is an inspector with the real program that reads.
func reader(t *testing.T) *inspect.Inspector {
	t.Helper()
	if parse.Reader() == "" {
		t.Fatal("tesseract is missing: scripts/setup.sh installs it")
	}
	limits := inspect.DefaultLimits()
	limits.Zone = time.Minute // other tests want the processor too
	return inspect.New(inspect.Config{Command: inspecttest.Command(t), Limits: limits})
}

// printed is the page of a passport that nobody has.
func printed(lines ...string) *image.RGBA {
	return inspecttest.Passport(inspecttest.ZoneFont(), lines...)
}

// phone is how a phone takes a picture in a kitchen at night.
func phone(turned float64) inspecttest.Photo {
	return inspecttest.Photo{Turned: turned, Tilt: 0.08, Desk: 0.08, Width: 2400, Dim: 0.4, Blur: 1, Noise: 8, Quality: 60}
}

func TestTheZoneOfAPassportIsReadOnItsPicture(t *testing.T) {
	t.Parallel()
	i := reader(t)
	passport, card := inspecttest.Specimen(), inspecttest.SpecimenCard()
	wrong := []string{passport[0], strings.Replace(passport[1], "C36", "C37", 1)}
	for _, row := range []struct {
		name string
		data []byte
		want []string
	}{
		{"a scan", inspecttest.Photo{}.JPEG(printed(passport...)), passport},
		{"a screenshot", inspecttest.PNG(inspecttest.Photo{Width: 1200}.Taken(printed(passport...))), passport},
		{"a photo", phone(3).JPEG(printed(passport...)), passport},
		{"one that was taken from the side", phone(92).JPEG(printed(passport...)), passport},
		{"and from the other", phone(-88).JPEG(printed(passport...)), passport},
		{"one that stands on its head", phone(179).JPEG(printed(passport...)), passport},
		{"a card", phone(2).JPEG(printed(card...)), card},
		{"a wrong check digit", inspecttest.Photo{}.JPEG(printed(wrong...)), nil},
		{"another page", phone(3).JPEG(printed()), nil},
		{"a line alone", inspecttest.Photo{}.JPEG(printed(passport[1])), nil},
		{"a page of a PDF without one", inspecttest.Page("", ""), nil},
		{"what is no picture", []byte("a letter"), nil},
		{"half a picture", inspecttest.Photo{}.JPEG(printed(passport...))[:5000], nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, err := i.ReadZone(t.Context(), inspecttest.Source(row.data))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A passport that was scanned into a PDF: its clean copy is drawn anew, larger than its picture.
func TestTheZoneIsReadOnTheFirstPageOfAPDF(t *testing.T) {
	t.Parallel()
	i := reader(t)
	var scan bytes.Buffer
	page := inspecttest.Photo{Width: 1400}.Taken(printed(inspecttest.Specimen()...))
	if err := jpeg.Encode(&scan, page, nil); err != nil {
		t.Fatal(err)
	}
	made, err := inspecttest.Inspect(t.Context(), i, inspecttest.PDF("",
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
		inspecttest.Stream("", []byte("354 0 0 249 100 400 cm /I Do")), // 125 mm wide, on a sheet of A4
		inspecttest.Stream("/Type /XObject /Subtype /Image /Width 1400 /Height 985 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", scan.Bytes()),
	))
	if err != nil || made.Findings.Refused != "" {
		t.Fatalf("%+v, %v", made.Findings, err)
	}
	got, err := i.ReadZone(t.Context(), inspecttest.Source(made.Clean()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(inspecttest.Specimen(), got); diff != "" {
		t.Error(diff)
	}
}

func TestAReaderThatFallsOrLiesReadsNoZoneAndNothingElseHappens(t *testing.T) {
	t.Parallel()
	limits := inspect.DefaultLimits()
	limits.Zone = time.Second
	zone := func(body string) string {
		return `printf 'Z\0\0\0\` + octal(len(body)) + `%s' '` + body + `'; printf 'E\0\0\0\0'`
	}
	valid := `["` + strings.Join(inspecttest.Specimen(), `","`) + `"]`
	for _, row := range []struct {
		name, script string
		want         []string
	}{
		{"it does not end", "sleep 1000", nil},
		{"it takes all processor time", "kill -XCPU $$", nil},
		{"the machine has no memory left", "kill -KILL $$", nil},
		{"it falls", "kill -SEGV $$", nil},
		{"it says nothing", "exit 0", nil},
		{"it says something else", "echo hello hello hello", nil},
		{"it says what is no zone", zone(`["SCRIPT","ALERT"]`), nil},
		{"a check digit is wrong", zone(strings.Replace(valid, "C36", "C37", 1)), nil},
		{"its lines are no list", zone(`{"a":1}`), nil},
		{"it ends without an end", strings.TrimSuffix(zone(valid), `; printf 'E\0\0\0\0'`), nil},
		{"there is none", zone("null"), nil},
		{"it reads one", zone(valid), inspecttest.Specimen()},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			i := inspect.New(inspect.Config{Command: shell(row.script), Limits: limits})
			got, err := i.ReadZone(t.Context(), inspecttest.Source([]byte("a picture")))
			if diff := cmp.Diff(row.want, got); diff != "" || err != nil {
				t.Errorf("%v: %s", err, diff)
			}
		})
	}
}

func octal(n int) string { return string([]byte{'0' + byte(n/64), '0' + byte(n/8%8), '0' + byte(n%8)}) } //nolint:gosec // G115: under 256

func TestAReaderThatCannotBeStartedIsTriedLater(t *testing.T) {
	t.Parallel()
	i := inspect.New(inspect.Config{Command: []string{"/nowhere/sejur", "parse"}})
	_, err := i.ReadZone(t.Context(), inspecttest.Source([]byte("a picture")))
	if fault.KindOf(err) != fault.Unavailable {
		t.Error(err)
	}
}

// What makes a file heavy is refused before: whoever reads a zone holds it off all the same.
func TestAHostilePictureHasNoZone(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("SKIPPED: hostile pictures without a zone are left to make test, because -short was given: a minute of processor time")
	}
	i := reader(t)
	for _, c := range inspecttest.Hostile() {
		data := c.Data()
		if !bytes.HasPrefix(data, []byte("\xff\xd8")) && !bytes.HasPrefix(data, []byte("\x89PNG")) {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			if got, err := i.ReadZone(t.Context(), inspecttest.Source(data)); err != nil || got != nil {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}
