package public

import (
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// startPage is the first page of the service.
type startPage struct {
	ui.Page
	CheckURL   string
	Box        ui.Search
	Situations []tileView
	Tools      []tileView
}

// tileView is a card that leads somewhere.
type tileView struct{ Title, Text, Href string }

// situation is a way into the questions with some answers given. Only what most people in it share is given.
type situation struct {
	key   string // of its messages
	query string
}

func situations() []situation {
	return []situation{
		{"student", "aim=live&purpose=study"},
		{"worker", "aim=live&purpose=employment"},
		{"spouse", "aim=live&purpose=family&sponsor=romanian&tie=spouse"},
		{"ukraine", "nationality=UA&aim=protection"},
		{"retiree", "aim=live&purpose=own-means"},
		{"renew", "aim=renew"},
		{"settle", "aim=settle"},
		{"reunite", "aim=reunite"},
		{"visit", "aim=visit"},
		{"report", "aim=report"},
		{"contest", "aim=contest"},
		{"employer", "aim=hire"},
		{"invite", "aim=invite"},
	}
}

// Start is the first page.
//
//locale:uses page.start.situation.*
func Start(p *Pages, v *page.Visit) (page.Reply, error) {
	pg := &startPage{Page: v.Frame(v.P.T("page.start.title"), ""), CheckURL: v.Href("/check", ""), Box: searchBox(v, v.Today)}
	for _, s := range situations() {
		pg.Situations = append(pg.Situations, tileView{
			Title: v.P.T("page.start.situation." + s.key + ".title"),
			Text:  v.P.T("page.start.situation." + s.key + ".text"),
			Href:  v.Href("/check", s.query),
		})
	}
	pg.Tools = p.tools(v)
	return page.Reply{Body: startTemplate(pg)}, nil
}

// tools lists the pages of the navigation beside the questions, each with a line about it.
//
//locale:uses page.start.tool.*
func (p *Pages) tools(v *page.Visit) []tileView {
	var out []tileView
	for _, item := range startTools() {
		if item == "verify" && !p.Papers {
			continue
		}
		out = append(out, tileView{
			Title: v.P.T("page.start.tool." + item + ".title"),
			Text:  v.P.T("page.start.tool." + item + ".text"),
			Href:  v.Href(toolPath(item), ""),
		})
	}
	return out
}

func startTools() []string {
	return []string{"procedures", "documents", "short-stay", "continuous-stay", "deadline", "offices", "verify"}
}

func toolPath(tool string) string {
	switch tool {
	case "short-stay":
		return "/tools/90-180"
	case "continuous-stay":
		return "/tools/continuous-stay"
	case "deadline":
		return "/tools/deadline"
	}
	return "/" + tool
}
