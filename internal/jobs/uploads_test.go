package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/jobs"
	"sejur/internal/office"
	"sejur/internal/office/filing"
)

// mailroom notes what its jobs ask of it.
type mailroom struct {
	asked []string
	err   error
}

func (m *mailroom) CheckUpload(_ context.Context, held office.Held, id application.UploadID) error {
	m.asked = append(m.asked, "check "+string(id)+" by "+held.ID)
	return m.err
}

func (m *mailroom) ReadZone(_ context.Context, held office.Held, id application.UploadID) error {
	m.asked = append(m.asked, "zone "+string(id)+" by "+held.ID)
	return m.err
}

func (m *mailroom) CheckWay(context.Context) error { return m.err }

func (m *mailroom) SweepFiles(context.Context) (filing.Swept, error) {
	m.asked = append(m.asked, "sweep")
	return filing.Swept{}, m.err
}

func (m *mailroom) Scrub(context.Context) (filing.Scrubbed, error) {
	m.asked = append(m.asked, "scrub")
	return filing.Scrubbed{}, m.err
}

func TestEachJobOfFilesAsksForItsWork(t *testing.T) {
	t.Parallel()
	m := &mailroom{}
	body, err := json.Marshal(filing.CheckBody{Upload: "u1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range jobs.Uploads(m) {
		if err := k.Run(t.Context(), office.Ticket{ID: "j1", Body: body}); err != nil {
			t.Errorf("%s: %v", k.Name, err)
		}
		if (k.Way != nil) != (k.Name == filing.CheckJob) {
			t.Errorf("%s has a way: %t", k.Name, k.Way != nil)
		}
	}
	if diff := cmp.Diff([]string{"check u1 by j1", "zone u1 by j1", "sweep", "scrub"}, m.asked); diff != "" {
		t.Error(diff)
	}
	m.err = errors.New("planted")
	for _, k := range jobs.Uploads(m) {
		if err := k.Run(t.Context(), office.Ticket{ID: "j1", Body: body}); !errors.Is(err, m.err) {
			t.Errorf("%s says nothing of its failure", k.Name)
		}
	}
	if err := jobs.Uploads(m)[0].Run(t.Context(), office.Ticket{Body: []byte("[]")}); err == nil {
		t.Error("a job without a file is done")
	}
}
