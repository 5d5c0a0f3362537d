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
	Eligible     bool             `json:"eligible"`
	EligibleFrom *calendar.Date   `json:"eligible_from"`
	CountedDays  int              `json:"counted_days"`
	Needed       int              `json:"needed"`
	Reasons      []law.StayReason `json:"reasons"`
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
	return Continuity{
		Eligible: res.Eligible, EligibleFrom: res.EligibleFrom, CountedDays: res.CountedDays, Needed: res.Needed,
		Reasons: l.StayReasons(in.Rule, res.Reasons, p.Lang()),
	}, nil
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
