package application_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
)

// days compares dates.
func days() cmp.Option { return cmpopts.EquateComparable(calendar.Date{}) }

func line(s application.LineState, uploads ...application.UploadState) application.Line {
	out := application.Line{Document: "photo", State: s}
	for _, u := range uploads {
		out.Uploads = append(out.Uploads, application.Upload{State: u})
	}
	return out
}

func TestALineIsAcceptedWhenEveryFileWasLookedInto(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		line application.Line
		want string // "" = accepted, else the key
	}{
		"ready":                  {line(application.Open, application.UploadReady), ""},
		"a refused one besides":  {line(application.Open, application.UploadRefused, application.UploadReady), ""},
		"one is being checked":   {line(application.Open, application.UploadReady, application.UploadChecking), "casework.not-ready"},
		"waits for the scanner":  {line(application.Open, application.UploadWaiting), "casework.not-ready"},
		"nothing":                {line(application.Open), "casework.not-ready"},
		"accepted already":       {line(application.Accepted, application.UploadReady), "conflict"},
		"another was asked for ": {line(application.Replace, application.UploadReady), "conflict"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.line.Accept()
			key := ""
			if err != nil {
				key = fault.All(err)[0].Key
			}
			if key != tt.want || (err == nil && got.State != application.Accepted) {
				t.Errorf("%s, %v", got.State, err)
			}
		})
	}
}

func TestAnotherIsAskedForWithAReason(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		reason      application.Reason
		note, field string
	}{
		"a reason":              {"unreadable", "", ""},
		"a reason and words":    {"expired", " It ended in May. ", ""},
		"none":                  {"", "words", "reason"},
		"one that is no reason": {"dislike", "", "reason"},
		"other without words":   {"other", "  ", "note"},
		"other":                 {"other", "The second page is missing.", ""},
		"too many words":        {"other", strings.Repeat("ș", application.MaxNote+1), "note"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range []application.LineState{application.Open, application.Accepted} {
				got, err := line(s, application.UploadReady).Ask(tt.reason, tt.note)
				if tt.field != "" {
					if e := fault.All(err)[0]; e.Kind != fault.Invalid || e.Field != tt.field {
						t.Errorf("%v", err)
					}
					continue
				}
				want := line(application.Replace, application.UploadReady)
				want.Reason, want.Note = tt.reason, strings.TrimSpace(tt.note)
				if diff := cmp.Diff(want, got, days()); diff != "" || err != nil {
					t.Error(err, diff)
				}
			}
		})
	}
}

func TestWhatWasSaidOfALineIsTakenBack(t *testing.T) {
	t.Parallel()
	asked, err := line(application.Open, application.UploadReady).Ask("expired", "words")
	if err != nil {
		t.Fatal(err)
	}
	got, err := asked.Undo()
	if diff := cmp.Diff(line(application.Open, application.UploadReady), got, days()); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := got.Undo(); fault.KindOf(err) != fault.Conflict {
		t.Errorf("an open line: %v", err)
	}
}
