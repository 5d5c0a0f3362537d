package casefile_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
)

// today is the day of these tests.
func today() calendar.Date { return calendar.On(2026, time.November, 30) }

func asked() []casefile.CorrectionItem {
	return []casefile.CorrectionItem{{Kind: casefile.DocumentItem, Ref: "photo", Reason: "unreadable"}}
}

func TestTheArrowsOfTheFirstDesk(t *testing.T) {
	t.Parallel()
	arrows := map[string]struct {
		walk func(casefile.Case) (casefile.Case, error)
		from []casefile.State
		to   casefile.State
	}{
		"accept": {
			func(c casefile.Case) (casefile.Case, error) { return c.Accept(nil) }, []casefile.State{casefile.Received}, casefile.Accepted,
		},
		"return": {
			func(c casefile.Case) (casefile.Case, error) { return c.Return(today(), today().AddDays(1), asked()) },
			[]casefile.State{casefile.Received}, casefile.Returned,
		},
		"again": {casefile.Case.Again, []casefile.State{casefile.Returned}, casefile.Received},
		"withdraw": {
			func(c casefile.Case) (casefile.Case, error) { return c.Withdraw(time.Time{}) },
			[]casefile.State{casefile.Received, casefile.Returned, casefile.Accepted, casefile.VisitBooked}, casefile.Withdrawn,
		},
	}
	for name, a := range arrows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range casefile.States() {
				got, err := a.walk(casefile.Case{State: s})
				switch allowed := slices.Contains(a.from, s); {
				case allowed && (err != nil || got.State != a.to):
					t.Errorf("from %s: %s, %v", s, got.State, err)
				case !allowed && fault.KindOf(err) != fault.Conflict:
					t.Errorf("from %s: %s, %v", s, got.State, err)
				}
			}
		})
	}
}

func TestACaseIsAcceptedWithEveryPaper(t *testing.T) {
	t.Parallel()
	_, err := casefile.Case{State: casefile.Received}.Accept([]string{"photo", "passport"})
	var named []string
	for _, e := range fault.All(err) {
		named = append(named, e.Field+" "+e.Key)
	}
	if diff := cmp.Diff([]string{"photo casework.not-accepted", "passport casework.not-accepted"}, named); diff != "" {
		t.Error(diff)
	}
}

func TestTheTermOfACorrection(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		until calendar.Date
		items []casefile.CorrectionItem
		field string
		key   string
	}{
		"tomorrow":       {today().AddDays(1), asked(), "", ""},
		"the last day":   {today().AddDays(casefile.MaxTerm), asked(), "", ""},
		"a day too long": {today().AddDays(casefile.MaxTerm + 1), asked(), "until", "casework.term-long"},
		"today":          {today(), asked(), "until", "casework.term-past"},
		"no day":         {calendar.Date{}, asked(), "until", "casework.term-missing"},
		"nothing asked":  {today().AddDays(5), nil, "items", "casework.nothing-asked"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := casefile.Case{State: casefile.Received}.Return(today(), tt.until, tt.items)
			field, key := "", ""
			if err != nil {
				field, key = fault.All(err)[0].Field, fault.All(err)[0].Key
			}
			if field != tt.field || key != tt.key {
				t.Errorf("%q %q", field, key)
			}
		})
	}
}

func TestTheDayByWhichACaseIsDealtWith(t *testing.T) {
	t.Parallel()
	none, end := calendar.Date{}, today().AddDays(casefile.WithinDays)
	for name, tt := range map[string]struct{ rightEnds, applyBy, want calendar.Date }{
		"nothing known":           {none, none, end},
		"the right ends":          {today().AddDays(20), none, today().AddDays(20)},
		"the last day to apply":   {today().AddDays(20), today().AddDays(5), today().AddDays(5)},
		"over already":            {today().AddDays(-3), none, today().AddDays(-3)},
		"both long after":         {today().AddDays(200), today().AddDays(300), end},
		"the right ends with it ": {end, none, end},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := casefile.MustBy(today(), tt.rightEnds, tt.applyBy); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestWhoWorksOnACase(t *testing.T) {
	t.Parallel()
	staff := func(office string, roles ...access.Role) access.Actor {
		return access.Actor{Kind: access.Staff, ID: "s", Roles: roles, Office: office}
	}
	for name, tt := range map[string]struct {
		by              access.Actor
		office          string
		plain, delicate bool
	}{
		"front desk":                 {staff("igi-cj", access.FrontDesk), "igi-cj", true, false},
		"officer":                    {staff("igi-cj", access.CaseOfficer), "igi-cj", true, true},
		"head":                       {staff("igi-cj", access.Head), "igi-cj", true, true},
		"of another office":          {staff("igi-sb", access.Head), "igi-cj", false, false},
		"of no office":               {staff("", access.CaseOfficer), "igi-cj", false, false},
		"a case that no office has":  {staff("igi-sb", access.CaseOfficer), "", true, true},
		"administrator":              {staff("igi-cj", access.Administrator), "igi-cj", false, false},
		"auditor":                    {staff("igi-cj", access.Auditor), "", false, false},
		"applicant":                  {access.Actor{Kind: access.Applicant, ID: "a", Office: "igi-cj"}, "igi-cj", false, false},
		"nobody":                     {access.Actor{}, "", false, false},
		"front desk that works more": {staff("igi-cj", access.FrontDesk, access.CaseOfficer), "igi-cj", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := casefile.Case{Office: tt.office}
			if c.Worker(tt.by, false) != tt.plain || c.Worker(tt.by, true) != tt.delicate {
				t.Errorf("%t %t", c.Worker(tt.by, false), c.Worker(tt.by, true))
			}
		})
	}
}
