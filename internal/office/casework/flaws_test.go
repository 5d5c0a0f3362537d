package casework_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
	"sejur/internal/store"
)

// line is a paper of a case as an officer sees it.
func (d *desk) line(id casefile.ID, document string) casework.Line {
	d.t.Helper()
	for _, l := range d.opened(d.officer, id).Lines {
		if l.Document == document {
			return l
		}
	}
	d.t.Fatalf("the case has no %s", document)
	return casework.Line{}
}

// place is where a picture of a paper lies in the store of files.
func (d *desk) place(c casefile.Case, document string, n int) (place string) {
	d.t.Helper()
	upload := d.line(c.ID, document).Uploads[0].ID
	err := d.store.Read(d.t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, f, err := tx.CaseFiles().Find(ctx, application.ID(c.Application), upload, application.Picture, n)
		place = f.Place
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return place
}

// keysOf are those of an error, with the fields that they are about; none of no error.
func keysOf(err error) (out []string) {
	if err == nil {
		return nil
	}
	for _, e := range fault.All(err) {
		out = append(out, e.Field+" "+e.Key)
	}
	return out
}

func TestAFileThatIsNotReadyIsNeitherAcceptedNorHandedOver(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		who := caseworktest.Keep(t, d.store, d.owner, caseworktest.Amina(), noon)
		for state, standing := range map[application.UploadState]application.Standing{
			application.UploadReceiving: application.Receiving, application.UploadChecking: application.Checking, // its inspection is under way
			application.UploadWaiting: application.Waiting, // the scanner was down
			application.UploadRefused: application.Refusal, // the inspection found something
		} {
			papers := d.papers()
			papers[0].State = state
			first, second := papers[0].Document, papers[1].Document
			c := d.send(caseworktest.Sent{Person: who, Papers: papers})
			l := d.line(c.ID, first)
			if l.Standing != standing {
				t.Errorf("%s: it stands as %s", state, l.Standing)
			}
			refused := []string{first + " casework.not-ready"}
			err := d.AcceptDocument(t.Context(), d.officer, casework.Asked{}, d.decision(c.ID, first))
			if diff := cmp.Diff(refused, keysOf(err)); diff != "" {
				t.Error(state, diff)
			}
			err = d.AcceptReady(t.Context(), d.officer, casework.Asked{}, []casework.Decision{d.decision(c.ID, second), d.decision(c.ID, first)})
			if diff := cmp.Diff(refused, keysOf(err)); diff != "" || d.line(c.ID, second).State != application.Open {
				t.Error(state, "with another:", diff)
			}
			file := casework.FileOf{Case: c.ID, Upload: l.Uploads[0].ID, N: 1}
			_, err = d.Picture(t.Context(), d.officer, file)
			is(t, string(state)+": its picture", err, fault.NotFound)
			_, err = d.Original(t.Context(), d.officer, file)
			is(t, string(state)+": its original", err, fault.NotFound)
			ask := casework.Asking{Decision: d.decision(c.ID, first), Reason: "unreadable"}
			if err := d.AskAnother(t.Context(), d.officer, casework.Asked{}, ask); err != nil {
				t.Errorf("%s: another is asked for: %v", state, err)
			}
		}
	})
}

func TestAFileThatNoScannerSawIsSaidToBeSuchAndIsAccepted(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		papers := d.papers()
		papers[0].Scanned = application.Unscanned
		c := d.send(caseworktest.Sent{Papers: papers})
		if l := d.line(c.ID, papers[0].Document); l.Uploads[0].Scanned != application.Unscanned || l.Standing != application.Uploaded {
			t.Errorf("%+v", l)
		}
		if err := d.AcceptDocument(t.Context(), d.officer, casework.Asked{}, d.decision(c.ID, papers[0].Document)); err != nil {
			t.Error(err)
		}
	})
}

// What the store of files lost or spoiled is said of the file; what the office has seen of the paper is the officer's to judge.
func TestAFileThatTheStoreSpoiledIsNotHandedOverAndTheOthersAre(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		papers := d.papers()
		papers[0].Pages, papers[2].Flaw = 2, application.Altered
		c := d.send(caseworktest.Sent{Papers: papers})
		d.files.Lose(d.place(c, papers[0].Document, 1))
		d.files.Change(d.place(c, papers[1].Document, 1), caseworktest.Picture(9))
		for _, tt := range []struct {
			name string
			of   int
			n    int
			want []string
		}{
			{"a lost page", 0, 1, []string{" " + application.FileLost}},
			{"the next page", 0, 2, nil},
			{"a page that is another", 1, 1, []string{" " + application.FileAltered}},
			{"another paper", 3, 1, nil},
		} {
			_, err := d.Picture(t.Context(), d.officer, casework.FileOf{Case: c.ID, Upload: d.line(c.ID, papers[tt.of].Document).Uploads[0].ID, N: tt.n})
			if diff := cmp.Diff(tt.want, keysOf(err)); diff != "" {
				t.Error(tt.name, diff)
			}
		}
		flawed := d.line(c.ID, papers[2].Document).Uploads[0].ID
		want := []application.File{
			{Upload: flawed, Part: application.Original, Flaw: application.Altered}, {Upload: flawed, Part: application.Picture, N: 1, Flaw: application.Altered},
		}
		if diff := cmp.Diff(want, d.opened(d.officer, c.ID).Flawed); diff != "" {
			t.Error(diff)
		}
		if err := d.AcceptDocument(t.Context(), d.officer, casework.Asked{}, d.decision(c.ID, papers[2].Document)); err != nil {
			t.Errorf("accepting what was noticed to be spoiled: %v", err)
		}
	})
}
