package filing

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"strings"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Origin says where a value that is suggested comes from.
type Origin string

// The origins. An answer of one's own has none.
const (
	FromPlan    Origin = "plan"
	FromPerson  Origin = "person"
	FromPaper   Origin = "paper"
	FromTitle   Origin = "title"
	FromAddress Origin = "address"
	FromPhoto   Origin = "photo" // read on the picture of the passport that was sent
)

// PageView is one page of a form as it is shown.
type PageView struct {
	Application application.ID
	Correction  string       // "" = of the application itself
	Asked       Again        // of a page of a correction: why it is asked again
	Form        law.PlanForm // without the fields of other pages: Page is among its Pages
	Page        law.PlanFormPage
	Answers     application.Answers // what was saved, and where nothing was, what is suggested
	Suggested   map[string]Origin   // fields whose value nobody confirmed yet: shown for confirmation, not asked
	Typed       url.Values          // what was typed and could not be accepted
	Problems    fault.List          // of Typed, and what is missing, by input
	Version     int64               // 0 = not saved yet
	SavedAt     time.Time
	Before      string // id of the page before, "" = first
	Next        string // id of the page after, "" = last
}

// Again says why a page is asked again.
type Again struct {
	Reason string // an id of application.Reasons
	Note   string // the officer's own words
	Until  calendar.Date
}

// ReadPage says which page somebody wants to see.
type ReadPage struct {
	Application application.ID
	Correction  string
	Page        string
	Lang        locale.Lang
}

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

// Page shows a page of the form: what was saved, else what is known already and from where. Where it shows a number of an identity paper or of
// the person whole, for its owner to confirm, it is a look, which the record has. Faults: NotFound.
func (d *Desk) Page(ctx context.Context, by access.Actor, request string, in ReadPage) (PageView, error) {
	out, err := office.See(ctx, d.office, by, access.FileApplications, func(ctx context.Context, tx Tx) (PageView, error) {
		a, err := tx.Applications().Find(ctx, by.ID, in.Application)
		if err != nil {
			return PageView{}, err
		}
		return d.pageView(ctx, tx, a, in)
	})
	if err != nil || !out.hasNumber() {
		return out, err
	}
	return office.Look(ctx, d.office, act(by, Asked{Request: request}, "application.show-numbers", nil),
		func(_ context.Context, _ Tx, w *office.Work) (PageView, error) {
			about(w, in.Application)
			w.Because(in.Page)
			return out, nil
		})
}

// hasNumber tells whether a number is shown that is masked elsewhere.
func (v PageView) hasNumber() bool {
	for _, f := range v.Page.Fields {
		if isNumber(f.From) && len(v.Answers[f.ID]) > 0 {
			return true
		}
	}
	return false
}

// isNumber tells whether what is known from a place is a number by which somebody is identified.
func isNumber(from string) bool {
	return from == "person.cnp" || from == "sponsor.cnp" || from == "sponsor.document_number" ||
		strings.HasPrefix(from, "paper.") && strings.HasSuffix(from, ".number")
}

// pageView puts a page together.
func (d *Desk) pageView(ctx context.Context, tx Tx, a application.Application, in ReadPage) (PageView, error) {
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return PageView{}, err
	}
	var fix casefile.Correction
	if in.Correction != "" {
		if fix, err = openCorrection(ctx, tx, a, in.Correction); err != nil {
			return PageView{}, unknown()
		}
	}
	f, err := tx.People().File(ctx, a.Person)
	if err != nil {
		return PageView{}, err
	}
	if f.Titles, err = tx.People().Titles(ctx, a.Person); err != nil {
		return PageView{}, err
	}
	k, err := d.ask(a, answered(pages, in.Correction), d.askedOn(a), in.Lang)
	if err != nil {
		return PageView{}, err
	}
	asked, open := again(fix, a.Seen, k, in.Page)
	at := pageIndex(k.form, in.Page)
	if at < 0 || in.Correction != "" && !open {
		return PageView{}, unknown()
	}
	page := k.form.Pages[at]
	saved, there := written(page, savedPages(pages, in.Correction))
	out := PageView{
		Application: a.ID, Correction: in.Correction, Asked: asked, Form: k.form, Page: page, Typed: make(url.Values), Version: saved.Version, SavedAt: saved.SavedAt,
	}
	maps.Copy(out.Typed, saved.Typed)
	all, origins := suggest(k, f)
	if err := d.fromPhoto(ctx, tx, a, page, all, origins); err != nil {
		return PageView{}, err
	}
	out.Answers, out.Suggested = make(application.Answers), make(map[string]Origin)
	for _, field := range page.Fields {
		if len(saved.Typed) > 0 && typedOf(field.ID, saved.Typed) {
			continue // what was typed is shown, not what is known elsewhere
		}
		if value, there := all[field.ID]; there {
			out.Answers[field.ID] = value
		}
		if from, there := origins[field.ID]; there {
			out.Suggested[field.ID] = from
		}
		if begun := form.Begin(field, k.facts); out.Answers[field.ID] == nil && begun != nil {
			maps.Copy(out.Typed, begun)
			out.Suggested[field.ID] = FromPlan
		}
	}
	if there {
		out.Problems = d.problems(page, saved, k)
	}
	out.Before, out.Next = around(k.form, at)
	return out, nil
}

// typedOf tells whether something was typed into a field.
func typedOf(field string, typed url.Values) bool {
	for name := range typed {
		if owns(field, name) {
			return true
		}
	}
	return false
}

// problems are what is wrong with a page as it was saved, and what is missing.
func (d *Desk) problems(page law.PlanFormPage, saved application.Page, k asking) fault.List {
	_, _, out := d.read(page, saved.Typed, k.form.Filed)
	for _, r := range form.Whole(k.form, k.answers).Pages {
		if r.ID != page.ID {
			continue
		}
		for _, e := range r.Faults {
			if !typedOf(e.Field, saved.Typed) {
				out = append(out, e)
			}
		}
	}
	return out
}

// pageIndex finds a page of a form, -1 when it is not asked.
func pageIndex(f law.PlanForm, id string) int {
	for i, p := range f.Pages {
		if p.ID == id {
			return i
		}
	}
	return -1
}

// around are the pages before and after one.
func around(f law.PlanForm, at int) (before, next string) {
	if at > 0 {
		before = f.Pages[at-1].ID
	}
	if at+1 < len(f.Pages) {
		next = f.Pages[at+1].ID
	}
	return before, next
}

// SavePage keeps a page as it was typed, whole or not, over the version that was seen. What cannot be accepted, and what is missing, is named
// in Problems and kept as it was typed, beside the answer of before. Faults: NotFound; Conflict when the page was saved since it was seen, or the application is no draft
// (of a correction: the correction is not open, or does not have the page); Invalid when there is too much of it.
func (d *Desk) SavePage(ctx context.Context, by access.Actor, asked Asked, in SavePage) (Saved, error) {
	if size(in.Typed) > MaxPage {
		return Saved{}, fault.New(fault.Invalid, "filing.page-long")
	}
	return d.save(ctx, act(by, asked, "application.save-page", in), in, func(page law.PlanFormPage, was application.Page, k asking) application.Page {
		answers, typed, _ := d.read(page, in.Typed, k.form.Filed)
		was.Answers, was.Typed = over(page, was.Answers, answers, typed), typed
		return was
	})
}

// save stores a page as fill makes it of what is stored, over the version that was seen.
func (d *Desk) save(
	ctx context.Context, as office.Act, in SavePage, fill func(page law.PlanFormPage, was application.Page, k asking) application.Page,
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
	fill func(page law.PlanFormPage, was application.Page, k asking) application.Page,
) (Saved, application.Application, error) {
	before, err := d.ask(a, answered(pages, in.Correction), d.askedOn(a), in.Lang)
	if err != nil {
		return Saved{}, a, err
	}
	at := pageIndex(before.form, in.Page)
	if at < 0 {
		return Saved{}, a, unknown()
	}
	asks, saved := before.form.Pages[at], savedPages(pages, in.Correction)
	if saved[in.Page].Version != in.Version {
		return Saved{}, a, stale()
	}
	was, _ := written(asks, saved)
	page := fill(asks, was, before)
	page.ID, page.Correction, page.Law, page.SavedAt = in.Page, in.Correction, d.law.Version(), w.Now
	for _, row := range rewritten(pages, page, before.form) {
		if err := tx.Pages().Put(ctx, a, row); err != nil {
			return Saved{}, a, err
		}
		record(w, row.ID, saved[row.ID].Answers, row.Answers)
		pages = replaced(pages, row)
	}
	after, err := d.ask(a, answered(pages, in.Correction), d.askedOn(a), in.Lang)
	if err != nil {
		return Saved{}, a, err
	}
	a.Seen, a.ChangedAt = carried(a.Seen, before.seen(), after.seen()), w.Now
	return d.saved(asks, page, in.Version+1, after), a, nil
}

// saved is what came of saving a page.
func (d *Desk) saved(asked law.PlanFormPage, page application.Page, version int64, after asking) Saved {
	out := Saved{Version: version, Problems: d.problems(asked, page, after)}
	if i := pageIndex(after.form, page.ID); i >= 0 {
		_, out.Next = around(after.form, i)
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
