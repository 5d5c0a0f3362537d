package issuing

import (
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/verdict"
)

// Verdict is what the office says of a document, in the form in which whoever checks one is answered everywhere. Words are those of the
// paper in lang, where it has them, and Romanian otherwise.
func (v Verified) Verdict(lang locale.Lang, today calendar.Date) verdict.Verdict {
	out := verdict.Verdict{
		Status: status(v.Status), Document: string(v.Kind), On: today.String(),
		Facts: verdict.Facts{{Name: "number", Value: string(v.Number)}, {Name: "code", Value: v.Code.String()}, {Name: "issued", Value: v.IssuedOn.String()}},
	}
	if v.Status != document.IsGenuine {
		out.Since = v.Since.String()
	}
	if !v.ValidUntil.IsZero() {
		out.Facts = append(out.Facts, verdict.Fact{Name: "valid_until", Value: v.ValidUntil.String()})
		if v.Status == document.IsExpired {
			out.Since = v.ValidUntil.String()
		}
	}
	for _, f := range v.Facts {
		value := f.Value
		if f.Other != "" && lang == v.Lang {
			value = f.Other
		}
		out.Facts = append(out.Facts, verdict.Fact{Name: strings.ReplaceAll(string(f.Name), "-", "_"), Value: value})
	}
	if v.Specimen {
		out.Notes = append(out.Notes, verdict.Specimen)
	}
	return out
}

func status(s document.Status) verdict.Status {
	switch s {
	case document.IsGenuine:
		return verdict.Genuine
	case document.IsRevoked:
		return verdict.Revoked
	case document.IsLost:
		return verdict.Lost
	case document.IsExpired:
		return verdict.Expired
	}
	return verdict.Unknown
}
