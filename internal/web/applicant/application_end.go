package applicant

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// Delete asks whether a draft shall be thrown away, and throws it away. It can be brought back from the list for a while.
func (p *Applications) Delete(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.end(ctx, v, ending{
		words: "filing.delete.", is: application.Draft, to: ApplicationsPath, done: "draft-deleted", do: p.Desk.Delete,
	})
}

// Withdraw says what it means to take an application back, and takes it back.
func (p *Applications) Withdraw(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.end(ctx, v, ending{
		words: "filing.withdraw.", is: application.Submitted, to: applicationPath(applicationOf(v)), done: "withdrawn", do: p.Desk.Withdraw,
	})
}

// ending is a form that ends something.
type ending struct {
	words string // what begins the keys of its sentences
	is    application.State
	to    string // where it leads, after the language
	done  string
	do    func(context.Context, access.Actor, filing.Asked, application.ID, int64) error
}

// end shows the form of an ending, or carries it out.
//
//locale:uses filing.delete.* filing.withdraw.*
func (p *Applications) end(ctx context.Context, v *page.Visit, e ending) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	if v.Form != nil {
		key, err := p.Tokens.Key(v, v.Path)
		if err == nil {
			err = e.do(ctx, v.By(), filing.Asked{Request: v.Request, Key: key}, applicationOf(v), versionOf(f))
		}
		switch {
		case err == nil:
			return page.SeeOtherDone(v.Href(e.to, ""), e.done), nil
		case fault.KindOf(err) == fault.Conflict:
			f.Take(fault.New(fault.Invalid, "filing.changed"))
		case !f.Take(err):
			return page.Reply{}, err
		}
	}
	o, err := p.Desk.Open(ctx, v.By(), applicationOf(v), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	here := v.Href(applicationPath(o.Application.ID), "")
	if o.Application.State != e.is || !o.Application.DeletedAt.IsZero() {
		return page.SeeOther(here), nil
	}
	t := v.P.T
	pg := &formPage{
		Page: v.Frame(t(e.words+"title"), ""), Back: here, Lead: t(e.words+"lead", locale.Str("title", o.Title), locale.Str("name", o.Name.String())),
		Form: ui.Form{
			Action: v.Href(v.Path, ""), Token: p.Tokens.Draw(v, v.Path), Button: t(e.words + "button"), Danger: true, Cancel: t(e.words + "cancel"),
			CancelTo: here, Hidden: [][2]string{{inVersion, versionText(o.Application.Version)}},
		},
	}
	pg.Slim = true
	pg.Errors, pg.Wrong = f.Errors(), !f.OK()
	return page.Reply{Body: formTemplate(pg), Status: f.Status()}, nil
}

// Seen notes that what the law changed about a draft was read.
func (p *Applications) Seen(ctx context.Context, v *page.Visit) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		err = p.Desk.SeeChange(ctx, v.By(), filing.Asked{Request: v.Request, Key: key}, applicationOf(v), versionOf(f))
	}
	here := v.Href(applicationPath(applicationOf(v)), "")
	switch {
	case err == nil:
		return page.SeeOtherDone(here, "news-seen"), nil
	case fault.KindOf(err) == fault.Conflict, f.Take(err):
		return page.SeeOther(here), nil // it is shown as it is now, with a new button
	}
	return page.Reply{}, err
}
