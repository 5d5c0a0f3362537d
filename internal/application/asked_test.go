package application_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	romania "sejur/law"
)

func TestWhatIsAskedComesFirstAndWhatWasSentIsNotLost(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	l, err := law.Load(romania.Files, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	sent := []application.Line{
		{Document: "photo", State: application.Open, Uploads: []application.Upload{{State: application.UploadReady}}},
		{Document: "health-insurance", State: application.Replace},
		{Document: "medical-cert", State: application.Open, Uploads: []application.Upload{{State: application.UploadChecking}}},
		{Document: "a-lease", State: application.Open},
		{Document: "criminal-record-ro", State: application.Open, IssuedOn: calendar.On(2026, time.November, 1)},
	}
	papers := []law.PlanDocument{
		{ID: "criminal-record-ro"}, {ID: "photo", Grade: law.Unverified}, {ID: "lease", Undecided: true},
	}
	type line struct {
		Document string
		Need     application.Need
		Standing application.Standing
		Ages     bool
	}
	var got []line
	for _, one := range application.Beside(l, papers, sent, locale.EN) {
		if one.Need == application.NotAsked && one.Paper.Title == "" {
			t.Errorf("%s has no title", one.Document)
		}
		got = append(got, line{one.Document, one.Need, one.Standing, !one.GoodUntil.IsZero()})
	}
	want := []line{
		{"criminal-record-ro", application.Required, application.Missing, true},
		{"photo", application.Usual, application.Uploaded, false},
		{"lease", application.Perhaps, application.Missing, false},
		{"health-insurance", application.NotAsked, application.ToReplace, false},
		{"medical-cert", application.NotAsked, application.Checking, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCorrectionsStandInThePlaceOfWhatWasAnsweredBefore(t *testing.T) {
	t.Parallel()
	text := func(s string) json.RawMessage { return json.RawMessage(`"` + s + `"`) }
	pages := []application.Page{
		{ID: "home", Answers: application.Answers{"street": text("a"), "phone": text("1")}},
		{ID: "work", Answers: application.Answers{"job": text("baker")}},
		{ID: "home", Correction: "2", Answers: application.Answers{"street": text("c")}},
		{ID: "home", Correction: "1", Answers: application.Answers{"street": text("b"), "phone": json.RawMessage(application.Taken)}},
	}
	for name, row := range map[string]struct {
		corrections []string
		want        map[string]string
	}{
		"as it was sent":    {nil, map[string]string{"street": `"a"`, "phone": `"1"`, "job": `"baker"`}},
		"after the first":   {[]string{"1"}, map[string]string{"street": `"b"`, "job": `"baker"`}},
		"after the second":  {[]string{"1", "2"}, map[string]string{"street": `"c"`, "job": `"baker"`}},
		"without the first": {[]string{"2"}, map[string]string{"street": `"c"`, "phone": `"1"`, "job": `"baker"`}},
	} {
		got := make(map[string]string)
		for id, answer := range application.Answered(pages, row.corrections...) {
			got[id] = string(answer)
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
