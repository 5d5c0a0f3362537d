package public

import (
	"strings"
	"unicode"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// queryWords is the input of the search.
const queryWords = "q"

// searchPage is the search and what it found.
type searchPage struct {
	ui.Page
	Errors []ui.FieldError
	Day    dayForm // shown when it is not today
	Box    ui.Search
	Asked  bool
	Found  string // how many, in words
	More   string // that there may be more
	Groups []foundGroup
	Lists  []tileView // where else to look
}

// foundGroup is what was found of one kind.
type foundGroup struct {
	ID, Title string
	List      []foundLine
}

// foundLine is one thing that was found.
type foundLine struct {
	Title, TitleRO string
	Href           string
	Text           string
	Lang           string // of the text, where it is not the page's
	Chip           *chipView
}

// SearchPage finds procedures, papers and offices by words in any language. The words stand in the address and nowhere else.
func SearchPage(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	on := f.onDay(v.P.T("page.plan.on_label"), v.Today)
	words := typedWords(v.Query.Get(queryWords))
	query := onQuery(v, on)
	if words != "" {
		query = withPair(query, queryWords, words)
	}
	pg := &searchPage{
		Page:   v.Frame(v.P.T("page.search.title"), query),
		Errors: f.errors,
		Day:    p.dayForm(v, f, v.Path, on),
		Box:    searchBox(v, on),
		Asked:  words != "",
		Lists:  everyList(v, on),
	}
	pg.Wrong = len(f.errors) > 0
	pg.Box.Value = words
	if pg.Asked {
		pg.Day.Hidden = [][2]string{{queryWords, words}}
		pg.found(v, words, p.Law.Search(words, v.P.Lang(), on), on)
	}
	return page.Reply{Status: f.status(), Body: searchTemplate(pg), Private: pg.Asked}, nil
}

// typedWords are the words of a search in one line, no longer than the box takes.
func typedWords(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if letters := []rune(s); len(letters) > ui.MaxSearch {
		s = string(letters[:ui.MaxSearch])
	}
	return strings.TrimSpace(s)
}

// withPair adds a pair to an encoded query.
func withPair(query, name, value string) string {
	var b strings.Builder
	b.WriteString(query)
	appendPair(&b, name, value)
	return b.String()
}

// searchBox is the box of the search as it stands on any page. A day other than today goes with it.
func searchBox(v *page.Visit, on calendar.Date) ui.Search {
	box := ui.Search{Action: v.Href("/search", ""), Text: v.P.T("ui.search.label"), Hint: v.P.T("ui.search.hint")}
	if on != v.Today {
		box.Hidden = [][2]string{{queryOn, on.String()}}
	}
	return box
}

// found fills the page with what was found: by kind, the kind of the best first.
func (pg *searchPage) found(v *page.Visit, words string, all []law.Found, on calendar.Date) {
	if len(all) == 0 {
		pg.Found = v.P.T("page.search.none", locale.Str("words", words))
		pg.Title = pg.Found
		return
	}
	pg.Found = v.P.T("page.search.found", locale.Num("n", len(all)), locale.Str("words", words))
	pg.Title = pg.Found
	if len(all) == law.MaxFound {
		pg.More = v.P.T("page.search.more")
	}
	place := map[string]int{}
	for _, hit := range all {
		i, seen := place[hit.Kind]
		if !seen {
			i = len(pg.Groups)
			place[hit.Kind] = i
			pg.Groups = append(pg.Groups, foundGroup{ID: hit.Kind})
		}
		pg.Groups[i].List = append(pg.Groups[i].List, newFoundLine(v, hit, on))
	}
	for i := range pg.Groups {
		pg.Groups[i].Title = kindTitle(v.P, pg.Groups[i].ID, len(pg.Groups[i].List))
	}
}

// kindTitle heads what was found of one kind.
//
//locale:uses page.search.kinds.*
func kindTitle(p *locale.Printer, kind string, n int) string {
	return p.T("page.search.kinds."+kind, locale.Num("n", n))
}

func newFoundLine(v *page.Visit, hit law.Found, on calendar.Date) foundLine {
	out := foundLine{Title: hit.Title, Text: hit.Text}
	if hit.TitleRO != hit.Title && v.P.Lang() != locale.RO {
		out.TitleRO = hit.TitleRO
	}
	switch hit.Kind {
	case "procedure":
		out.Href = v.Href("/procedures/"+hit.ID, onQuery(v, on))
		out.Chip = forceChip(v.P, hit)
	case "document":
		out.Href = v.Href("/documents/"+hit.ID, onQuery(v, on))
	case "office":
		out.Href = v.Href("/offices/"+hit.ID, "")
		out.Lang = "ro" // an address
	}
	return out
}

// forceChip says whether a procedure takes applications on the day, or is only told of.
func forceChip(p *locale.Printer, hit law.Found) *chipView {
	switch {
	case hit.PageOnly:
		return &chipView{ui.Line, p.T("page.procedures.chip_page")}
	case hit.InForce:
		return &chipView{ui.Green, p.T("page.search.open")}
	}
	return &chipView{ui.Amber, p.T("page.search.closed")}
}

// everyList leads to the whole lists, for who does not find it by words.
func everyList(v *page.Visit, on calendar.Date) []tileView {
	day := onQuery(v, on)
	return []tileView{
		{v.P.T("page.start.tool.procedures.title"), v.P.T("page.start.tool.procedures.text"), v.Href("/procedures", day)},
		{v.P.T("page.start.tool.documents.title"), v.P.T("page.start.tool.documents.text"), v.Href("/documents", day)},
		{v.P.T("page.start.tool.offices.title"), v.P.T("page.start.tool.offices.text"), v.Href("/offices", "")},
		{v.P.T("ui.nav_check"), v.P.T("page.search.check"), v.Href("/check", day)},
	}
}
