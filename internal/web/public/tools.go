package public

import (
	"slices"
	"strings"

	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// toolsPage lists the calculators.
type toolsPage struct {
	ui.Page
	Tools []tileView
}

// Tools lists the calculators.
func Tools(p *Pages, v *page.Visit) (page.Reply, error) {
	pg := &toolsPage{Page: v.Frame(v.P.T("page.tools.title"), ""), Tools: p.otherTools(v)}
	return page.Reply{Body: toolsTemplate(pg)}, nil
}

// otherTools lists the calculators but the one of this page.
func (p *Pages) otherTools(v *page.Visit) []tileView {
	here := v.Href(v.Path, "")
	return slices.DeleteFunc(p.tools(v), func(t tileView) bool {
		return t.Href == here || !strings.Contains(t.Href, "/tools/")
	})
}
