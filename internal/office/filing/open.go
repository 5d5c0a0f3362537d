package filing

import (
	"context"
	"encoding/json"
	"slices"
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
	Pages       []PageState // in the order of the form
	Lines       []LineState // what is asked first, in the order of the plan; then what was sent and is asked no more
	Changed     *Changed    // what the law changed since the writer last looked; nil = nothing
	Hinders     []Hindrance // what stands in the way of sending in; none = it can be sent
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

// Need is how much a line is asked for.
type Need string

// The needs.
const (
	Required Need = "required"  // nothing is sent in without it
	Perhaps  Need = "perhaps"   // an answer that nobody has given decides
	Usual    Need = "usual"     // usually also asked, without a source that decides
	NotAsked Need = "not-asked" // it was sent, and the law asks for it no more
)

// LineState is a line as a task list shows it.
type LineState struct {
	application.Line
	Paper     law.PlanDocument // of one that is not asked, its id and title alone
	Need      Need
	Standing  application.Standing
	ExpiresOn calendar.Date // by its own day of issue and the term of the law; none = not known, or it does not age
}

// Hindrance is something without which nothing can be sent in.
type Hindrance struct {
	Kind HindranceKind
	Ref  string // page, document, or fact
	Text string // of excluded: the sentence of the law
}

// HindranceKind is what sort of thing stands in the way.
type HindranceKind string

// The kinds of hindrances.
const (
	PageHinders      HindranceKind = "page"      // is not complete
	PaperHinders     HindranceKind = "paper"     // has no file
	FactHinders      HindranceKind = "fact"      // an answer of the guide is missing without which nobody knows whether the procedure applies
	ExcludedHinders  HindranceKind = "excluded"  // the answers rule the procedure out
	ElsewhereHinders HindranceKind = "elsewhere" // the law of today has the procedure filed somewhere else, or not at all
	ChangeHinders    HindranceKind = "change"    // the law changed and nobody has looked
)

// Warning is something to know before sending in. It hinders nothing.
type Warning struct {
	Kind WarningKind
	Ref  string        // the document
	On   calendar.Date // the day that it is about
}

// WarningKind is what a warning is about.
type WarningKind string

// The kinds of warnings.
const (
	PaperAges    WarningKind = "paper-ages"    // will have expired by the visit
	PassportEnds WarningKind = "passport-ends" // ends before the stay that is asked for
	RightEnds    WarningKind = "right-ends"    // the right to stay ends within RightEndsSoon: come in person before
	ApplyLate    WarningKind = "apply-late"    // the last day to apply is over
)

// RightEndsSoon is how many days before the end of a right to stay its holder is told to come in person.
const RightEndsSoon = 30

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
func (d *Desk) gather(ctx context.Context, tx Tx, a application.Application, lang locale.Lang) (Opened, asking, person.File, error) {
	pages, err := tx.Pages().Of(ctx, a)
	if err != nil {
		return Opened{}, asking{}, person.File{}, err
	}
	lines, err := tx.Lines().Of(ctx, a)
	if err != nil {
		return Opened{}, asking{}, person.File{}, err
	}
	f, err := tx.People().File(ctx, a.Person)
	if err != nil {
		return Opened{}, asking{}, person.File{}, err
	}
	k, err := d.ask(a, answered(pages, ""), d.askedOn(a), lang)
	if err != nil && fault.KindOf(err) == fault.NotFound && a.State == application.Draft {
		return d.notFiledHere(a, f, lang), asking{}, f, nil
	}
	if err != nil {
		return Opened{}, asking{}, person.File{}, err
	}
	return d.opened(a, k, pages, lines, f, lang), k, f, nil
}

// notFiledHere is a draft of a procedure that is not filed here any more: it can be read and thrown away, and not sent.
func (d *Desk) notFiledHere(a application.Application, f person.File, lang locale.Lang) Opened {
	return Opened{
		Application: a, Name: f.Names, Title: d.title(a.Procedure, lang), Hinders: []Hindrance{{Kind: ElsewhereHinders}},
		GoneOn: calendar.Today(a.ChangedAt.Add(IdleLife)),
	}
}

// opened is what a task list shows.
func (d *Desk) opened(
	a application.Application, k asking, pages []application.Page, lines []application.Line, f person.File, lang locale.Lang,
) Opened {
	out := Opened{
		Application: a, Name: f.Names, Title: k.form.Title, Filing: k.form.Filing, Form: k.form, Pages: pageStates(k, savedPages(pages, "")),
		Lines: d.lineStates(k, lines, lang), Apply: k.route.Apply, Offices: k.route.Offices, Visit: d.expectedVisit(k),
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

// askedOn is the day whose law counts: today's for a draft, that of sending for what was sent in.
func (d *Desk) askedOn(a application.Application) calendar.Date {
	if a.SubmittedAt.IsZero() {
		return d.today()
	}
	return calendar.Today(a.SubmittedAt)
}

// pageStates are the pages of a form with how far each is. A page that was never saved is untouched, whatever is known of its answers: somebody
// confirms them.
func pageStates(k asking, saved map[string]application.Page) []PageState {
	review := form.Whole(k.form, k.answers)
	out := make([]PageState, 0, len(k.form.Pages))
	for i, p := range k.form.Pages {
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

// lineStates are the lines that are asked, and those that were sent all the same.
func (d *Desk) lineStates(k asking, lines []application.Line, lang locale.Lang) []LineState {
	sent := make(map[string]application.Line, len(lines))
	for _, l := range lines {
		sent[l.Document] = l
	}
	var out []LineState
	for _, p := range k.papers() {
		l, there := sent[p.ID]
		if !there {
			l = application.Line{Document: p.ID, State: application.Open}
		}
		delete(sent, p.ID)
		out = append(out, LineState{Line: l, Paper: p, Need: needOf(p), Standing: l.Standing(), ExpiresOn: d.expires(p, l)})
	}
	for _, id := range sortedIDs(sent) {
		if l := sent[id]; len(l.Uploads) > 0 {
			out = append(out, LineState{
				Line: l, Paper: law.PlanDocument{ID: id, Title: d.paperTitle(id, lang)}, Need: NotAsked, Standing: l.Standing(),
			})
		}
	}
	return out
}

// needOf is how much a paper is asked for.
func needOf(p law.PlanDocument) Need {
	switch {
	case p.Grade == law.Unverified:
		return Usual
	case p.Undecided:
		return Perhaps
	}
	return Required
}

// hindrances are what stands in the way of sending in, in the order in which somebody would go about them.
func hindrances(k asking, o Opened) []Hindrance {
	var out []Hindrance
	if len(k.excluded) > 0 {
		return []Hindrance{{Kind: ExcludedHinders, Ref: k.excluded[0].ID, Text: k.excluded[0].Text}}
	}
	for _, f := range k.possible {
		out = append(out, Hindrance{Kind: FactHinders, Ref: f})
	}
	if o.Changed != nil {
		out = append(out, Hindrance{Kind: ChangeHinders})
	}
	for _, p := range o.Pages {
		if p.Standing != PageComplete {
			out = append(out, Hindrance{Kind: PageHinders, Ref: p.ID})
		}
	}
	for _, l := range o.Lines {
		if l.Need == Required && !l.Sent() {
			out = append(out, Hindrance{Kind: PaperHinders, Ref: l.Document})
		}
	}
	return out
}

// visitWithin is how many working days ahead visits are offered at the latest.
const visitWithin = 30

// expectedVisit is the day by which a visit is expected: visitWithin working days ahead, or the last day to apply, where that is earlier and
// not over.
func (d *Desk) expectedVisit(k asking) calendar.Date {
	day := d.law.Calendar().Add(k.on, calendar.Term{N: visitWithin, Unit: calendar.Working})
	if a := k.route.Apply; a != nil && a.By != nil && a.By.Before(day) && !a.By.Before(k.on) {
		day = *a.By
	}
	return day
}

// expires is until when a paper is good by the day that its owner read on it.
func (d *Desk) expires(p law.PlanDocument, l application.Line) calendar.Date {
	if p.FreshUntil == nil || l.IssuedOn.IsZero() {
		return calendar.Date{}
	}
	info, known := d.law.DocumentNamed(p.ID, locale.EN)
	if !known || info.Fresh == nil {
		return calendar.Date{}
	}
	return d.law.Calendar().Add(l.IssuedOn, *info.Fresh)
}

// warnings are what to know before sending in.
func (d *Desk) warnings(k asking, o Opened, f person.File) []Warning {
	var out []Warning
	for _, l := range o.Lines {
		if !l.ExpiresOn.IsZero() && l.ExpiresOn.Before(o.Visit) {
			out = append(out, Warning{Kind: PaperAges, Ref: l.Document, On: l.ExpiresOn})
		}
	}
	if ends := rightEnds(k.facts); !ends.IsZero() && ends.Sub(k.on) <= RightEndsSoon {
		out = append(out, Warning{Kind: RightEnds, On: ends})
	}
	if a := k.route.Apply; a != nil && a.By != nil && a.By.Before(k.on) {
		out = append(out, Warning{Kind: ApplyLate, On: *a.By})
	}
	if ends := k.passportEnds(f); !ends.IsZero() && ends.Before(o.StayAsked) {
		out = append(out, Warning{Kind: PassportEnds, On: ends})
	}
	return out
}

// rightEnds is the end of the right to stay, as far as the answers say it.
func rightEnds(f law.Facts) calendar.Date {
	raw, _ := f.Value("title_expires")
	day, err := calendar.Parse(raw)
	if err != nil {
		return calendar.Date{}
	}
	return day
}

// passportEnds is the last day of the passport as it was answered on the form, else as it is known of the person.
func (k asking) passportEnds(f person.File) calendar.Date {
	for _, page := range k.form.Pages {
		for _, field := range page.Fields {
			var text string
			if field.From != "paper.passport.expires" || json.Unmarshal(k.answers[field.ID], &text) != nil {
				continue
			}
			if day, err := calendar.Parse(text); err == nil {
				return day
			}
		}
	}
	return passportEnds(f)
}

// passportEnds is the last day of the identity paper that is held the longest, none when there is none or it does not expire.
func passportEnds(f person.File) calendar.Date {
	held := slices.DeleteFunc(slices.Clone(f.Papers), func(p person.Item[person.Paper]) bool { return !p.Value.Ended.IsZero() })
	var last calendar.Date
	for _, p := range held {
		if p.Value.Expires.IsZero() {
			return calendar.Date{}
		}
		if p.Value.Expires.After(last) {
			last = p.Value.Expires
		}
	}
	return last
}

// stayAsked is until when somebody asks to stay: the end of what comes out, where the law says its day, else the day of the visit.
func stayAsked(k asking, visit calendar.Date) calendar.Date {
	if o := k.route.Output; o != nil && o.Validity.Until != nil {
		return *o.Validity.Until
	}
	return visit
}
