package applicant

import (
	"context"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/web/page"
)

// Remove asks once more, and takes a person out of the account.
func (p *Persons) Remove(ctx context.Context, v *page.Visit) (page.Reply, error) {
	o, err := p.Desk.Open(ctx, v.By(), personOf(v))
	if err != nil {
		return page.Reply{}, err
	}
	day := calendar.Today(v.Now.Add(account.UndoFor))
	return p.run(v, task{
		title: v.P.T("persons.remove.title", locale.Str("name", o.Names.String())), button: v.P.T("persons.remove.button"), danger: true,
		lead: v.P.T("persons.remove.lead", locale.Num("n", int(account.UndoFor/(24*time.Hour))), locale.Str("date", v.P.Date(day))),
		back: pathOf(o.ID),
		do: func(s sent) (page.Reply, error) {
			return done(v, PersonsPath, "removed"), p.Desk.RemovePerson(ctx, v.By(), s.asked, o.ID)
		},
	})
}

// Restore brings a person back who was removed. It is posted to from the list.
func (p *Persons) Restore(ctx context.Context, v *page.Visit) (page.Reply, error) {
	id := personOf(v)
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		err = p.Desk.RestorePerson(ctx, v.By(), account.Asked{Request: v.Request, Key: key}, id)
	}
	if err == nil {
		return done(v, pathOf(id), "restored"), nil
	}
	f := page.NewForm(v.P, v.Form)
	if !f.Take(task{}.home(err)) {
		return page.Reply{}, err
	}
	return p.list(ctx, v, f)
}
