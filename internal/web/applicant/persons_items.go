package applicant

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// itemForm is the form of one kind of things in a person's file.
type itemForm[T any] struct {
	list   string
	own    []string
	shelf  *account.Shelf[T]
	items  func(account.Opened) []person.Item[T]
	blank  func(o account.Opened) url.Values // what stands in the form of a new one
	fill   func(T) url.Values                // what stands in the form of one that is there
	read   func(f *page.Form) T              // refuses what cannot be read
	keep   func(before, typed T) T           // what is left empty and so stays as it was
	check  func(value T, on calendar.Date) fault.List
	fields func(f *page.Form, o account.Opened, before *T) []templ.Component // before is nil for a new one
	rows   func(T) []ui.Row
	name   func(T) string // in one line
	add    func(ctx context.Context, s sent, in account.AddItem[T]) (string, error)
}

// Item shows and carries out the form of one thing in a person's file, or of a new one.
func (p *Persons) Item(ctx context.Context, v *page.Visit) (page.Reply, error) {
	switch v.Part("list") {
	case inPapers:
		return keepItem(ctx, p, v, p.paperForm(v))
	case inAddresses:
		return keepItem(ctx, p, v, p.addressForm(v))
	case inStays:
		return keepItem(ctx, p, v, p.stayForm(v))
	case inTitles:
		return keepItem(ctx, p, v, p.titleForm(v))
	}
	return page.Reply{}, notFound()
}

// RemoveItem asks once more, and removes one thing from a person's file.
func (p *Persons) RemoveItem(ctx context.Context, v *page.Visit) (page.Reply, error) {
	switch v.Part("list") {
	case inPapers:
		return removeItem(ctx, p, v, p.paperForm(v))
	case inAddresses:
		return removeItem(ctx, p, v, p.addressForm(v))
	case inStays:
		return removeItem(ctx, p, v, p.stayForm(v))
	case inTitles:
		return removeItem(ctx, p, v, p.titleForm(v))
	}
	return page.Reply{}, notFound()
}

// keepItem is the form of a new thing, or of one that is there.
//
//locale:uses persons.papers.* persons.addresses.* persons.stays.* persons.titles.*
func keepItem[T any](ctx context.Context, p *Persons, v *page.Visit, d itemForm[T]) (page.Reply, error) {
	o, err := p.Desk.Open(ctx, v.By(), personOf(v))
	if err != nil {
		return page.Reply{}, err
	}
	if v.Part("item") == newItem {
		return p.run(v, d.added(ctx, v, o))
	}
	item, ok := find(d.items(o), v.Part("item"))
	if !ok {
		return page.Reply{}, notFound()
	}
	t := d.task(v, o, &item.Value)
	t.title = v.P.T("persons."+d.list+".change", locale.Str("name", o.Names.String()))
	t.in, t.version, t.kept = d.fill(item.Value), item.Version, d.rows(item.Value)
	t.typed = func(f *page.Form) []ui.Row { return d.rows(d.keep(item.Value, d.read(f))) }
	t.remove, t.removeText = pathOf(o.ID, d.list, item.ID, "remove"), v.P.T("persons."+d.list+".remove_link")
	t.do = d.send(v, o.ID, true, func(s sent, value T) error {
		return d.shelf.Change(ctx, v.By(), s.asked, account.ChangeItem[T]{Person: o.ID, Item: item.ID, Version: s.version, Value: value})
	})
	return p.run(v, t)
}

// added is the form of a new thing.
func (d itemForm[T]) added(ctx context.Context, v *page.Visit, o account.Opened) task {
	t := d.task(v, o, nil)
	t.title, t.in = v.P.T("persons."+d.list+".new", locale.Str("name", o.Names.String())), d.blank(o)
	t.do = d.send(v, o.ID, false, func(s sent, value T) error {
		_, err := d.add(ctx, s, account.AddItem[T]{Person: o.ID, Value: value})
		return err
	})
	return t
}

// task is what all forms of the kind have in common.
func (d itemForm[T]) task(v *page.Visit, o account.Opened, before *T) task {
	return task{
		lead: v.P.T("persons." + d.list + ".form_lead"), button: v.P.T("persons.save"), back: pathOf(o.ID), own: d.own,
		fields: func(f *page.Form) []templ.Component { return d.fields(f, o, before) },
	}
}

// send reads the form and hands what it says on, if it can be read. keeps says that what is empty may stay as it was.
func (d itemForm[T]) send(v *page.Visit, id person.ID, keeps bool, do func(sent, T) error) func(sent) (page.Reply, error) {
	return func(s sent) (page.Reply, error) {
		value := d.read(s.Form)
		if !s.OK() {
			if !keeps {
				s.Take(d.check(value, v.Today).Err())
			}
			return page.Reply{}, nil
		}
		reply := done(v, pathOf(id), "saved")
		reply.Location += "#" + d.list
		return reply, do(s, value)
	}
}

// removeItem is the form that removes a thing.
func removeItem[T any](ctx context.Context, p *Persons, v *page.Visit, d itemForm[T]) (page.Reply, error) {
	o, err := p.Desk.Open(ctx, v.By(), personOf(v))
	if err != nil {
		return page.Reply{}, err
	}
	item, ok := find(d.items(o), v.Part("item"))
	if !ok {
		return page.Reply{}, notFound()
	}
	return p.run(v, task{
		title: v.P.T("persons." + d.list + ".remove"), lead: v.P.T("persons.remove_item", locale.Str("what", d.name(item.Value))),
		button: v.P.T("persons.remove.button"), danger: true, back: pathOf(o.ID, d.list, item.ID), version: item.Version,
		do: func(s sent) (page.Reply, error) {
			in := account.RemoveItem{Person: o.ID, Item: item.ID, Version: s.version}
			return done(v, pathOf(o.ID), "item-removed"), d.shelf.Remove(ctx, v.By(), s.asked, in)
		},
	})
}

// find finds the thing with an id.
func find[T any](items []person.Item[T], id string) (person.Item[T], bool) {
	for _, item := range items {
		if item.ID == id {
			return item, true
		}
	}
	return person.Item[T]{}, false
}
