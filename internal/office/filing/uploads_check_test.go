package filing_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/office/filing"
	"sejur/internal/store/storetest"
)

func TestAFileWaitsWhileTheScannerGivesNoAnswer(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		up := m.receive(scanned(1, kilo))
		m.scan = fault.New(fault.Unavailable, application.ScannerDown)
		for range 2 {
			errs := m.work()
			if len(errs) != 1 || told(errs[0]) != application.ScannerDown {
				t.Fatalf("the scanner is down: %v", errs)
			}
			if diff := cmp.Diff([]application.UploadState{application.UploadWaiting}, states(m.line())); diff != "" {
				t.Error(diff)
			}
			m.forward(2 * time.Minute)
		}
		if m.CheckWay(t.Context()) == nil {
			t.Error("the way is open")
		}
		if _, err := m.Original(t.Context(), m.mine, m.one(up.ID)); told(err) != "not-found" {
			t.Errorf("it was handed out: %v", err)
		}
		m.scan = nil
		if errs := m.work(); len(errs) != 1 || errs[0] != nil {
			t.Errorf("again: %v", errs)
		}
		if diff := cmp.Diff([]application.UploadState{application.UploadReady}, states(m.line())); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatAFileIsToldToBeDecidesWhatBecomesOfIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		with  func(m *mailroom)
		state application.UploadState
		why   string
		scan  application.Scan
		fails bool
	}{
		"malware":  {func(m *mailroom) { m.malware = "EICAR" }, application.UploadRefused, filing.RefusedMalware, application.ScanFound, false},
		"a script": {func(m *mailroom) { m.found.Refused = "upload.refused.script" }, application.UploadRefused, "upload.refused.script", application.ScanClean, false},
		"no inspector": {
			func(m *mailroom) { m.inspect = fault.New(fault.Unavailable, "upload.inspector-away") }, application.UploadChecking, "", "", true,
		},
		"damaged here": {
			func(m *mailroom) {
				for _, place := range m.files.Lying(m.t) {
					if err := os.Truncate(m.files.Path(place), 100); err != nil {
						m.t.Fatal(err)
					}
				}
			}, application.UploadRefused, filing.RefusedDamaged, application.Unscanned, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mailroomOn(t, t.TempDir()+"/sejur.db")
			m.pieces = []application.Piece{{Part: application.Picture, N: 1}}
			m.receive(scanned(1, kilo))
			test.with(m)
			errs := m.work()
			if len(errs) != 1 || (errs[0] != nil) != test.fails {
				t.Errorf("the check: %v", errs)
			}
			got := m.line().Line.Uploads[0]
			if got.State != test.state || got.Refused != test.why || got.Scanned != test.scan {
				t.Errorf("it is %s %q %q", got.State, got.Refused, got.Scanned)
			}
			if name != "damaged here" {
				m.audit()
			}
		})
	}
}

func TestACheckMayRunTwiceAndLate(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		m.pieces = []application.Piece{{Part: application.Picture, N: 1}}
		up := m.receive(scanned(1, kilo))
		held := office.Held{ID: "nobody", Token: 7}
		// A run that lost its job changes nothing, and leaves nothing behind.
		if err := m.CheckUpload(t.Context(), held, up.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("without its job: %v", err)
		}
		m.audit()
		m.work()
		before := m.line()
		if err := m.CheckUpload(t.Context(), held, up.ID); err != nil {
			t.Errorf("again: %v", err)
		}
		if diff := cmp.Diff(before.Line.Uploads, m.line().Line.Uploads); diff != "" {
			t.Error(diff)
		}
		gone := m.receive(scanned(2, kilo))
		// Removed while it was looked into.
		m.points = func(point string) {
			if point == "check.inspected" {
				if err := m.RemoveUpload(t.Context(), m.mine, filing.Asked{}, m.one(gone.ID)); err != nil {
					t.Error(err)
				}
			}
		}
		if errs := m.work(); len(errs) != 1 || errs[0] != nil {
			t.Errorf("removed meanwhile: %v", errs)
		}
		m.points = nil
		m.audit()
		if err := m.RestoreUpload(t.Context(), m.mine, filing.Asked{}, m.one(gone.ID)); err != nil {
			t.Fatal(err)
		}
		if errs := m.work(); len(errs) != 1 || errs[0] != nil {
			t.Errorf("brought back: %v", errs)
		}
		if diff := cmp.Diff([]application.UploadState{application.UploadReady, application.UploadReady}, states(m.line())); diff != "" {
			t.Error(diff)
		}
		if err := m.CheckUpload(t.Context(), held, "no-such"); err != nil {
			t.Errorf("erased: %v", err)
		}
	})
}

// Whoever falls at a point between two steps leaves at worst files without a row, which the sweep takes; and the step can be done again.
func TestAFallAtAnyPointLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	errFall := errors.New("fell")
	body := scanned(1, 600*kilo)
	for _, point := range []string{
		"receive.stored", "receive.written", "append.stored", "append.written", "finish.stored", "finish.written", "check.scanned", "check.kept",
		"check.inspected", "check.written",
	} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			eachMailroom(t, func(t *testing.T, m *mailroom) {
				m.pieces = []application.Piece{{Part: application.Clean}, {Part: application.Picture, N: 1}}
				fell := 0
				m.points = func(name string) {
					if name == point && fell == 0 {
						fell++
						panic(errFall)
					}
				}
				attempt := func(do func() error) error {
					var err error
					func() {
						defer func() {
							if recover() != nil {
								err = errFall
							}
						}()
						err = do()
					}()
					return err
				}
				until := func(do func() error) {
					t.Helper()
					for range 2 {
						if err := attempt(do); err == nil {
							return
						} else if !errors.Is(err, errFall) {
							t.Fatal(err)
						}
						m.forward(2 * time.Minute)
					}
				}
				in := m.announce("parts.pdf")
				in.Size, in.Digest = int64(len(body)), digest(body)
				until(func() error {
					_, err := m.Receive(t.Context(), m.mine, filing.Asked{}, m.announce("whole.pdf"), bytes.NewReader(scanned(2, kilo)))
					return err
				})
				var up application.Upload
				until(func() (err error) { up, err = m.Begin(t.Context(), m.mine, filing.Asked{}, in); return err })
				for up.Size < in.Size {
					until(func() error {
						now, err := m.Begin(t.Context(), m.mine, filing.Asked{}, in)
						if err != nil {
							return err
						}
						up, err = m.Append(t.Context(), m.mine, filing.Asked{}, m.one(now.ID), now.Size, bytes.NewReader(body[now.Size:min(now.Size+300*kilo, in.Size)]))
						return err
					})
				}
				until(func() error { _, err := m.Finish(t.Context(), m.mine, filing.Asked{}, m.one(up.ID)); return err })
				for range 3 {
					_ = attempt(func() error { m.work(); return nil })
					m.forward(2 * time.Minute)
				}
				if fell != 1 {
					t.Fatal("the point was not reached")
				}
				want := []application.UploadState{application.UploadReady, application.UploadReady}
				if diff := cmp.Diff(want, states(m.line())); diff != "" {
					t.Error(diff)
				}
				m.swept()
			})
		})
	}
}

func TestWhatWasBegunAndNotEndedGoesAfterADay(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		in := m.announce("parts.pdf")
		in.Size, in.Digest = 600*kilo, digest(scanned(1, 600*kilo))
		up, err := m.Begin(t.Context(), m.mine, filing.Asked{}, in)
		if err != nil {
			t.Fatal(err)
		}
		m.forward(23 * time.Hour)
		if _, err := m.Append(t.Context(), m.mine, filing.Asked{}, m.one(up.ID), 0, bytes.NewReader(scanned(1, 300*kilo))); err != nil {
			t.Fatal(err)
		}
		m.forward(20 * time.Hour)
		m.swept()
		if len(m.line().Line.Uploads) != 1 {
			t.Fatal("it went while it came")
		}
		m.forward(4 * time.Hour)
		m.swept()
		if left := m.files.Lying(t); len(left) != 0 || len(m.line().Line.Uploads) != 0 {
			t.Errorf("%v lie there", left)
		}
	})
}

// A place without a row may be one whose row is on its way: only an hour later it goes, and not when it has got one.
func TestTheSweepTakesNothingThatIsOnItsWay(t *testing.T) {
	t.Parallel()
	eachMailroom(t, func(t *testing.T, m *mailroom) {
		m.points = func(point string) {
			if point != "receive.stored" {
				return
			}
			got, err := m.SweepFiles(t.Context())
			if err != nil || got.Strays != 1 || got.Gone != 0 {
				t.Errorf("swept %+v, %v", got, err)
			}
		}
		m.receive(scanned(1, kilo))
		m.points = nil
		m.forward(2 * time.Hour)
		m.swept()
		if len(m.files.Lying(t)) != 1 {
			t.Error("it went")
		}
	})
}

func TestEveryDamagedFileIsFoundAndNotServed(t *testing.T) {
	t.Parallel()
	m := mailroomOn(t, t.TempDir()+"/sejur.db")
	n := 200
	if !testing.Short() {
		n = 1000
	}
	places := fill(t, m, n)
	damage := map[string]bool{}
	for i, place := range places {
		path := m.files.Path(place)
		switch i % 5 {
		case 0:
			flip(t, path)
		case 1:
			if err := os.Truncate(path, int64(i%50)); err != nil {
				t.Fatal(err)
			}
		case 2:
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		case 3: // exchanged with its neighbour, which is damaged by that too
			if i+1 < len(places) {
				swap(t, path, m.files.Path(places[i+1]))
				damage[places[i+1]] = true
			}
		}
		if i%5 != 4 {
			damage[place] = true
		}
	}
	if got, err := m.Scrub(t.Context()); err != nil || got.Weighed != 0 {
		t.Errorf("weighed again so soon: %+v, %v", got, err)
	}
	m.forward(filing.ScrubEvery + time.Second)
	got, err := m.Scrub(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Weighed != n || got.Lost+got.Altered != len(damage) {
		t.Errorf("of %d damaged ones it found %+v", len(damage), got)
	}
	found := 0
	operator := operator()
	for after := ""; ; {
		page, err := m.Flawed(t.Context(), operator, after)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, f := range page {
			after = f.Place
			if found++; !damage[f.Place] {
				t.Errorf("%s is good", f.Place)
			}
			if _, err := m.Original(t.Context(), m.mine, m.one(f.Upload)); err == nil {
				t.Error("a damaged file is served")
			}
		}
	}
	if found != len(damage) {
		t.Errorf("%d are listed", found)
	}
}

// fill stores files of one upload each, behind the desk's back, and returns their places.
func fill(t *testing.T, m *mailroom, n int) (places []string) {
	t.Helper()
	db := storetest.SQL(t, m.database)
	at := m.now().UTC().Format("2006-01-02T15:04:05.000000Z")
	for i := range n {
		s, err := m.files.Put(t.Context(), bytes.NewReader(scanned(byte(i), 2000+i)), mega)
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("upload-%04d", i)
		_, err = db.ExecContext(t.Context(), `INSERT INTO upload (id, application, document, correction, position, name, state, refused, kind, pages, size, expected,
			digest, scanned, received_at, checked_at, removed_at, version) VALUES ($1, $2, 'passport', '', 1, '', 'ready', '', 'pdf', 1, 1, 0, 'd', '', $3, '', '', 1)`, id, string(m.draft), at)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.ExecContext(t.Context(), `INSERT INTO upload_file (place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault)
			VALUES ($1, $2, 'original', 0, $3, $4, $5, $6, $7, '')`, s.Place, id, s.Size, s.Digest, s.KeptSize, s.Kept, at)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, s.Place)
	}
	return places
}

func flip(t *testing.T, path string) {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	body[len(body)/2] ^= 1
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
}

func swap(t *testing.T, a, b string) {
	t.Helper()
	if err := errors.Join(os.Rename(a, a+"x"), os.Rename(b, a), os.Rename(a+"x", b)); err != nil {
		t.Fatal(err)
	}
}
