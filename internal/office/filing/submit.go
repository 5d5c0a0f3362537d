package filing

import (
	"context"
	"slices"
	"time"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/form"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/person"
	"sejur/internal/reference"
)

// Submit is a draft that shall be sent in.
type Submit struct {
	Application application.ID
	Version     int64
	Office      string // which of several offices; "" = the first
	Lang        locale.Lang
}

// Submitted is what was sent in.
type Submitted struct {
	Reference    reference.Reference
	Case         casefile.ID
	Receipt      document.ID
	StillChecked []string // documents with a file that is still looked into: nobody waits for that
}

// Submit sends a draft in, in one transaction: everything is checked again against the law of that day, what the form learned is written into the
// person's file (see writeBack), the application is frozen, its case is received, and its receipt is planned, and sealed where the key is in this
// process. Nobody waits for files that are still looked into. Faults: NotFound; Conflict when the draft was changed since it was seen, or was
// sent in before; Invalid with the key filing.incomplete when something hinders it (Open says what), or about office.
func (d *Desk) Submit(ctx context.Context, by access.Actor, asked Asked, in Submit) (Submitted, error) {
	out, err := office.Do(ctx, d.office, act(by, asked, "application.submit", in), func(ctx context.Context, tx Tx, w *office.Work) (Submitted, error) {
		about(w, in.Application)
		a, err := tx.Applications().Take(ctx, by.ID, in.Application)
		if err != nil {
			return Submitted{}, err
		}
		if err := draftOnly(a); err != nil {
			return Submitted{}, err
		}
		if a.Version != in.Version {
			return Submitted{}, stale()
		}
		d.at("submit.taken")
		s := sending{desk: d, tx: tx, w: w, app: a}
		if err := s.check(ctx, in); err != nil {
			return Submitted{}, err
		}
		d.at("submit.checked")
		return s.send(ctx)
	})
	if err == nil {
		d.at("submit.stored")
	}
	return out, err
}

// sending is an application on its way in.
type sending struct {
	desk   *Desk
	tx     Tx
	w      *office.Work
	app    application.Application
	asked  form.Asked
	opened Opened
	file   person.File
	office string
}

// check reads everything and asks the law of today whether it may be sent.
func (s *sending) check(ctx context.Context, in Submit) error {
	var err error
	if s.opened, s.asked, s.file, err = s.desk.gather(ctx, s.tx, s.app, in.Lang); err != nil {
		return err
	}
	if len(s.opened.Hinders) > 0 {
		return fault.New(fault.Invalid, "filing.incomplete")
	}
	switch {
	case in.Office == "" && len(s.opened.Offices) > 0:
		s.office = s.opened.Offices[0]
	case in.Office != "" && !slices.Contains(s.opened.Offices, in.Office):
		return fault.Field("office", "filing.office")
	default:
		s.office = in.Office
	}
	return nil
}

// send freezes the application, receives its case, plans its receipt and tells its writer.
func (s *sending) send(ctx context.Context) (Submitted, error) {
	a, w := &s.app, s.w
	a.State, a.SubmittedAt, a.Law, a.Reference = application.Submitted, w.Now, s.desk.law.Version(), reference.New()
	a.Facts, a.Seen = pairs(s.asked.Facts), seen(s.asked)
	w.Changed("state", string(application.Draft), string(a.State))
	w.Changed("law", "", a.Law)
	w.Changed("reference", "", string(a.Reference))
	if err := s.writeBack(ctx); err != nil {
		return Submitted{}, err
	}
	if err := s.tx.Applications().Submit(ctx, *a); err != nil {
		return Submitted{}, err
	}
	s.desk.at("submit.frozen")
	out := Submitted{Reference: a.Reference, Case: casefile.ID(office.NewID())}
	if err := s.receive(ctx, out.Case); err != nil {
		return Submitted{}, err
	}
	s.desk.at("submit.received")
	var err error
	if out.Receipt, err = s.receipt(ctx); err != nil {
		return Submitted{}, err
	}
	s.desk.at("submit.sealed")
	for _, l := range s.opened.Lines {
		if l.Standing == application.Checking || l.Standing == application.Waiting {
			out.StillChecked = append(out.StillChecked, l.Document)
		}
	}
	tell(w, w.By().ID, "filing-received")
	return out, nil
}

// tell writes to an account that something became of an application, on the site and by mail.
func tell(w *office.Work, account, template string) {
	w.Tell(office.Message{
		Account: account, Template: template, Args: map[string]string{"at": w.Now.Format(time.RFC3339)}, Mailed: true,
	})
}

// receive stores the case, with its first event.
func (s *sending) receive(ctx context.Context, id casefile.ID) error {
	c := casefile.Case{
		ID: id, Application: string(s.app.ID), State: casefile.Received, Reference: s.app.Reference, Procedure: s.app.Procedure, Office: s.office,
		ReceivedAt: s.w.Now, MustBy: s.mustBy(), ExpiresOn: rightEnds(s.asked.Facts), Version: 1,
	}
	if err := s.tx.Intake().Receive(ctx, c); err != nil {
		return err
	}
	s.w.Changed("case", "", string(c.ID))
	return s.tx.Events().Add(ctx, s.app.Person, ofApplicant(s.w, c.ID, casefile.WasReceived))
}

// ofApplicant is an event that an applicant caused.
func ofApplicant(w *office.Work, id casefile.ID, kind casefile.Kind) casefile.Event {
	return casefile.Event{ID: office.NewID(), Case: id, Kind: kind, At: w.Now, Side: casefile.OfApplicant, Account: w.By().ID}
}

// mustBy is the day by which somebody must have dealt with it.
func (s *sending) mustBy() calendar.Date {
	var last calendar.Date // to apply
	if a := s.asked.Route.Apply; a != nil && a.By != nil {
		last = *a.By
	}
	return casefile.MustBy(s.asked.On, rightEnds(s.asked.Facts), last)
}
