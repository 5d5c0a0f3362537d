package web

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/web/desk"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// deskRoutes are the pages of the first desk; none where there is none.
func deskRoutes(p *desk.Pages) []route {
	if p == nil {
		return nil
	}
	row := func(method, path string, f desk.Page) route {
		return route{method: method, path: path, who: staff, may: access.IntakeCases, page: func(ctx context.Context, v *page.Visit) (page.Reply, error) { return f(ctx, p, v) }}
	}
	const one = desk.Path + "/{id}"
	out := []route{
		row(read, desk.Path, desk.Cases), row(read, desk.NextPath, desk.Next),
		row(read, one, desk.Case), row(write, one, desk.Case),
		row(write, one+"/documents/{document}", desk.Document), row(write, one+"/ready", desk.Ready), row(write, one+"/accept", desk.Accept),
		row(read, one+"/return", desk.Back), row(write, one+"/return", desk.Back), row(write, one+"/messages", desk.Say),
		row(read, one+"/uploads/{upload}/pictures/{n}", desk.Picture), row(write, one+"/uploads/{upload}/original", desk.Original),
	}
	if p.Draw != nil {
		whole := row(write, one+"/file.pdf", desk.Whole)
		whole.costly = true
		out = append(out, whole)
	}
	return out
}

// deskNavigation is the part of the navigation of staff that leads to these pages.
func deskNavigation() []staffLink {
	return []staffLink{{ui.NavItem{Path: desk.Path, Key: "desk.cases.title"}, access.IntakeCases}}
}
