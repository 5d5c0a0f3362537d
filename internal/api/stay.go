package api

import (
	"errors"
	"fmt"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/stay"
)

// Short counts the 90 days in any 180 of the stays in a JSON question (stay.ShortInput).
func Short(data []byte) (stay.ShortResult, error) {
	var in stay.ShortInput
	if faults := read(data, &in); len(faults) > 0 {
		return stay.ShortResult{}, faults
	}
	out, err := stay.Short(in)
	if err != nil {
		return stay.ShortResult{}, stayFault(err)
	}
	return out, nil
}

// Continuity is the answer of Continuous. Days count as stay.ContinuousResult says.
type Continuity struct {
	Eligible     bool           `json:"eligible"`
	EligibleFrom *calendar.Date `json:"eligible_from"`
	CountedDays  int            `json:"counted_days"`
	Needed       int            `json:"needed"`
	Reasons      []StayReason   `json:"reasons"`
}

// StayReason is one thing to know about the count, with the law it follows.
type StayReason struct {
	law.Reason
	Warning bool `json:"warning,omitempty"` // it decides nothing today, and the person should know
}

// Continuous counts the unbroken residence in a JSON question (stay.ContinuousInput) and says why in words.
func Continuous(data []byte, l *law.Law, p *locale.Printer) (Continuity, error) {
	var in stay.ContinuousInput
	if faults := read(data, &in); len(faults) > 0 {
		return Continuity{}, faults
	}
	res, err := stay.Continuous(in)
	if err != nil {
		return Continuity{}, stayFault(err)
	}
	out := Continuity{
		Eligible: res.Eligible, EligibleFrom: res.EligibleFrom, CountedDays: res.CountedDays, Needed: res.Needed,
		Reasons: make([]StayReason, 0, len(res.Reasons)),
	}
	sources := l.Sources(groundsOf(in.Rule)...)
	for _, r := range res.Reasons {
		reason := law.Reason{ID: strings.TrimPrefix(r.Key, "stay/"), Text: reasonText(p, r), Sources: sources}
		out.Reasons = append(out.Reasons, StayReason{Reason: reason, Warning: r.Warning})
	}
	return out, nil
}

// groundsOf are the sources of a rule, by their id in the law.
func groundsOf(rule stay.Rule) []string {
	if rule == stay.EUPermanent {
		return []string{"s3-eu", "oug102"}
	}
	return []string{"s1-ltr"}
}

// reasonText is the sentence of a reason. A reason without a date or title has a sentence that needs none.
//
//locale:uses stay.reason.* stay.title.*
func reasonText(p *locale.Printer, r stay.Reason) string {
	key := "stay.reason." + strings.TrimPrefix(r.Key, "stay/")
	if r.Date.IsZero() && p.Has(key+"-undated") {
		key += "-undated"
	}
	return p.T(key, locale.Num("n", r.Days), locale.Str("date", p.Date(r.Date)), locale.Str("title", titleText(p, r.Title)))
}

// titleText is a title in words; a title of the caller's own stays as it is written.
func titleText(p *locale.Printer, title string) string {
	if key := "stay.title." + title; p.Has(key) {
		return p.T(key)
	}
	return Clip(title)
}

// stayFault gives the calculator's errors the form of every other fault.
func stayFault(err error) error {
	var e stay.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("count the stay: %w", err)
	}
	args := []fault.Arg{}
	switch e.Key {
	case stay.KeyRule:
		args = append(args, fault.Text("accepted", listed(stay.LongTerm, stay.LongTermProtection, stay.EUPermanent)))
	case stay.KeyAbsence:
		args = append(args, fault.Text("accepted", listed(stay.Important, stay.Military)))
	}
	return fault.Field(e.Field, strings.ReplaceAll(e.Key, "/", "."), args...)
}

func listed[S ~string](names ...S) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = string(n)
	}
	return strings.Join(words, ", ")
}
