package filing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/store"
)

// device is one of two on which somebody writes the same application: it acts on what it saw last, which may be of before.
type device struct {
	seen filing.Opened
	key  string // of the last act, sent again at times
	last func(filing.Asked) error
}

// play is an application as random moves leave it, and what of it may never come back.
type play struct {
	*counter
	random  *rand.Rand
	id      application.ID
	devices [2]device
	before  filing.Opened
	sent    int  // how often it was sent in, by the answers that the desk gave
	fix     bool // a correction is open
}

// TestWhateverTwoDevicesDoNothingIsDoubleAndNothingFrozenMoves plays random moves, with old versions and repeated keys.
func TestWhateverTwoDevicesDoNothingIsDoubleAndNothingFrozenMoves(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		for seed := range uint64(4) {
			p := &play{counter: c, random: rand.New(rand.NewPCG(seed, 6))} //nolint:gosec // G404: the same moves each time
			c.person = c.keep(c.owner, amina())
			p.id = c.start()
			if seed > 0 {
				c.fill(p.id)
			}
			p.before = c.opened(p.id)
			p.devices = [2]device{{seen: p.before}, {seen: p.before}}
			for step := range 60 {
				name := p.move()
				if t.Failed() {
					t.Fatalf("seed %d, step %d: after %s", seed, step, name)
				}
				p.holds(name)
			}
		}
	})
}

// move is one act of one of the devices, by its name.
func (p *play) move() string {
	d := &p.devices[p.random.IntN(2)]
	if p.random.IntN(2) == 0 {
		d.seen = p.opened(p.id)
	}
	if d.last != nil && p.random.IntN(8) == 0 { // the connection broke before the answer came
		p.allowed("again", d.last(filing.Asked{Key: d.key}))
		return "again"
	}
	a := d.seen.Application
	moves := []struct {
		name string
		do   func(filing.Asked) error
	}{
		{"save", p.saving(d, "")}, {"save", p.saving(d, "")},
		{"delete", func(k filing.Asked) error { return p.Delete(p.t.Context(), p.owner, k, p.id, a.Version) }},
		{"restore", func(k filing.Asked) error { return p.Restore(p.t.Context(), p.owner, k, p.id, a.Version) }},
		{"restore", func(k filing.Asked) error { return p.Restore(p.t.Context(), p.owner, k, p.id, a.Version) }},
		{"submit", p.submitting(a.Version)}, {"submit", p.submitting(a.Version)},
		{"withdraw", func(k filing.Asked) error {
			if p.random.IntN(4) > 0 {
				return nil // rarely: it is the end
			}
			return p.Withdraw(p.t.Context(), p.owner, k, p.id, a.Version)
		}},
		{"return", func(filing.Asked) error { p.giveBack(); return nil }},
		{"correct", p.saving(d, "fix")},
		{"send correction", func(k filing.Asked) error { return p.SendCorrection(p.t.Context(), p.owner, k, p.id, 1) }},
	}
	move := moves[p.random.IntN(len(moves))]
	d.key, d.last = fmt.Sprintf("key-%d", p.random.Uint64()), move.do
	p.allowed(move.name, move.do(filing.Asked{Key: d.key}))
	return move.name
}

// allowed fails the test over an error that is none of a rule.
func (p *play) allowed(name string, err error) {
	p.t.Helper()
	switch kind := fault.KindOf(err); {
	case err == nil, kind == fault.Conflict, kind == fault.NotFound, kind == fault.Invalid && keyOf(err) == "filing.incomplete":
	default:
		p.t.Errorf("%s: %v", name, err)
	}
}

// saving saves a page as the device saw it, of the draft or of the correction.
func (p *play) saving(d *device, correction string) func(filing.Asked) error {
	in := filing.SavePage{Application: p.id, Page: "contact", Lang: locale.EN}
	for _, page := range d.seen.Pages {
		if correction == "" && page.ID == in.Page {
			in.Version = page.Version
		}
	}
	if correction != "" {
		in.Correction = correction + "-" + string(p.id)
	}
	in.Typed = map[string][]string{"phone": {fmt.Sprintf("+407%08d", p.random.IntN(100_000_000))}, "delivery": {"counter"}}
	return func(k filing.Asked) error {
		_, err := p.SavePage(p.t.Context(), p.owner, k, in)
		return err
	}
}

// submitting sends the draft in, and counts what came of it: the same answer again is the same sending.
func (p *play) submitting(version int64) func(filing.Asked) error {
	counted := false
	return func(k filing.Asked) error {
		_, err := p.Submit(p.t.Context(), p.owner, k, filing.Submit{Application: p.id, Version: version, Lang: locale.EN})
		if err == nil && !counted {
			counted = true
			p.sent++
		}
		return err
	}
}

// giveBack is the office that returns a received case once.
func (p *play) giveBack() {
	if p.fix || p.opened(p.id).Application.State != application.Submitted {
		return
	}
	p.fix = true
	file := p.file(p.id).Case
	p.exec(`UPDATE casefile SET state = 'returned', version = version + 1 WHERE id = $1`, string(file.ID))
	p.change(func(ctx context.Context, tx *store.Tx) error {
		return tx.Returns().Add(ctx, p.person, casefile.Correction{
			ID: "fix-" + string(p.id), Case: file.ID, State: casefile.CorrectionOpen, Until: file.MustBy, OpenedAt: noon,
			Items: []casefile.CorrectionItem{{Kind: casefile.PageItem, Ref: "contact", Reason: "wrong-answer"}},
		})
	})
}

// holds checks what must hold after every move.
func (p *play) holds(name string) {
	p.t.Helper()
	now := p.opened(p.id)
	a, was := now.Application, p.before.Application
	fail := func(what string) { p.t.Helper(); p.t.Errorf("after %s: %s: %+v, before %+v", name, what, a, was) }
	if a.Version < was.Version || a.Version == was.Version && (a.State != was.State || !a.DeletedAt.Equal(was.DeletedAt)) {
		fail("a version that does not grow")
	}
	if was.State != application.Draft && (a.State == application.Draft || a.Reference != was.Reference || !a.SubmittedAt.Equal(was.SubmittedAt) || a.Law != was.Law) {
		fail("what was sent in has moved")
	}
	if was.State == application.Withdrawn && a.State != application.Withdrawn || p.sent > 1 || (a.State != application.Draft) != (p.sent == 1) {
		fail(fmt.Sprintf("sent in %d times", p.sent))
	}
	for i, page := range now.Pages {
		if was.State != application.Draft && page.Version != p.before.Pages[i].Version || page.Version < p.before.Pages[i].Version {
			fail("page " + page.ID + " has moved")
		}
	}
	if a.State != application.Draft {
		p.caseFits(a)
	}
	p.before = now
}

// caseFits checks the case of what was sent in.
func (p *play) caseFits(a application.Application) {
	p.t.Helper()
	f := p.file(p.id)
	kinds := make(map[casefile.Kind]int)
	for _, e := range f.Events {
		kinds[e.Kind]++
	}
	if kinds[casefile.WasReceived] != 1 || kinds[casefile.WasCorrected] > 1 || kinds[casefile.WasWithdrawn] > 1 || f.Receipt == "" {
		p.t.Errorf("something happened twice, or not: %v, receipt %s", kinds, f.Receipt)
	}
	withdrawn := a.State == application.Withdrawn
	if withdrawn != (f.Case.State == casefile.Withdrawn) || withdrawn != (kinds[casefile.WasWithdrawn] == 1) || f.Case.Reference != a.Reference {
		p.t.Errorf("application %s, case %s, events %v", a.State, f.Case.State, kinds)
	}
	if open := f.Correction != nil; open != (f.Case.State == casefile.Returned) || open && kinds[casefile.WasCorrected] > 0 {
		p.t.Errorf("case %s, correction %+v, events %v", f.Case.State, f.Correction, kinds)
	}
}
