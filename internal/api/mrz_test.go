package api_test

import (
	"strings"
	"testing"

	"sejur/internal/api"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// TestEveryFaultOfAZoneHasItsSentence asks in each language for each thing that can be wrong with a zone.
func TestEveryFaultOfAZoneHasItsSentence(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	read := func(lines string) error { _, err := api.ReadMRZ([]byte(lines)); return err }
	write := func(question string) error { _, err := api.WriteMRZ([]byte(question), ""); return err }
	for key, err := range map[string]error{
		"mrz.empty":          read(""),
		"mrz.lines":          read("A"),
		"mrz.length":         read("A\nB"),
		"mrz.character":      read(strings.Repeat("!", 88)),
		"mrz.letter":         read(strings.Repeat("<", 88)),
		"mrz.digit":          read(strings.Repeat("<", 88)),
		"mrz.check-digit":    read(strings.Repeat("A", 88)),
		"mrz.date":           read(strings.Repeat("9", 88)),
		"mrz.sex":            read(strings.Repeat("9", 88)),
		"mrz.missing":        read(strings.Repeat("<", 88)),
		"mrz.format":         write(`{"format":"TD4"}`),
		"mrz.document-code":  write(`{"format":"TD3","document_code":"I"}`),
		"mrz.state":          write(`{"format":"TD3","issuer":"U1"}`),
		"mrz.number":         write(`{"format":"TD3","document_number":"ș"}`),
		"mrz.number-gap":     write(`{"format":"TD1","document_number":"1234567890 1"}`),
		"mrz.date-form":      write(`{"format":"TD3","birth_date":"1"}`),
		"mrz.too-long":       write(`{"format":"TD1","document_number":"1234567890123456789012","optional_data":"1"}`),
		"mrz.no-place":       write(`{"format":"TD3","optional_data_2":"1"}`),
		"mrz.name-digit":     write(`{"format":"TD3","surname":"1"}`),
		"mrz.unknown-letter": write(`{"format":"TD3","surname":"Ω"}`),
		"field.unknown-near": write(`{"format":"TD3","documnt_number":"1"}`),
	} {
		found := false
		for _, f := range fault.All(err) {
			found = found || f.Key == key
			for _, lang := range locale.All() {
				if text := api.Sentence(catalogue.For(lang), f); strings.Contains(text, "{") || strings.Contains(text, f.Key) {
					t.Errorf("%s in %s is %q", f.Key, lang, text)
				}
			}
		}
		if !found {
			t.Errorf("%s is not told: %v", key, err)
		}
	}
}
