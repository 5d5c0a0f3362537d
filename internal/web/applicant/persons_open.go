package applicant

import (
	"context"

	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// The lists of a person's file, as they stand in addresses.
const (
	inPapers    = "papers"
	inAddresses = "addresses"
	inStays     = "stays"
	inTitles    = "titles"
)

// newItem stands in an address in the place of the id of a thing that is about to be added.
const newItem = "new"

// personPage is all that is kept of a person.
type personPage struct {
	ui.Page
	Done      string
	Back      string
	Relation  string
	About     []fileRow
	Papers    fileSection
	Addresses fileSection
	Stays     fileSection
	Titles    fileSection
	Remove    string
}

// fileSection is one list of a person's file.
type fileSection struct {
	ID, Title, Lead, None string
	Add, AddText          string
	Cards                 []fileCard
	Table                 ui.Table
}

// fileCard is one thing in a list.
type fileCard struct {
	ID, Title string
	Tone      ui.Tone
	State     string // "" if there is nothing to say
	Rows      []fileRow
	Links     []fileLink
}

// fileLink leads to a form. More makes its text unique for those who hear the links alone.
type fileLink struct{ Text, More, Href string }

// fileRow is a line of a summary list. A number has a button that shows it.
type fileRow struct {
	ui.Row
	ID   string // of a number, to which the answer of the button leads
	Show *showButton
}

// showButton asks for a number, or for the page without it.
type showButton struct {
	Action, Of, Item string
	Shown            bool
}

// Open shows what is kept of a person, numbers masked.
func (p *Persons) Open(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.open(ctx, v, account.ShowNumber{}, "")
}

// ShowNumber shows the page of a person with one number in full. It is posted to: a number has no address of its own, and nobody shows
// one by following a link.
func (p *Persons) ShowNumber(ctx context.Context, v *page.Visit) (page.Reply, error) {
	in := account.ShowNumber{Person: personOf(v), Of: account.NumberOf(v.Form.Get("of")), Item: v.Form.Get("item")}
	number, err := p.Desk.ShowNumber(ctx, v.By(), v.Request, in)
	if err != nil {
		return page.Reply{}, err
	}
	return p.open(ctx, v, in, number)
}

// open shows a person with the number that was asked for.
func (p *Persons) open(ctx context.Context, v *page.Visit, asked account.ShowNumber, number string) (page.Reply, error) {
	o, err := p.Desk.Open(ctx, v.By(), personOf(v))
	if err != nil {
		return page.Reply{}, err
	}
	f := fileView{v: v, id: o.ID, asked: asked, number: number, titles: p.titleNames(v)}
	frame := v.Frame(o.Names.String(), "")
	frame.Path = pathOf(o.ID) // the other languages show the page without the number
	pg := &personPage{
		Page: frame, Done: doneWords(v), Back: v.Href(PersonsPath, ""), Relation: relationWord(v.P, o.Relation),
		About: f.about(o), Papers: f.papers(o.Papers), Addresses: f.addresses(o.Addresses), Stays: f.stays(o.Stays),
		Titles: f.titleCards(o.Titles), Remove: v.Href(pathOf(o.ID, "remove"), ""),
	}
	return v.TellDone(page.Reply{Body: personTemplate(pg)}), nil
}

// fileView draws the parts of one person's page.
type fileView struct {
	v      *page.Visit
	id     person.ID
	asked  account.ShowNumber // the number that is shown in full
	number string
	titles map[string]string
}

// about are the lines of what a passport says, each with the form that changes it.
func (f fileView) about(o account.Opened) []fileRow {
	var out []fileRow
	add := func(part string, rows ...ui.Row) {
		for _, r := range rows {
			r.Href, r.Action = f.v.Href(pathOf(f.id, "change", part), ""), f.v.P.T("ui.change")
			out = append(out, fileRow{Row: r})
		}
	}
	add(partNames, namesRows(f.v.P, o.Names)...)
	add(partBirth, birthRows(f.v.P, birthOf(o.Person))...)
	add(partNationality, nationalityRow(f.v.P, o.Nationality))
	add(partCNP, ui.Row{Key: f.v.P.T("persons.cnp"), Value: textOr(f.v.P, o.CNP)})
	if o.CNP != "" {
		f.reveal(&out[len(out)-1], account.OfCNP, "")
	}
	add(partRelation, relationRow(f.v.P, o.Relation))
	return out
}

// reveal adds the button that shows a number, or shows it if it was asked for.
func (f fileView) reveal(row *fileRow, of account.NumberOf, item string) {
	row.ID = "number-" + string(of)
	if item != "" {
		row.ID = "number-" + item
	}
	row.Show = &showButton{Action: f.v.Href(pathOf(f.id, "number"), "") + "#" + row.ID, Of: string(of), Item: item}
	if f.asked.Of == of && f.asked.Item == item {
		row.Value, row.Show.Shown, row.Show.Action = f.number, true, f.v.Href(pathOf(f.id), "")+"#"+row.ID
	}
}

// section is a list without its things.
//
//locale:uses persons.papers.* persons.addresses.* persons.stays.* persons.titles.*
func (f fileView) section(list string) fileSection {
	words := func(key string) string { return f.v.P.T("persons." + list + "." + key) }
	return fileSection{
		ID: list, Title: words("title"), Lead: words("lead"), None: words("empty"), AddText: words("add"),
		Add: f.v.Href(pathOf(f.id, list, newItem), ""),
	}
}

// link leads to the form of a thing.
func (f fileView) link(key, about string, below ...string) fileLink {
	return fileLink{Text: f.v.P.T(key), More: about, Href: f.v.Href(pathOf(f.id, below...), "")}
}

//locale:uses persons.change_or_remove persons.replace
func (f fileView) papers(items []person.Item[person.Paper]) fileSection {
	s := f.section(inPapers)
	for _, item := range items {
		paper := item.Value
		title := paperTitle(f.v.P, paper)
		card := fileCard{ID: "paper-" + item.ID, Title: title, Links: []fileLink{f.link("persons.change_or_remove", title, inPapers, item.ID)}}
		card.Tone, card.State = paperState(f.v, paper)
		for i, r := range paperRows(f.v.P, paper) {
			row := fileRow{Row: r}
			if i == 0 { // the number
				f.reveal(&row, account.OfPaper, item.ID)
			}
			card.Rows = append(card.Rows, row)
		}
		if paper.Ended.IsZero() {
			card.Links = append(card.Links, f.link("persons.replace", title, inPapers, item.ID, "replace"))
		}
		s.Cards = append(s.Cards, card)
	}
	return s
}

func (f fileView) addresses(items []person.Item[person.Address]) fileSection {
	s := f.section(inAddresses)
	for _, item := range items {
		title := addressTitle(f.v.P, item.Value)
		card := fileCard{ID: "address-" + item.ID, Title: title, Links: []fileLink{f.link("persons.change_or_remove", title, inAddresses, item.ID)}}
		if item.Value.Until.IsZero() {
			card.Tone, card.State = ui.Green, f.v.P.T("persons.current")
		}
		for _, r := range addressRows(f.v.P, item.Value) {
			card.Rows = append(card.Rows, fileRow{Row: r})
		}
		s.Cards = append(s.Cards, card)
	}
	return s
}

func (f fileView) stays(items []person.Item[person.Stay]) fileSection {
	s := f.section(inStays)
	s.Table = ui.Table{
		Caption: s.Title, Quiet: true,
		Head: []string{f.v.P.T("persons.entry"), f.v.P.T("persons.exit"), f.v.P.T("persons.days")},
	}
	for _, item := range items {
		stay, days, exit := item.Value, f.v.Today.Sub(item.Value.Entry)+1, f.v.P.T("persons.still_here")
		if !stay.Exit.IsZero() {
			days, exit = stay.Exit.Sub(stay.Entry)+1, f.v.P.Date(stay.Exit)
		}
		s.Table.Rows = append(s.Table.Rows, []ui.Cell{
			{Text: f.v.P.Date(stay.Entry), Href: f.v.Href(pathOf(f.id, inStays, item.ID), "")},
			{Text: exit}, {Text: f.v.P.Number(days)},
		})
	}
	return s
}

func (f fileView) titleCards(items []person.Item[person.Title]) fileSection {
	s := f.section(inTitles)
	for _, item := range items {
		title := titleWord(f.titles, item.Value.Kind)
		card := fileCard{ID: "title-" + item.ID, Title: title, Links: []fileLink{f.link("persons.change_or_remove", title, inTitles, item.ID)}}
		if until := item.Value.Until; !until.IsZero() && until.Before(f.v.Today) {
			card.Tone, card.State = ui.Amber, f.v.P.T("persons.expired")
		}
		for i, r := range titleRows(f.v.P, item.Value) {
			row := fileRow{Row: r}
			if i == 0 && item.Value.Number != "" {
				f.reveal(&row, account.OfTitle, item.ID)
			}
			card.Rows = append(card.Rows, row)
		}
		s.Cards = append(s.Cards, card)
	}
	return s
}

// paperState says what is remarkable about a paper today.
func paperState(v *page.Visit, paper person.Paper) (ui.Tone, string) {
	switch {
	case !paper.Ended.IsZero():
		return ui.Line, v.P.T("persons.ended_on", locale.Str("date", v.P.Date(paper.Ended)))
	case !paper.Expires.IsZero() && paper.Expires.Before(v.Today):
		return ui.Amber, v.P.T("persons.expired")
	}
	return ui.Calm, ""
}
