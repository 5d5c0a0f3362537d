package filing

import (
	"context"
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
	k, err := d.asks(ctx, tx, a, pages, in.Correction, in.Lang)
	if err != nil {
		return PageView{}, err
	}
	asked, open := again(fix, a.Seen, k, in.Page)
	at := pageIndex(k.Form, in.Page)
	if at < 0 || in.Correction != "" && !open {
		return PageView{}, unknown()
	}
	page := k.Form.Pages[at]
	saved, there := written(page, savedPages(pages, in.Correction))
	out := PageView{
		Application: a.ID, Correction: in.Correction, Asked: asked, Form: k.Form, Page: page, Typed: make(url.Values), Version: saved.Version, SavedAt: saved.SavedAt,
	}
	maps.Copy(out.Typed, saved.Typed)
	known, origins := suggest(k, f)
	if err := d.fromPhoto(ctx, tx, a, page, known, origins); err != nil {
		return PageView{}, err
	}
	out.Answers, out.Suggested = make(application.Answers), make(map[string]Origin)
	for _, field := range page.Fields {
		if len(saved.Typed) > 0 && typedOf(field.ID, saved.Typed) {
			continue // what was typed is shown, not what is known elsewhere
		}
		if value, there := known[field.ID]; there {
			out.Answers[field.ID] = value
		}
		if from, there := origins[field.ID]; there {
			out.Suggested[field.ID] = from
		}
		if begun := form.Begin(field, k.Facts); out.Answers[field.ID] == nil && begun != nil {
			maps.Copy(out.Typed, begun)
			out.Suggested[field.ID] = FromPlan
		}
	}
	if there {
		out.Problems = d.problems(page, saved, k)
	}
	out.Before, out.Next = around(k.Form, at)
	return out, nil
}

// typedOf tells whether something was typed into a field.
func typedOf(field string, typed url.Values) bool {
	for name := range typed {
		if form.Owns(field, name) {
			return true
		}
	}
	return false
}

// problems are what is wrong with a page as it was saved, and what is missing.
func (d *Desk) problems(page law.PlanFormPage, saved application.Page, k form.Asked) fault.List {
	_, _, out := d.read(page, saved.Typed, k.Form.Filed)
	for _, r := range form.Whole(k.Form, k.Answers).Pages {
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
