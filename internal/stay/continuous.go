package stay

import (
	"slices"

	"sejur/internal/calendar"
)

// Rule names a right that asks for years of unbroken residence.
type Rule string

// The rules, and what each asks for.
const (
	// LongTerm: 5 years; for holders of a temporary right (Aliens Ordinance, OUG 194/2002).
	LongTerm Rule = "long-term"
	// LongTermProtection: 4 years; for refugees and beneficiaries of subsidiary protection. Time under another
	// title counts as well; that the person holds protection now is for the caller to know.
	LongTermProtection Rule = "long-term-protection"
	// EUPermanent: 5 years; for citizens of the EU, the EEA and Switzerland and their families (OUG 102/2005).
	// Every lawful title counts in full.
	EUPermanent Rule = "eu-permanent"
)

func (r Rule) years() int {
	switch r {
	case LongTerm, EUPermanent:
		return 5
	case LongTermProtection:
		return 4
	default:
		return 0
	}
}

// Why an absence was necessary; only EUPermanent asks. Another absence has no reason.
const (
	Important = "important" // birth, serious illness, study, training, posting to another state
	Military  = "military"  // compulsory military service
)

// What Continuous counts at once.
const (
	maxPeriods        = 200
	maxAbsences       = 200
	maxContinuousSpan = 100 // years
)

// ContinuousInput is the question: has this residence been long enough on this day?
//
// A removal measure, a prison term and the other conditions of the right are not days and are not asked here.
type ContinuousInput struct {
	Rule     Rule          `json:"rule"`
	On       calendar.Date `json:"on"`
	Periods  []Period      `json:"periods"`
	Absences []Absence     `json:"absences"`
}

// Period is time under one title, its first and its last day included. On a day that two share, the later holds.
type Period struct {
	Title string         `json:"title"` // one of Titles, or another word; EUPermanent needs none
	From  calendar.Date  `json:"from"`
	To    *calendar.Date `json:"to,omitempty"` // absent: goes on
}

// Absence is time out of the country, from the day of leaving to the day of return. Its length is the distance
// between the two: out on the 1st and in on the 1st of the next month is exactly one month.
type Absence struct {
	Out    calendar.Date  `json:"out"`
	In     *calendar.Date `json:"in,omitempty"` // absent: not back yet
	Reason string         `json:"reason,omitempty"`
}

// ContinuousResult is the answer. Reasons is never empty.
type ContinuousResult struct {
	Eligible bool `json:"eligible"`
	// EligibleFrom is the first day on which the count is full: of the present stay when Eligible, else the
	// first after On, if the last title is kept and no absence is added to those given. It is nil when that
	// cannot be known: no title in force, one that can never lead there, or an absence without a return.
	EligibleFrom *calendar.Date `json:"eligible_from"`
	// CountedDays are the days before On that count, and Needed the days of the last 4 or 5 years, so that an
	// anniversary is exact whatever leap years lie between. Without an unbroken stay CountedDays is 0.
	CountedDays int      `json:"counted_days"`
	Needed      int      `json:"needed"`
	Reasons     []Reason `json:"reasons"`
}

// Continuous says whether a residence has lasted long enough without a break.
//
// Both long-term rules: the stay breaks, and starts again on the day of return, after an absence of more than 6
// months in a row; more than 10 months of absence in the time that is reckoned (the last days that make up the
// count) stand in the way until enough of them lie before it. Exactly 6 and exactly 10 months are within the
// limit. Days abroad within the limits count. Study counts half, and some titles not at all, without breaking
// the stay; under those titles and during study nobody is eligible.
//
// EUPermanent: the stay breaks when absences come to more than 6 months in the 12 months before any day, the
// strictest way to read "in a year". Compulsory military service is left out of that sum, and so is one absence
// of up to 12 months for an important reason, where it is needed. More than 2 years in a row always break it.
//
// Every rule: a day without a title breaks the stay, which starts again with the next title.
//
// Months are added up as law counts them. Absences: whole months of each, and the left-over days at 30 to the
// month, so ten absences of one month are exactly 10 months. Study: half as many months, and half of the days
// left over, the odd one dropped, so 4 years of it are exactly 2.
//
// It refuses, with an Error: an unknown rule or reason, missing dates and titles, an end before its beginning,
// periods or absences that overlap by more than a day, more than 200 of either, and a span of over 100 years.
func Continuous(in ContinuousInput) (ContinuousResult, error) {
	if err := in.check(); err != nil {
		return ContinuousResult{}, err
	}
	h := newHistory(in)
	now := h.look(in.On)
	res := ContinuousResult{Eligible: now.eligible, CountedDays: now.counted, Needed: now.needed}
	switch {
	case now.eligible:
		res.EligibleFrom = h.first(now.start, in.On)
	case !h.awayWithoutReturn():
		res.EligibleFrom = h.first(in.On.AddDays(1), h.horizon())
	}
	res.Reasons = h.reasons(now, res.EligibleFrom)
	return res, nil
}

func (in ContinuousInput) check() error {
	switch {
	case in.Rule.years() == 0:
		return Error{"rule", KeyRule}
	case in.On.IsZero():
		return Error{"on", KeyOnMissing}
	case len(in.Periods) > maxPeriods:
		return Error{"periods", KeyTooMany}
	case len(in.Absences) > maxAbsences:
		return Error{"absences", KeyTooMany}
	}
	for i, p := range in.Periods {
		if p.Title == "" && in.Rule != EUPermanent {
			return Error{field("periods", i, "title"), KeyTitleMissing}
		}
		if err := (span{p.From, p.To}).check("periods", i, "from", "to"); err != nil {
			return err
		}
	}
	for i, a := range in.Absences {
		if a.Reason != "" && a.Reason != Important && a.Reason != Military {
			return Error{field("absences", i, "reason"), KeyAbsence}
		}
		if err := (span{a.Out, a.In}).check("absences", i, "out", "in"); err != nil {
			return err
		}
	}
	periods := make([]span, len(in.Periods))
	for i, p := range in.Periods {
		periods[i] = span{p.From, p.To}
	}
	absences := make([]span, len(in.Absences))
	for i, a := range in.Absences {
		absences[i] = span{a.Out, a.In}
	}
	if err := checkOrder(periods, "periods", "from", "to"); err != nil {
		return err
	}
	if err := checkOrder(absences, "absences", "out", "in"); err != nil {
		return err
	}
	return checkReach(in.On, slices.Concat(periods, absences))
}

// far stands for an end that is not known: after every date that can be written, and early enough that years
// can be added to it.
func far() calendar.Date { return calendar.On(2500, 1, 1) }

// span is a beginning and an end that may be open, of a period or of an absence.
type span struct {
	from calendar.Date
	to   *calendar.Date
}

func (s span) open() bool { return s.to == nil || s.to.IsZero() }

func (s span) end() calendar.Date {
	if s.open() {
		return far()
	}
	return *s.to
}

func (s span) check(list string, i int, from, to string) error {
	switch {
	case s.from.IsZero():
		return Error{field(list, i, from), KeyEntryMissing}
	case s.end().Before(s.from):
		return Error{field(list, i, to), KeyExitFirst}
	}
	return nil
}

// checkOrder refuses spans that share more than a day, by their place in the input.
func checkOrder(spans []span, list, from, to string) error {
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return spans[i].compare(spans[j]) })
	for at := 1; at < len(order); at++ {
		before, i := spans[order[at-1]], order[at]
		switch {
		case before.open() && spans[i].open():
			return Error{field(list, i, to), KeyTwoOpen}
		case before.end().After(spans[i].from):
			return Error{field(list, i, from), KeyOverlap}
		}
	}
	return nil
}

func (s span) compare(other span) int {
	if by := s.from.Compare(other.from); by != 0 {
		return by
	}
	return s.end().Compare(other.end())
}

func checkReach(on calendar.Date, spans []span) error {
	first, last := on, on
	for _, s := range spans {
		if s.from.Before(first) {
			first = s.from
		}
		if s.from.After(last) {
			last = s.from
		}
		if !s.open() && s.to.After(last) {
			last = *s.to
		}
	}
	if last.Year() > calendar.MaxYear || first.Year() < calendar.MinYear || last.After(first.AddYears(maxContinuousSpan)) {
		return Error{"periods", KeySpan}
	}
	return nil
}
