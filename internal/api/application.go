package api

import (
	"slices"
	"time"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/law"
	"sejur/internal/office/filing"
	"sejur/internal/person"
)

// Application is an application with all that is asked of it and, once it was sent in, what became of it.
type Application struct {
	ID          application.ID         `json:"id"`
	Person      person.ID              `json:"person"`
	Procedure   string                 `json:"procedure"`
	Title       string                 `json:"title"`
	State       application.State      `json:"state"`
	Filing      string                 `json:"filing"` // preparation | filing: what sending in is by law
	Law         string                 `json:"law"`    // version id of the law
	Version     int64                  `json:"version"`
	ChangedAt   time.Time              `json:"changed_at"`
	SubmittedAt *time.Time             `json:"submitted_at"`
	WithdrawnAt *time.Time             `json:"withdrawn_at"`
	RemovedOn   *calendar.Date         `json:"removed_on"` // of a draft: the day on which it goes when nobody changes it
	Reference   *string                `json:"reference"`
	Pages       []ApplicationPage      `json:"pages"`
	Documents   []ApplicationPaper     `json:"documents"`
	Hindrances  []ApplicationHindrance `json:"hindrances"` // what stands in the way of sending in; none: it can be sent
	Warnings    []ApplicationWarning   `json:"warnings"`
	Changed     *ApplicationChange     `json:"changed"` // what the law changed since it was seen last
	Apply       *law.Apply             `json:"apply"`
	Offices     []string               `json:"offices"`
	VisitBy     *calendar.Date         `json:"visit_by"` // until when a visit is expected
	Case        *ApplicationCase       `json:"case"`
	Correction  *ApplicationReturned   `json:"correction"` // what the office opened again
}

// ApplicationPage is how far a page is.
type ApplicationPage struct {
	ID       string              `json:"id"`
	Title    string              `json:"title"`
	Who      string              `json:"who"`
	Standing filing.PageStanding `json:"standing"`
	Missing  int                 `json:"missing"` // fields to be answered or mended
	SavedAt  *time.Time          `json:"saved_at"`
	Version  int64               `json:"version"`
}

// ApplicationPaper is how far a paper is.
type ApplicationPaper struct {
	Document  string               `json:"document"`
	Title     string               `json:"title"`
	Need      application.Need     `json:"need"`
	Standing  application.Standing `json:"standing"`
	Reason    application.Reason   `json:"reason,omitempty"` // why another is asked for
	Note      string               `json:"note,omitempty"`   // the officer's own words
	IssuedOn  *calendar.Date       `json:"issued_on"`
	ExpiresOn *calendar.Date       `json:"expires_on"`
	Version   int64                `json:"version"`
	Uploads   []Upload             `json:"uploads"`
}

// ApplicationHindrance is something without which nothing can be sent in.
type ApplicationHindrance struct {
	Kind filing.HindranceKind `json:"kind"`
	Ref  string               `json:"ref,omitempty"` // page, document or fact
	Text string               `json:"text,omitempty"`
}

// ApplicationWarning is something to know before sending in.
type ApplicationWarning struct {
	Kind filing.WarningKind `json:"kind"`
	Ref  string             `json:"ref,omitempty"`
	On   *calendar.Date     `json:"on"`
}

// ApplicationChange is what the law asks otherwise than when it was seen last.
type ApplicationChange struct {
	Since    calendar.Date  `json:"since"`
	Ends     bool           `json:"ends"` // the procedure does not apply any more
	Papers   []ChangedItem  `json:"documents"`
	Fields   []ChangedItem  `json:"fields"`
	ByBefore *calendar.Date `json:"by_before"`
	ByNow    *calendar.Date `json:"by_now"`
}

// ChangedItem is something that is asked now, or is asked no more.
type ChangedItem struct {
	ID    string `json:"id"` // of the document; of a field page/field
	Title string `json:"title,omitempty"`
	Gone  bool   `json:"gone"`
}

// ApplicationCase is where the case of an application stands.
type ApplicationCase struct {
	State       casefile.State `json:"state"`
	Office      string         `json:"office,omitempty"`
	ReceivedAt  time.Time      `json:"received_at"`
	MustBy      calendar.Date  `json:"must_by"`
	CanWithdraw bool           `json:"can_withdraw"`
	Receipt     bool           `json:"receipt"` // it can be fetched
	Looks       []Look         `json:"looks"`
}

// Look is when somebody of the office opened the case.
type Look struct {
	At     time.Time `json:"at"`
	Office string    `json:"office,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

// ApplicationReturned is what the office opened again, to be sent back.
type ApplicationReturned struct {
	ID      string         `json:"id"`
	Until   calendar.Date  `json:"until"`
	Items   []ReturnedItem `json:"items"`
	Version int64          `json:"version"`
}

// ReturnedItem is one page or document that was opened again.
type ReturnedItem struct {
	Kind   casefile.ItemKind `json:"kind"`
	Ref    string            `json:"ref"`
	Reason string            `json:"reason"`
	Note   string            `json:"note,omitempty"`
	Mended bool              `json:"mended"` // something was done to it
}

func (s *server) application(c *call) (any, error) {
	o, err := s.desks.Filing.Open(c.request.Context(), c.by, c.which(), c.printer.Lang())
	if err != nil {
		return nil, err
	}
	if o.Application.State == application.Draft {
		return seen(applicationOf(o), o.Application.Version), nil
	}
	f, err := s.desks.Filing.File(c.request.Context(), c.by, c.which(), c.printer.Lang())
	if err != nil {
		return nil, err
	}
	return seen(fileOf(f), f.Application.Version), nil
}

// applicationOf puts an application into words for programs.
func applicationOf(o filing.Opened) Application {
	a := o.Application
	out := Application{
		ID: a.ID, Person: a.Person, Procedure: a.Procedure, Title: o.Title, State: a.State, Filing: o.Filing, Law: a.Law, Version: a.Version,
		ChangedAt: a.ChangedAt, SubmittedAt: unlessZero(a.SubmittedAt), WithdrawnAt: unlessZero(a.WithdrawnAt), RemovedOn: unlessZero(o.GoneOn),
		Reference: unlessZero(string(a.Reference)), Pages: []ApplicationPage{}, Documents: []ApplicationPaper{}, Hindrances: []ApplicationHindrance{},
		Warnings: []ApplicationWarning{}, Changed: changeOf(o.Changed), Apply: o.Apply, Offices: list(o.Offices), VisitBy: unlessZero(o.Visit),
	}
	for _, p := range o.Pages {
		out.Pages = append(out.Pages, ApplicationPage{
			ID: p.ID, Title: p.Title, Who: p.Who, Standing: p.Standing, Missing: p.Missing, SavedAt: unlessZero(p.SavedAt), Version: p.Version,
		})
	}
	for _, l := range o.Lines {
		out.Documents = append(out.Documents, ApplicationPaper{
			Document: l.Document, Title: l.Paper.Title, Need: l.Need, Standing: l.Standing, Reason: l.Reason, Note: l.Note,
			IssuedOn: unlessZero(l.IssuedOn), ExpiresOn: unlessZero(l.GoodUntil), Version: l.Version, Uploads: uploadsOf(l.Uploads),
		})
	}
	for _, h := range o.Hinders {
		out.Hindrances = append(out.Hindrances, ApplicationHindrance{Kind: h.Kind, Ref: h.Ref, Text: h.Text})
	}
	for _, w := range o.Warnings {
		out.Warnings = append(out.Warnings, ApplicationWarning{Kind: w.Kind, Ref: w.Ref, On: unlessZero(w.On)})
	}
	return out
}

func changeOf(c *filing.Changed) *ApplicationChange {
	if c == nil {
		return nil
	}
	return &ApplicationChange{
		Since: c.Since, Ends: c.Ends, Papers: differences(c.Papers), Fields: differences(c.Fields), ByBefore: unlessZero(c.ByBefore),
		ByNow: unlessZero(c.ByNow),
	}
}

func differences(all []filing.Difference) []ChangedItem {
	out := []ChangedItem{}
	for _, d := range all {
		out = append(out, ChangedItem(d))
	}
	return out
}

// fileOf adds what became of what was sent in.
func fileOf(f filing.File) Application {
	out := applicationOf(f.Opened)
	out.Case = &ApplicationCase{
		State: f.Case.State, Office: f.Case.Office, ReceivedAt: f.Case.ReceivedAt, MustBy: f.Case.MustBy, CanWithdraw: f.CanWithdraw,
		Receipt: f.Released, Looks: []Look{},
	}
	for _, l := range f.Looks {
		out.Case.Looks = append(out.Case.Looks, Look(l))
	}
	if f.Correction == nil {
		return out
	}
	back := &ApplicationReturned{ID: f.Correction.ID, Until: f.Correction.Until, Version: f.Correction.Version, Items: []ReturnedItem{}}
	for _, i := range f.Correction.Items {
		back.Items = append(back.Items, ReturnedItem{
			Kind: i.Kind, Ref: i.Ref, Reason: i.Reason, Note: i.Note, Mended: slices.Contains(f.Mended, string(i.Kind)+"/"+i.Ref),
		})
	}
	out.Correction = back
	return out
}
