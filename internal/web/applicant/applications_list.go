package applicant

import (
	"context"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// applicationsPage is the list of one's applications.
type applicationsPage struct {
	ui.Page
	Errors []ui.FieldError
	Done   string
	Drafts []applicationCard
	Sent   []applicationCard
	Thrown []thrownDraft
	New    string // address
	Plans  string // address
}

// applicationCard is one application of the list.
type applicationCard struct {
	Title, For, Note, Href string
	Progress               string // of a draft: how far it is
	State                  string
	Tone                   ui.Tone
}

// thrownDraft can still be brought back.
type thrownDraft struct {
	Title, Gone string
	Restore     ui.Form
}

// List shows the applications of the account: drafts, what was sent, and drafts that were thrown away and can be brought back.
func (p *Applications) List(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.list(ctx, v, nil)
}

// list shows the list; refused is why a draft was not brought back.
func (p *Applications) list(ctx context.Context, v *page.Visit, refused *page.Form) (page.Reply, error) {
	all, err := p.Desk.Mine(ctx, v.By(), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	frame := v.Frame(v.P.T("filing.list.title"), "")
	frame.Path = ApplicationsPath // also when a button was just pressed
	pg := &applicationsPage{Page: frame, Done: filingDone(v), New: v.Href(NewPath, ""), Plans: v.Href(PlansPath, "")}
	for _, s := range all {
		switch {
		case !s.DeletedAt.IsZero():
			pg.Thrown = append(pg.Thrown, p.thrown(v, s))
		case s.State == application.Draft:
			pg.Drafts = append(pg.Drafts, draftCard(v, s))
		default:
			pg.Sent = append(pg.Sent, sentCard(v, s))
		}
	}
	reply := page.Reply{Body: applicationsTemplate(pg)}
	if refused != nil {
		pg.Errors, pg.Wrong, reply.Status = refused.Errors(), true, refused.Status()
	}
	return v.TellDone(reply), nil
}

// goneSoon is how many days before a draft is removed its owner is told so in another colour.
const goneSoon = 30

func draftCard(v *page.Visit, s filing.Summary) applicationCard {
	t := v.P.T
	gone := calendar.Today(s.ChangedAt.Add(filing.IdleLife))
	left := max(gone.Sub(v.Today), 0)
	out := applicationCard{
		Title: s.Title, Href: v.Href(applicationPath(s.ID), ""), For: t("filing.list.for", locale.Str("name", s.Name.String())),
		Note:  t("filing.list.changed", locale.Str("at", page.Moment(v.P, s.ChangedAt)), locale.Str("gone", v.P.Date(gone))),
		State: t("filing.list.left", locale.Num("n", left)),
		Progress: sentencesOf(
			t("filing.list.pages", locale.Num("n", s.Pages)), t("filing.list.papers", locale.Num("n", s.Papers)),
		),
	}
	if left <= goneSoon {
		out.Tone = ui.Amber
	}
	return out
}

func sentCard(v *page.Visit, s filing.Summary) applicationCard {
	t := v.P.T
	out := applicationCard{
		Title: s.Title, Href: v.Href(applicationPath(s.ID), ""), For: t("filing.list.for", locale.Str("name", s.Name.String())),
		Note: t("filing.list.sent", locale.Str("date", v.P.Date(calendar.Today(s.SubmittedAt))), locale.Str("reference", s.Reference.String())),
	}
	out.State, out.Tone = caseState(v.P, s.CaseState)
	return out
}

// caseState is the state of a case in a word or two.
//
//locale:uses filing.state.*
func caseState(p *locale.Printer, s casefile.State) (string, ui.Tone) {
	return p.T("filing.state." + string(s)), caseTone(s)
}

// caseTone is the colour of a state: what waits for the applicant stands out.
func caseTone(s casefile.State) ui.Tone {
	switch s {
	case casefile.Returned, casefile.VisitBooked, casefile.Ready:
		return ui.Amber
	case casefile.Accepted, casefile.Lodged, casefile.Granted, casefile.InProduction, casefile.Collected:
		return ui.Green
	case casefile.Refused:
		return ui.Red
	case casefile.Withdrawn, casefile.Closed:
		return ui.Line
	case casefile.Received, casefile.InReview:
	}
	return ui.Calm
}

func (p *Applications) thrown(v *page.Visit, s filing.Summary) thrownDraft {
	path := applicationPath(s.ID, "restore")
	return thrownDraft{
		Title: s.Title + " · " + s.Name.String(),
		Gone:  v.P.T("filing.list.undo", locale.Str("date", v.P.Date(calendar.Today(s.DeletedAt.Add(filing.UndoFor))))),
		Restore: ui.Form{
			Action: v.Href(path, ""), Token: p.Tokens.Draw(v, path), Hidden: [][2]string{{inVersion, versionText(s.Version)}}, Plain: true,
			Button: v.P.T("filing.list.restore"),
		},
	}
}

// Restore brings back a draft that was thrown away.
func (p *Applications) Restore(ctx context.Context, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		err = p.Desk.Restore(ctx, v.By(), filing.Asked{Request: v.Request, Key: key}, applicationOf(v), versionOf(f))
	}
	if err == nil {
		return page.SeeOtherDone(v.Href(applicationPath(applicationOf(v)), ""), "draft-restored"), nil
	}
	if f.Take(err) {
		return p.list(ctx, v, f)
	}
	return page.Reply{}, err
}
