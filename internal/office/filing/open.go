package filing

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/person"
)

// Opened is an application with everything that its task list shows.
type Opened struct {
	Application application.Application
	Name        person.Names
	Title       string // of the procedure
	Filing      string // preparation | filing, as the law has it
	Form        law.PlanForm
	Pages       []PageState             // in the order of the form
	Lines       []application.AskedLine // what is asked first, in the order of the plan; then what was sent and is asked no more
	Changed     *Changed                // what the law changed since the writer last looked; nil = nothing
	Hinders     []Hindrance             // what stands in the way of sending in; none = it can be sent
	Warnings    []Warning
	Apply       *law.Apply    // when to apply; nil = the law does not say
	Offices     []string      // ids, the nearest first
	Visit       calendar.Date // until when a visit is expected: see expectedVisit
	StayAsked   calendar.Date // until when somebody asks to stay, as far as the law says it, else Visit
	PhotoOf     string        // the paper of which a photo spares typing the lines of a passport; "" = none, or nobody reads photos here
	GoneOn      calendar.Date // of a draft: the day on which it is removed when nobody changes it
	UndoUntil   time.Time     // of a draft that was thrown away
}

// PageStanding is how far a page is.
type PageStanding string

// The standings of a page.
const (
	PageUntouched  PageStanding = "untouched"
	PageIncomplete PageStanding = "incomplete" // something is missing, or cannot be accepted
	PageComplete   PageStanding = "complete"
)

// PageState is a page as a task list shows it.
type PageState struct {
	ID, Title string
	Who       string // whom it is about
	Standing  PageStanding
	Missing   int // fields to be answered or mended
	SavedAt   time.Time
	Version   int64
}

// Open shows an application of the actor's account. Fault: NotFound.
func (d *Desk) Open(ctx context.Context, by access.Actor, id application.ID, lang locale.Lang) (Opened, error) {
	return office.See(ctx, d.office, by, access.FileApplications, func(ctx context.Context, tx Tx) (Opened, error) {
		a, err := tx.Applications().Find(ctx, by.ID, id)
		if err != nil {
			return Opened{}, err
		}
		out, _, _, err := d.gather(ctx, tx, a, lang)
		return out, err
	})
}

// gather puts an application together, and returns with it what the law asks and the person's file.
func (d *Desk) gather(ctx context.Context, tx Tx, a application.Application, lang locale.Lang) (Opened, form.Asked, person.File, error) {
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return Opened{}, form.Asked{}, person.File{}, err
	}
	lines, err := tx.Lines().Of(ctx, a)
	if err != nil {
		return Opened{}, form.Asked{}, person.File{}, err
	}
	f, err := tx.People().File(ctx, a.Person)
	if err != nil {
		return Opened{}, form.Asked{}, person.File{}, err
	}
	sent, err := rounds(ctx, tx, a, pages, "")
	if err != nil {
		return Opened{}, form.Asked{}, person.File{}, err
	}
	answers := application.Answered(pages, sent...)
	k, err := d.ask(a, answers, a.AskedOn(d.today()), lang)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return d.notFiledHere(a, lines, f, lang), form.Asked{Answers: form.Answers(answers)}, f, nil
	}
	if err != nil {
		return Opened{}, form.Asked{}, person.File{}, err
	}
	return d.opened(a, k, pages, lines, f, lang), k, f, nil
}

// notFiledHere is an application of a procedure that the law at hand does not have filed here on its day: a draft can be read and thrown away, and not
// sent; of what was sent in there is what was sent, without a form.
func (d *Desk) notFiledHere(a application.Application, lines []application.Line, f person.File, lang locale.Lang) Opened {
	out := Opened{Application: a, Name: f.Names, Title: d.title(a.Procedure, lang), Lines: application.Beside(d.law, nil, lines, lang)}
	if a.State == application.Draft {
		out.Hinders, out.GoneOn = []Hindrance{{Kind: ElsewhereHinders}}, calendar.Today(a.ChangedAt.Add(IdleLife))
	}
	return out
}

// opened is what a task list shows.
func (d *Desk) opened(
	a application.Application, k form.Asked, pages []application.Page, lines []application.Line, f person.File, lang locale.Lang,
) Opened {
	out := Opened{
		Application: a, Name: f.Names, Title: k.Form.Title, Filing: k.Form.Filing, Form: k.Form, Pages: pageStates(k, savedPages(pages, "")),
		Lines: application.Beside(d.law, k.Papers(), lines, lang), Apply: k.Route.Apply, Offices: k.Route.Offices, Visit: d.expectedVisit(k),
	}
	if a.State == application.Draft {
		out.Changed = d.changes(a.Seen, k, lang)
		out.Hinders = hindrances(k, out)
		out.GoneOn = calendar.Today(a.ChangedAt.Add(IdleLife))
		out.PhotoOf = d.photoOf(out.Lines)
	}
	if !a.DeletedAt.IsZero() {
		out.UndoUntil = a.DeletedAt.Add(UndoFor)
	}
	out.StayAsked = stayAsked(k, out.Visit)
	out.Warnings = d.warnings(k, out, f)
	return out
}

// pageStates are the pages of a form with how far each is. A page that was never saved is untouched, whatever is known of its answers: somebody
// confirms them.
func pageStates(k form.Asked, saved map[string]application.Page) []PageState {
	review := form.Whole(k.Form, k.Answers)
	out := make([]PageState, 0, len(k.Form.Pages))
	for i, p := range k.Form.Pages {
		s, there := written(p, saved)
		r := review.Pages[i]
		state := PageState{ID: p.ID, Title: p.Title, Who: p.Who, Standing: PageIncomplete, Missing: len(r.Faults), SavedAt: s.SavedAt, Version: s.Version}
		switch {
		case !there:
			state.Standing = PageUntouched
		case r.State == form.Done && len(s.Typed) == 0:
			state.Standing = PageComplete
		}
		out = append(out, state)
	}
	return out
}
