package public

import "sejur/internal/web/page"

// keepView keeps the answers of a plan. They are posted: from here on they belong to somebody.
type keepView struct {
	Action string
	Hidden [][2]string
}

// keep is the form that keeps the answers, and begins with a procedure if one is named; nil where nothing is kept.
func (b *planner) keep(procedure string) *keepView {
	if b.Keep == "" {
		return nil
	}
	out := &keepView{Action: b.v.Href(b.Keep, ""), Hidden: b.a.Facts.Pairs()}
	if procedure != "" {
		out.Hidden = append(out.Hidden, [2]string{page.InBegin, procedure})
	}
	return out
}
