package law_test

import (
	"slices"
	"testing"

	"sejur/internal/law"
	"sejur/internal/locale"
)

// People type what they call a thing, in their language, in a hurry. What they mean stands among the first three.
func TestSearch(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	for _, row := range []struct{ words, want string }{
		{"student permit", "study-permit"},
		{"studnet", "study-permit"},
		{"studii", "study-permit"},
		{"навчання", "study-permit"},
		{"certificat de înregistrare", "eu-registration-certificate"},
		{"certificat de inregistrare", "eu-registration-certificate"},
		{"temporary protection", "temporary-protection"},
		{"protectie temporara", "temporary-protection"},
		{"тимчасовий захист", "temporary-protection"},
		{"invitation", "invitation-approval"},
		{"invitatie", "invitation-approval"},
		{"long term", "ltr-right"},
		{"termen lung", "ltr-right"},
		{"asylum", "asylum-id-document"},
		{"azil", "asylum-id-document"},
		{"cazier judiciar", "criminal-record-ro"},
		{"criminal record", "criminal-record-ro"},
		{"medical certificate", "medical-cert"},
		{"adeverinta medicala", "medical-cert"},
		{"Timișoara", "igi-tm"},
		{"timisoara", "igi-tm"},
		{"Cluj", "igi-cj"},
		{"Клуж", "igi-cj"},
		{"Iorga", "igi-b-iorga"},
	} {
		t.Run(row.words, func(t *testing.T) {
			t.Parallel()
			for _, lang := range locale.All() {
				found := ids(l.Search(row.words, lang, day(t, askedOn)), func(f law.Found) string { return f.ID })
				if !slices.Contains(found[:min(len(found), 3)], row.want) {
					t.Errorf("%s: %q finds %v, want %s among the first three", lang, row.words, found, row.want)
				}
			}
		})
	}
}

func TestASearchSaysWhatItFound(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	if got := l.Search("qqqqqq", locale.EN, day(t, askedOn)); len(got) != 0 {
		t.Errorf("a word of no language finds %v", got)
	}
	kinds := map[string]bool{}
	for _, words := range []string{"permis", "документ", "office"} {
		for _, f := range l.Search(words, locale.UK, day(t, askedOn)) {
			kinds[f.Kind] = true
			if f.Title == "" || f.TitleRO == "" {
				t.Errorf("%q finds %s, which has no name", words, f.ID)
			}
		}
	}
	for _, kind := range []string{"procedure", "document", "office"} {
		if !kinds[kind] {
			t.Errorf("no %s was found", kind)
		}
	}
	closed := l.Search("work approval employer", locale.EN, day(t, askedOn))
	for _, f := range closed {
		if f.ID == "work-approval-employer" && f.InForce {
			t.Error("a closed procedure is shown as open")
		}
	}
}
