package filing

import (
	"context"
	"encoding/json"
	"net/url"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// SavePage is a page as it was filled in.
type SavePage struct {
	Application application.ID
	Correction  string // "" = of the draft
	Page        string
	Version     int64 // that was seen; 0 = it was not saved yet
	Typed       url.Values
	Lang        locale.Lang
}

// Saved is what came of saving a page.
type Saved struct {
	Version  int64
	Problems fault.List // by input; everything that was typed is kept all the same
	Next     string     // id of the page after, as the answers make it; "" = last
}

// SavePage keeps a page as it was typed, whole or not, over the version that was seen. What cannot be accepted, and what is missing, is named
// in Problems and kept as it was typed, beside the answer of before. Faults: NotFound; Conflict when the page was saved since it was seen, or the application is no draft
// (of a correction: the correction is not open, or does not have the page); Invalid when there is too much of it.
func (d *Desk) SavePage(ctx context.Context, by access.Actor, asked Asked, in SavePage) (Saved, error) {
	if size(in.Typed) > MaxPage {
		return Saved{}, fault.New(fault.Invalid, "filing.page-long")
	}
	return d.save(ctx, act(by, asked, "application.save-page", in), in, func(page law.PlanFormPage, was application.Page, k form.Asked) application.Page {
		answers, typed, _ := d.read(page, in.Typed, k.Form.Filed)
		was.Answers, was.Typed = over(page, was.Answers, answers, typed), typed
		if in.Correction != "" {
			takeAway(page, was, k.Answers)
		}
		return was
	})
}

// takeAway notes on a page of a correction which answers of before were left empty: without it they would stand again.
func takeAway(page law.PlanFormPage, now application.Page, before form.Answers) {
	for _, f := range page.Fields {
		if now.Answers[f.ID] == nil && before[f.ID] != nil && !typedOf(f.ID, now.Typed) {
			now.Answers[f.ID] = json.RawMessage(application.Taken)
		}
	}
}

// save stores a page as fill makes it of what is stored, over the version that was seen.
func (d *Desk) save(
	ctx context.Context, as office.Act, in SavePage, fill func(page law.PlanFormPage, was application.Page, k form.Asked) application.Page,
) (Saved, error) {
	return office.Do(ctx, d.office, as, func(ctx context.Context, tx Tx, w *office.Work) (Saved, error) {
		about(w, in.Application)
		a, err := tx.Applications().Take(ctx, as.By.ID, in.Application)
		if err != nil {
			return Saved{}, err
		}
		pages, err := tx.Pages().Of(ctx, a)
		if err != nil {
			return Saved{}, err
		}
		if in.Correction != "" {
			err = d.pageOpened(ctx, tx, a, pages, in)
		} else {
			err = draftOnly(a)
		}
		if err != nil {
			return Saved{}, err
		}
		out, a, err := d.savePage(ctx, tx, w, a, pages, in, fill)
		if err != nil || in.Correction != "" {
			return out, err
		}
		return out, tx.Applications().Touch(ctx, a)
	})
}

// size is how many bytes were typed.
func size(in url.Values) int {
	n := 0
	for name, values := range in {
		n += len(name)
		for _, v := range values {
			n += len(v)
		}
	}
	return n
}

// savePage stores a page, and returns the application as it is after it.
func (d *Desk) savePage(
	ctx context.Context, tx Tx, w *office.Work, a application.Application, pages []application.Page, in SavePage,
	fill func(page law.PlanFormPage, was application.Page, k form.Asked) application.Page,
) (Saved, application.Application, error) {
	before, err := d.asks(ctx, tx, a, pages, in.Correction, in.Lang)
	if err != nil {
		return Saved{}, a, err
	}
	at := pageIndex(before.Form, in.Page)
	if at < 0 {
		return Saved{}, a, unknown()
	}
	asks, saved := before.Form.Pages[at], savedPages(pages, in.Correction)
	if saved[in.Page].Version != in.Version {
		return Saved{}, a, stale()
	}
	was, _ := written(asks, saved)
	page := fill(asks, was, before)
	page.ID, page.Correction, page.Law, page.SavedAt = in.Page, in.Correction, d.law.Version(), w.Now
	for _, row := range rewritten(pages, page, before.Form) {
		if err := tx.Pages().Put(ctx, a, row); err != nil {
			return Saved{}, a, err
		}
		record(w, row.ID, saved[row.ID].Answers, row.Answers)
		pages = replaced(pages, row)
	}
	after, err := d.asks(ctx, tx, a, pages, in.Correction, in.Lang)
	if err != nil {
		return Saved{}, a, err
	}
	a.Seen, a.ChangedAt = carried(a.Seen, seen(before), seen(after)), w.Now
	return d.saved(asks, page, in.Version+1, after), a, nil
}

// saved is what came of saving a page.
func (d *Desk) saved(asked law.PlanFormPage, page application.Page, version int64, after form.Asked) Saved {
	out := Saved{Version: version, Problems: d.problems(asked, page, after)}
	if i := pageIndex(after.Form, page.ID); i >= 0 {
		_, out.Next = around(after.Form, i)
	}
	return out
}

// replaced are some pages with one of them as it is now.
func replaced(pages []application.Page, now application.Page) []application.Page {
	out := make([]application.Page, 0, len(pages)+1)
	for _, p := range pages {
		if p.ID != now.ID || p.Correction != now.Correction {
			out = append(out, p)
		}
	}
	return append(out, now)
}

// record notes which answers changed.
func record(w *office.Work, page string, before, after application.Answers) {
	all := make(map[string]json.RawMessage, len(before)+len(after))
	for id := range before {
		all[id] = nil
	}
	for id := range after {
		all[id] = nil
	}
	for _, id := range sortedIDs(all) {
		w.Changed(page+"."+id, string(before[id]), string(after[id]))
	}
}
