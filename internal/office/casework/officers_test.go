package casework_test

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
)

// view is a case as one of two officers saw it last.
type view struct {
	by    access.Actor
	seen  casework.Opened
	lines map[string]int // how many acknowledged changes of each line are in what was seen
	all   int            // of the case
}

// model is what was acknowledged.
type model struct {
	state   casefile.State
	lines   map[string]application.LineState
	changes map[string]int
	all     int
}

// TestNoAcknowledgedChangeOfTwoOfficersDisappears lets two officers look and decide in an order of chance, each from what they saw last. What is
// acknowledged must rest on everything that was acknowledged before, and be there in the end.
func TestNoAcknowledgedChangeOfTwoOfficersDisappears(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		chance := rand.New(rand.NewPCG(20261130, 1)) //nolint:gosec // G404: a seed that is told
		who := caseworktest.Keep(t, d.store, d.owner, caseworktest.Amina(), noon)
		acknowledged, told := 0, 0
		for range rounds {
			c := d.send(caseworktest.Sent{Person: who, Papers: d.papers()[:3]})
			m := &model{state: casefile.Received, lines: make(map[string]application.LineState), changes: make(map[string]int)}
			officers := []*view{{by: d.officer}, {by: d.other}}
			for _, v := range officers {
				d.look(v, m, c.ID)
			}
			for range 10 {
				v := officers[chance.IntN(2)]
				if chance.IntN(3) == 0 {
					d.look(v, m, c.ID)
					continue
				}
				if d.step(v, m, c.ID, chance) {
					acknowledged++
				} else {
					told++
				}
			}
			d.agrees(m, c.ID)
		}
		if acknowledged < rounds || told < rounds {
			t.Errorf("%d acknowledged, %d told: the officers were not in each other's way", acknowledged, told)
		}
	})
}

// look is an officer who opens the case.
func (d *desk) look(v *view, m *model, id casefile.ID) {
	v.seen, v.all, v.lines = d.opened(v.by, id), m.all, make(map[string]int)
	for document, n := range m.changes {
		v.lines[document] = n
	}
}

// step is an officer who decides something from what they saw; true when it was acknowledged.
func (d *desk) step(v *view, m *model, id casefile.ID, chance *rand.Rand) bool {
	d.t.Helper()
	line := v.seen.Lines[chance.IntN(3)]
	decision := casework.Decision{Case: id, Document: line.Document, Version: line.Version}
	now, moved := application.LineState(""), casefile.State("")
	var err error
	switch chance.IntN(5) {
	case 0:
		now, err = application.Accepted, d.AcceptDocument(d.t.Context(), v.by, casework.Asked{}, decision)
	case 1:
		reason := application.Reasons()[chance.IntN(5)]
		now, err = application.Replace, d.AskAnother(d.t.Context(), v.by, casework.Asked{}, casework.Asking{Decision: decision, Reason: reason})
	case 2:
		now, err = application.Open, d.UndoDocument(d.t.Context(), v.by, casework.Asked{}, decision)
	case 3:
		moved, err = casefile.Accepted, d.Accept(d.t.Context(), v.by, casework.Asked{}, casework.Seen{Case: id, Version: v.seen.Case.Version})
	case 4:
		seen := casework.Seen{Case: id, Version: v.seen.Case.Version}
		moved, err = casefile.Returned, d.Return(d.t.Context(), v.by, casework.Asked{}, casework.Return{Seen: seen, Until: d.today().AddDays(7)})
	}
	if err != nil {
		if k := fault.KindOf(err); k != fault.Conflict && k != fault.Invalid {
			d.t.Fatal(err)
		}
		return false
	}
	if m.state != casefile.Received {
		d.t.Fatalf("something was acknowledged of a case that is %s", m.state)
	}
	if moved != "" {
		if v.all != m.all {
			d.t.Fatalf("%s rests on %d changes of %d", moved, v.all, m.all)
		}
		m.state = moved
		return true
	}
	if v.lines[line.Document] != m.changes[line.Document] {
		d.t.Fatalf("%s of %s rests on %d changes of %d", now, line.Document, v.lines[line.Document], m.changes[line.Document])
	}
	m.lines[line.Document] = now
	m.changes[line.Document]++
	m.all++
	return true
}

// agrees compares a case with what was acknowledged.
func (d *desk) agrees(m *model, id casefile.ID) {
	d.t.Helper()
	o := d.opened(d.officer, id)
	if o.Case.State != m.state {
		d.t.Fatalf("the case is %s, acknowledged was %s", o.Case.State, m.state)
	}
	for _, l := range o.Lines {
		want := m.lines[l.Document]
		if want == "" {
			want = application.Open
		}
		if l.State != want {
			d.t.Fatalf("%s is %s, acknowledged was %s", l.Document, l.State, want)
		}
	}
}

func TestOfTwoOfficersAtOnceOneWins(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		for range 10 {
			c := d.send(caseworktest.Sent{})
			document := d.opened(d.officer, c.ID).Open[0]
			one := d.decision(c.ID, document)
			accepted, asked := together(
				func() error { return d.AcceptDocument(t.Context(), d.officer, casework.Asked{}, one) },
				func() error {
					return d.AskAnother(t.Context(), d.other, casework.Asked{}, casework.Asking{Decision: one, Reason: "expired"})
				},
			)
			if (accepted == nil) == (asked == nil) {
				t.Fatalf("both or neither: %v, %v", accepted, asked)
			}
			if asked == nil {
				if err := d.UndoDocument(t.Context(), d.officer, casework.Asked{}, d.decision(c.ID, document)); err != nil {
					t.Fatal(err)
				}
			}
			d.acceptAll(d.officer, c.ID)
			seen, back := d.seen(c.ID), d.decision(c.ID, document)
			through, undone := together(
				func() error { return d.Accept(t.Context(), d.officer, casework.Asked{}, seen) },
				func() error { return d.UndoDocument(t.Context(), d.other, casework.Asked{}, back) },
			)
			if (through == nil) == (undone == nil) {
				t.Fatalf("accepted and undone, or neither: %v, %v", through, undone)
			}
		}
	})
}

// together runs two at once.
func together(one, other func() error) (error, error) {
	var first, second error
	var both sync.WaitGroup
	both.Go(func() { first = one() })
	both.Go(func() { second = other() })
	both.Wait()
	return first, second
}

func TestOfTwoOfficersWhoAcceptAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		document := d.opened(d.officer, c.ID).Open[0]
		one := d.decision(c.ID, document)
		both := func(do func(access.Actor) error) {
			t.Helper()
			mine, theirs := together(func() error { return do(d.officer) }, func() error { return do(d.other) })
			if (mine == nil) == (theirs == nil) {
				t.Fatalf("both or neither: %v, %v", mine, theirs)
			}
			is(t, "the slower one", errors.Join(mine, theirs), fault.Conflict)
		}
		if at, err := d.Said(t.Context(), d.other, c.ID, ""); err != nil || !at.IsZero() {
			t.Errorf("before anything was said: %s, %v", at, err)
		}
		d.forward(time.Minute)
		both(func(by access.Actor) error { return d.AcceptDocument(t.Context(), by, casework.Asked{}, one) })
		d.forward(time.Minute)
		d.acceptAll(d.officer, c.ID)
		for of, want := range map[string]time.Duration{document: time.Minute, "": 2 * time.Minute} {
			if at, err := d.Said(t.Context(), d.other, c.ID, of); err != nil || at.Sub(noon) != want {
				t.Errorf("%q was said at %s, %v", of, at, err)
			}
		}
		seen := d.seen(c.ID)
		both(func(by access.Actor) error { return d.Accept(t.Context(), by, casework.Asked{}, seen) })
		o := d.opened(d.officer, c.ID)
		if o.Case.State != casefile.Accepted || len(d.record(casework.Subject+"/"+string(c.ID), "case.accept")) != 1 || len(d.messages()) != 1 {
			t.Errorf("%s, told %v", o.Case.State, d.messages())
		}
	})
}
