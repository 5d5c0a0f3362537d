// Package ui holds the layout of every page and the components that pages are made of: templ functions with their
// styles beside them.
//
// A component takes a Printer first, for its own few words, and then plain values that are already in the reader's
// language. Nothing here knows the law, an address of the house or a request: pages do.
package ui

import (
	"sejur/internal/locale"
)

// Site is what all pages share. It is made once, at the start.
type Site struct {
	Style  string    // path of the style sheet
	Script string    // path of the script
	Icon   string    // path of the icon
	Nav    []NavItem // main navigation, in order
	Foot   []NavItem // links at the foot of every page

	Accounts bool // people may sign in
	Demo     bool // nothing here is real, and every page says so
}

// NavItem is a link to a page of the house. Key is the message that names it.
type NavItem struct {
	Path string // after the language: "/check"; of a page of staff the whole path
	Key  string
}

// Reader is what the header says about whoever reads the page: the way in, or their own page and the way out. All are addresses.
type Reader struct {
	SignedIn bool
	Name     string // that they are greeted with, "" if it is not known
	SignIn   string
	Home     string
	HomeKey  string // the message that names it
	SignOut  string // is posted to
}

// Staff is what the pages of staff have in their frame in place of what the public ones have.
type Staff struct {
	Nav      []NavItem // what this reader may open
	Language string    // the address to which another language is posted, "" = there is no choice
}

// Page is one page as the layout needs it.
type Page struct {
	Site  *Site
	P     *locale.Printer
	Title string // of this page, without the name of the service
	Path  string // after the language, "" for the start page
	Query string // encoded query without "?", kept when the reader changes the language
	Wrong bool   // the page shows an error summary: the title says so first
	Slim  bool   // one narrow column: forms and long text

	Scripts []string // paths of scripts that this page alone has

	Reader *Reader // nil = nobody can sign in
	Staff  *Staff  // nil = not a page of staff
}

// Href is the address of another page of the house in the language of this one. path begins with "/" or is "". A page of staff links to
// others of its kind, whose addresses have no language.
func (pg *Page) Href(path string) string {
	if pg.Staff != nil {
		return path
	}
	return "/" + string(pg.P.Lang()) + path
}

// Here is the address of this page in another language, with the same query.
func (pg *Page) Here(lang locale.Lang) string {
	here := "/" + string(lang) + pg.Path
	if pg.Query != "" {
		here += "?" + pg.Query
	}
	return here
}

// here is the address of this page of staff.
func (pg *Page) here() string {
	if pg.Query == "" {
		return pg.Path
	}
	return pg.Path + "?" + pg.Query
}

// nav returns the links of the main navigation; the one that leads here, or nearest above here, is marked.
func (pg *Page) nav() []link {
	items := pg.Site.Nav
	if pg.Staff != nil {
		items = pg.Staff.Nav
	}
	links := make([]link, len(items))
	here, longest := -1, 0
	for i, item := range items {
		links[i] = link{Href: pg.Href(item.Path), Text: pg.P.T(item.Key)}
		if within(pg.Path, item.Path) && len(item.Path) > longest {
			here, longest = i, len(item.Path)
		}
	}
	if here >= 0 {
		links[here].Here = true
	}
	return links
}

// foot returns the links at the foot of the page.
func (pg *Page) foot() []link {
	links := make([]link, len(pg.Site.Foot))
	for i, item := range pg.Site.Foot {
		links[i] = link{Href: pg.Href(item.Path), Text: pg.P.T(item.Key)}
	}
	return links
}

type link struct {
	Href, Text string
	Here       bool
}

// within tells whether path is the page top or lies below it.
func within(path, top string) bool {
	if len(path) < len(top) || path[:len(top)] != top {
		return false
	}
	return len(path) == len(top) || path[len(top)] == '/'
}

// home is the address that the sign of the service leads to.
func (pg *Page) home() string {
	if pg.Staff != nil && pg.Reader != nil && pg.Reader.SignedIn {
		return pg.Reader.Home
	}
	return "/" + string(pg.P.Lang())
}

// head is the class of the header: who reads the page stands beside the sign, and the navigation below.
func (pg *Page) head() string {
	if pg.Reader == nil {
		return "wrap"
	}
	return "wrap two"
}

// main class of the page's column.
func (pg *Page) column() string {
	if pg.Slim {
		return "wrap narrow"
	}
	return "wrap"
}
