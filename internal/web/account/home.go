package account

import (
	"context"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	"sejur/internal/web/page"
)

// Home is an applicant's own page: where everything of theirs begins.
func Home(ctx context.Context, p *Pages, v *page.Visit) (page.Reply, error) {
	unread, err := p.Desk.Unread(ctx, v.By())
	if err != nil {
		return page.Reply{}, err
	}
	t := v.P.T
	s := newSheet(v, "account.home.title")
	s.Lead = []string{t("account.home.lead")}
	news := t("account.home.no_news")
	if unread > 0 {
		news = t("account.home.news", locale.Num("n", unread))
	}
	s.add(doorTemplate(link{t("account.messages.title"), v.Href(pathMessages, "")}, news))
	if p.Applications {
		s.add(
			doorTemplate(link{t("filing.list.title"), v.Href(pathApplications, "")}, t("filing.list.door")),
			doorTemplate(link{t("filing.plans.title"), v.Href(pathPlans, "")}, t("filing.plans.lead")),
		)
	}
	if p.Persons {
		s.add(doorTemplate(link{t("persons.title"), v.Href(pathPersons, "")}, t("persons.lead")))
	}
	if p.Documents {
		s.add(doorTemplate(link{t("papers.title"), v.Href(pathDocuments, "")}, t("papers.door")))
	}
	s.add(
		doorTemplate(link{t("account.own.title"), v.Href(pathAccount, "")}, t("account.home.own")),
		doorTemplate(link{t("ui.nav_check"), v.Href("/check", "")}, t("account.home.plan_text")),
	)
	return s.reply(), nil
}

// DeskHome is the first page of somebody of the office: what they may open.
func DeskHome(_ context.Context, _ *Pages, v *page.Visit) (page.Reply, error) {
	t := v.P.T
	s := newSheet(v, "desk.home.title")
	s.Lead = []string{t("desk.home.lead", locale.Str("name", v.Viewer.Name))}
	var doors []templ.Component
	for _, item := range v.Staff.Nav {
		if item.Path != page.StaffHome {
			doors = append(doors, linkTemplate(link{t(item.Key), item.Path}))
		}
	}
	return s.add(doors...).reply(), nil
}
