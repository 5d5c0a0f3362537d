package filing

import (
	"cmp"
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office"
	"sejur/internal/person"
)

// Start is an application that shall be begun.
type Start struct {
	Person    person.ID
	Procedure string
	Facts     application.Facts // answers of the guide
	Plan      string            // or the kept plan of the account that has them
	Lang      locale.Lang
}

// Start begins a draft for a person whom the actor's account keeps, and returns its id; there is one live draft of a person and a procedure,
// and whoever starts again gets that one, with the answers of the guide that they start with now: see takeOver. Faults: NotFound for the person or plan; Invalid about facts; Invalid with one of the keys
// filing.counter, filing.elsewhere, filing.none where the procedure is not filed here on that day, filing.excluded where the answers rule it
// out, and filing.drafts-many.
func (d *Desk) Start(ctx context.Context, by access.Actor, asked Asked, in Start) (application.ID, error) {
	return office.Do(ctx, d.office, act(by, asked, "application.start", in), func(ctx context.Context, tx Tx, w *office.Work) (application.ID, error) {
		if err := tx.People().Hold(ctx, by.ID); err != nil {
			return "", err
		}
		if kept, err := tx.People().Kept(ctx, by.ID, in.Person); err != nil || !kept {
			return "", cmp.Or(err, unknown())
		}
		if id, err := tx.Applications().Live(ctx, by.ID, in.Person, in.Procedure); err == nil {
			about(w, id)
			w.Became("application.resume")
			return id, d.takeOver(ctx, tx, by, w, id, in)
		} else if fault.KindOf(err) != fault.NotFound {
			return "", err
		}
		a, err := d.draft(ctx, tx, by, w, in)
		if err != nil {
			return "", err
		}
		about(w, a.ID)
		w.Changed("state", "", string(application.Draft))
		w.Changed("procedure", "", a.Procedure)
		return a.ID, tx.Applications().Add(ctx, a)
	})
}

// draft makes the draft.
func (d *Desk) draft(ctx context.Context, tx Tx, by access.Actor, w *office.Work, in Start) (application.Application, error) {
	n, err := tx.Applications().Drafts(ctx, by.ID)
	if err != nil {
		return application.Application{}, err
	}
	if n >= MaxDrafts {
		return application.Application{}, fault.New(fault.Invalid, "filing.drafts-many", fault.Num("max", MaxDrafts))
	}
	facts, err := d.startFacts(ctx, tx, by, in)
	if err != nil {
		return application.Application{}, err
	}
	a := application.Application{
		ID: application.ID(office.NewID()), Person: in.Person, Account: by.ID, State: application.Draft, Procedure: in.Procedure, Lang: in.Lang,
		Law: d.law.Version(), Facts: facts, CreatedAt: w.Now, ChangedAt: w.Now, Version: 1,
	}
	k, err := d.ask(a, nil, d.today(), in.Lang)
	if err != nil {
		return application.Application{}, d.elsewhere(err, in)
	}
	if len(k.Excluded) > 0 {
		return application.Application{}, fault.New(fault.Invalid, "filing.excluded", fault.Text("why", k.Excluded[0].Text))
	}
	a.Seen = seen(k)
	return a, nil
}

// startFacts are the answers of the guide with which somebody starts: those of the plan, if one is named.
func (d *Desk) startFacts(ctx context.Context, tx Tx, by access.Actor, in Start) (application.Facts, error) {
	if in.Plan != "" {
		p, err := keptPlan(ctx, tx, by.ID, in.Plan)
		if err != nil {
			return nil, err
		}
		return d.known(p.Facts), nil
	}
	facts, faults := d.readFacts(in.Facts)
	if len(faults) > 0 {
		return nil, faults
	}
	return pairs(facts), nil
}

// elsewhere turns the fault of a procedure without a form into one that says where it is filed.
func (d *Desk) elsewhere(err error, in Start) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	page, known := d.law.Procedure(in.Procedure, in.Lang, d.today())
	if !known || page.PageOnly {
		return unknown()
	}
	where := fault.Text("where", page.Route.AuthorityName)
	switch page.Route.Filing {
	case "counter":
		return fault.New(fault.Invalid, "filing.counter", where)
	case "elsewhere":
		return fault.New(fault.Invalid, "filing.elsewhere", where)
	}
	return fault.New(fault.Invalid, "filing.not-filed", where)
}

// Mine lists the actor's applications, the last changed first: drafts, also those thrown away that can be brought back, and what was sent in.
func (d *Desk) Mine(ctx context.Context, by access.Actor, lang locale.Lang) ([]Summary, error) {
	all, err := office.See(ctx, d.office, by, access.FileApplications, func(ctx context.Context, tx Tx) ([]Summary, error) {
		return tx.Applications().Of(ctx, by.ID, maxMine)
	})
	out := make([]Summary, 0, len(all))
	for _, s := range all {
		if !s.DeletedAt.IsZero() && !d.office.Now().Before(s.DeletedAt.Add(UndoFor)) {
			continue
		}
		s.Title = d.title(s.Procedure, lang)
		out = append(out, s)
	}
	return out, err
}

// maxMine bounds a list of one's own.
const maxMine = 200

// title is the name of a procedure.
func (d *Desk) title(procedure string, lang locale.Lang) string {
	info, _ := d.law.ProcedureNamed(procedure, lang, d.today())
	return info.Title
}
