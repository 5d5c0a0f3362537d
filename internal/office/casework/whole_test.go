package casework_test

import (
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
)

// whole asks for a whole file.
func (d *desk) whole(by access.Actor, id casefile.ID) (casework.Whole, error) {
	return d.WholeFile(d.t.Context(), by, casework.Opening{Case: id, Lang: locale.RO, Reason: "second-look"})
}

// counted is a paper of a whole file with the number of its pictures.
type counted struct {
	Document                             string
	Pictures, NotReady, LeftOut, Damaged int
	Hidden                               bool
}

func count(w casework.Whole) (out []counted) {
	for _, p := range w.Papers {
		out = append(out, counted{p.Document, len(p.Pictures), p.NotReady, p.LeftOut, p.Damaged, p.Hidden})
	}
	return out
}

func TestAWholeFileHasWhatIsReadyAndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		papers := d.papers()[:6]
		lost, changed := papers[4].Document, papers[5].Document
		papers[0].Pages, papers[1].State, papers[2].State, papers[3].Flaw, papers[4].Pages =
			2, application.UploadWaiting, application.UploadRefused, application.Lost, 3
		again, removed, noPicture := papers[0], papers[0], caseworktest.Paper{Document: "dependency-proof", Pictures: [][]byte{[]byte("%PDF-1.7"), caseworktest.Picture(1)}}
		again.State, removed.State = application.UploadChecking, application.UploadRemoved
		c := d.send(caseworktest.Sent{Papers: append(papers, again, removed, noPicture)})
		d.files.Lose(d.place(c, lost, 2))
		d.files.Change(d.place(c, changed, 1), caseworktest.Picture(7))
		want := []counted{
			{Document: papers[0].Document, Pictures: 2, NotReady: 1}, {Document: papers[1].Document, NotReady: 1}, {Document: papers[2].Document, NotReady: 1},
			{Document: papers[3].Document, Damaged: 1}, {Document: lost, Pictures: 2, Damaged: 1}, {Document: changed, Damaged: 1},
			{Document: "dependency-proof", Pictures: 1, LeftOut: 1},
		}
		front := access.Actor{Kind: access.Staff, ID: "fay", Roles: []access.Role{access.FrontDesk}, Office: "igi-cj", Session: "s"}
		for _, by := range []access.Actor{d.officer, front} {
			w, err := d.whole(by, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if by.ID == front.ID && slices.Contains([]string{"medical-cert", "dependency-proof"}, want[i].Document) { // about health
					want[i] = counted{Document: want[i].Document, Hidden: true}
				}
			}
			if diff := cmp.Diff(want, count(w)); diff != "" {
				t.Error(by.ID, diff)
			}
		}
		if n := len(d.record(casework.Subject+"/"+string(c.ID), "case.print")); n != 2 {
			t.Errorf("%d entries", n)
		}
		_, err := d.WholeFile(t.Context(), d.officer, casework.Opening{Case: d.send(caseworktest.Sent{}).ID, Lang: locale.RO})
		is(t, "without a reason", err, fault.Invalid)
	})
}

func TestAWholeFileIsNotMadeWithoutTheStoreOfFiles(t *testing.T) {
	t.Parallel()
	d := deskOn(t, t.TempDir()+"/sejur.db")
	c := d.send(caseworktest.Sent{})
	var err error
	d.Desk, err = casework.New(casework.Config{
		House: office.House{Now: d.now, Mark: d.ring}, Store: store.Desk(d.store, func(tx *store.Tx) casework.Tx { return tx }), Law: d.law,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.whole(d.officer, c.ID)
	is(t, "no store", err, fault.Unavailable)
}

// large is a picture of so many bytes: what stands behind the end of a JPEG is not looked at.
func large(bytes int) []byte {
	picture := caseworktest.Picture(1)
	return append(picture, make([]byte, bytes-len(picture))...)
}

func TestAWholeFileTakesWhatHasRoomAndNoMoreMemoryHoweverMuchWasSent(t *testing.T) { //nolint:paralleltest // it measures the heap of this process
	d := deskOn(t, t.TempDir()+"/sejur.db")
	papers := d.papers()[:4]
	papers[0].Pictures = slices.Repeat([][]byte{large(7 << 20)}, 3)
	papers[1].Pictures = slices.Repeat([][]byte{large(7 << 20)}, 30)
	papers[2].Pictures = [][]byte{large(casework.MaxWhole - 3*7<<20)} // to the last byte
	c := d.send(caseworktest.Sent{Papers: papers})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	w, err := d.whole(d.officer, c.ID)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	want := []counted{
		{Document: papers[0].Document, Pictures: 3}, {Document: papers[1].Document, LeftOut: 30}, {Document: papers[2].Document, Pictures: 1},
		{Document: papers[3].Document, LeftOut: 1},
	}
	if diff := cmp.Diff(want, count(w)); diff != "" {
		t.Error(diff)
	}
	// All that was ever taken, garbage with it, so that it does not matter when it is collected.
	taken := after.TotalAlloc - before.TotalAlloc
	t.Logf("%d MB were taken for %d MB of pictures", taken>>20, casework.MaxWhole>>20)
	if taken > 4*casework.MaxWhole { // with the race detector twice what it is without
		t.Error("more than four times the room for pictures was taken")
	}
}
