package main

import (
	"fmt"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/seal"
)

// sealText is what a seal says, a line for each feature, and the verdict.
//
//locale:uses seal.kind.* seal.feature.*
func sealText(p *locale.Printer, s seal.Seal, verdict seal.Verdict) string {
	kind := p.T("seal.unknown-kind", locale.Str("definition", fmt.Sprintf("%02X", s.Definition)), locale.Str("category", fmt.Sprintf("%02X", s.Category)))
	if name := s.Kind(); name != "" {
		kind = sealName(p, "seal.kind.", name)
	}
	lines := []string{
		kind,
		p.T("seal.issued", locale.Str("country", strings.TrimRight(s.Country, "<")), locale.Str("date", sealDay(p, s.Issued))),
		p.T("seal.signed", locale.Str("signer", s.Signer), locale.Str("certificate", s.Certificate), locale.Str("date", sealDay(p, s.Header.Signed))),
	}
	for _, f := range s.Features {
		lines = append(lines, sealName(p, "seal.feature.", f.Name)+": "+sealValue(p, f))
	}
	if verdict.Status == seal.Valid {
		lines = append(lines, p.T("seal.valid"))
	}
	if verdict.Sub == seal.Outside {
		lines = append(lines, p.T("seal.outside"))
	}
	return strings.Join(lines, "\n") + "\n"
}

// sealName is the reader's word for a name of the standard, or that name where we have no word.
func sealName(p *locale.Printer, prefix, name string) string {
	key := prefix + strings.ReplaceAll(strings.ToLower(name), "_", "-")
	if p.Has(key) {
		return p.T(key)
	}
	return name
}

func sealDay(p *locale.Printer, day string) string {
	date, err := calendar.Parse(day)
	if err != nil {
		return day
	}
	return p.Date(date)
}

func sealValue(p *locale.Printer, f seal.Feature) string {
	switch {
	case f.Name == "DURATION_OF_STAY" && len(f.Bytes) == 3:
		return fmt.Sprintf("%d, %d, %d", f.Bytes[0], f.Bytes[1], f.Bytes[2])
	case f.Coding == seal.Date || f.Coding == seal.Masked || f.Coding == seal.Stamp:
		return sealDay(p, f.Value)
	case strings.Contains(f.Value, "\n"):
		return "\n  " + strings.ReplaceAll(f.Value, "\n", "\n  ")
	}
	return f.Value
}
