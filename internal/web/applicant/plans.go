package applicant

import (
	"context"
	"crypto/rand"
	"maps"
	"net/url"
	"slices"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// cookiePlan names the plan that a browser keeps until somebody has signed in.
const cookiePlan = "plan"

// Keep keeps the plan whose answers are posted, and leads on: to the beginning of an application if one is named, else to what is kept. Who
// is not signed in is led there by the way in; the plan waits under what their browser holds.
func (p *Applications) Keep(ctx context.Context, v *page.Visit) (page.Reply, error) {
	facts := make(application.Facts, len(v.Form))
	for name, values := range v.Form {
		if name != page.InBegin && len(values) > 0 {
			facts[name] = values[0]
		}
	}
	in := filing.Keep{Facts: facts, Lang: v.P.Lang()}
	if !v.By().SignedIn() {
		in.Token = rand.Text()
	}
	id, err := p.keep(ctx, v, in)
	f := page.NewForm(v.P, v.Form)
	switch {
	case err == nil:
	case v.By().SignedIn() && fault.KindOf(err) == fault.Invalid && len(fault.All(err)) == 1 && fault.All(err)[0].Field == "" && f.Take(err):
		return p.plans(ctx, v, f) // there are as many as there may be
	case fault.KindOf(err) == fault.Invalid:
		query := url.Values{}
		for name, value := range facts {
			query.Set(name, value)
		}
		return page.SeeOther(v.Href("/plan", query.Encode())), nil // that page says what cannot be read
	default:
		return page.Reply{}, err
	}
	to := v.Href(PlansPath, "")
	if procedure := v.Form.Get(page.InBegin); procedure != "" {
		to = v.Href(NewPath, url.Values{inPlan: {id}, inProcedure: {procedure}}.Encode())
	}
	if v.By().SignedIn() {
		return page.SeeOtherDone(to, "plan-kept"), nil
	}
	reply := page.SeeOther(v.Href(page.SignIn, url.Values{"next": {to}}.Encode()))
	reply.Cookies = []page.Cookie{{Name: cookiePlan, Value: in.Token, Life: filing.TokenLife}}
	return reply, nil
}

// keep keeps a plan, unless the account keeps one with the same answers.
func (p *Applications) keep(ctx context.Context, v *page.Visit, in filing.Keep) (string, error) {
	if v.By().SignedIn() {
		kept, err := p.Desk.Kept(ctx, v.By(), v.Cookie(cookiePlan))
		if err != nil {
			return "", err
		}
		for _, k := range kept {
			if maps.Equal(k.Facts, in.Facts) {
				return k.ID, nil
			}
		}
	}
	return p.Desk.Keep(ctx, v.By(), filing.Asked{Request: v.Request}, in)
}

// plansPage is the list of the plans that somebody keeps.
type plansPage struct {
	ui.Page
	Errors []ui.FieldError
	Done   string
	Cards  []planCard
	Guide  string // address of the questions
}

// planCard is one plan.
type planCard struct {
	ID     string // of its heading
	Title  string
	Kept   string
	Rows   []ui.Row // the answers
	Count  string
	Open   string // address of the plan today
	News   []planNews
	Seen   ui.Form // takes the news away
	Forget ui.Form
}

// planNews is what the law changed about one procedure of a plan, or about a draft.
type planNews struct {
	Title string
	Lines []string
}

// Plans shows the plans that the account keeps, and what the law changed about each since it was seen.
func (p *Applications) Plans(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.plans(ctx, v, nil)
}

// plans shows the list; refused is why something was not done.
func (p *Applications) plans(ctx context.Context, v *page.Visit, refused *page.Form) (page.Reply, error) {
	kept, err := p.Desk.Kept(ctx, v.By(), v.Cookie(cookiePlan))
	if err != nil {
		return page.Reply{}, err
	}
	frame := v.Frame(v.P.T("filing.plans.title"), "")
	frame.Path = PlansPath // also when a plan was just posted
	pg := &plansPage{Page: frame, Done: filingDone(v), Guide: v.Href("/check", "")}
	for _, k := range kept {
		pg.Cards = append(pg.Cards, p.planCard(v, k))
	}
	reply := page.Reply{Body: plansTemplate(pg)}
	if refused != nil {
		pg.Errors, pg.Wrong, reply.Status = refused.Errors(), true, refused.Status()
	}
	return v.TellDone(claimed(v, reply)), nil
}

// claimed takes the cookie away under which a plan waited: it is the account's now.
func claimed(v *page.Visit, reply page.Reply) page.Reply {
	if v.By().SignedIn() && v.Cookie(cookiePlan) != "" {
		reply.Cookies = append(reply.Cookies, page.Cookie{Name: cookiePlan})
	}
	return reply
}

func (p *Applications) planCard(v *page.Visit, k filing.KeptNow) planCard {
	t := v.P.T
	query := url.Values{}
	for fact, value := range k.Facts {
		query.Set(fact, value)
	}
	out := planCard{
		ID: "plan-" + k.ID, Title: t("filing.plans.open_routes"), Open: v.Href("/plan", query.Encode()),
		Kept: t("filing.plans.kept", locale.Str("at", page.Moment(v.P, k.KeptAt))),
	}
	if len(k.Titles) > 0 {
		out.Title = v.P.And(k.Titles)
	}
	facts, _ := p.Law.ReadFacts(query, v.Today) // what the law does not know any more is left out
	for _, a := range p.Law.Answers(law.Query{On: v.Today, Lang: v.P.Lang(), Facts: facts}) {
		out.Rows = append(out.Rows, ui.Row{Key: a.Question, Value: a.Text})
	}
	out.Count = t("page.plan.answers", locale.Num("n", len(out.Rows)))
	for _, c := range k.Changed {
		out.News = append(out.News, newsOf(v.P, c))
	}
	out.Seen = p.planForm(v, k, "seen", t("filing.plans.seen"))
	out.Forget = p.planForm(v, k, "forget", t("filing.plans.forget"))
	return out
}

// planForm is a button of a plan.
func (p *Applications) planForm(v *page.Visit, k filing.KeptNow, what, button string) ui.Form {
	path := PlansPath + "/" + k.ID + "/" + what
	return ui.Form{
		Action: v.Href(path, ""), Token: p.Tokens.Draw(v, path), Button: button, Plain: true, Hidden: [][2]string{{inVersion, versionText(k.Version)}},
	}
}

// SeenPlan notes that what changed about a plan was read.
func (p *Applications) SeenPlan(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.change(ctx, v, "plan-seen", func(asked filing.Asked, version int64) error {
		return p.Desk.SeePlan(ctx, v.By(), asked, v.Part("plan"), version)
	})
}

// ForgetPlan removes a plan.
func (p *Applications) ForgetPlan(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.change(ctx, v, "plan-forgotten", func(asked filing.Asked, _ int64) error {
		return p.Desk.Forget(ctx, v.By(), asked, v.Part("plan"), v.Cookie(cookiePlan))
	})
}

// change carries out a button of the list of plans.
func (p *Applications) change(ctx context.Context, v *page.Visit, done string, do func(filing.Asked, int64) error) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		err = do(filing.Asked{Request: v.Request, Key: key}, versionOf(f))
	}
	if err == nil {
		return page.SeeOtherDone(v.Href(PlansPath, ""), done), nil
	}
	if f.Take(err) {
		return p.plans(ctx, v, f)
	}
	return page.Reply{}, err
}

// newsOf says what the law changed.
func newsOf(p *locale.Printer, c filing.Changed) planNews {
	t := p.T
	out := planNews{Title: c.Title}
	say := func(text string) { out.Lines = append(out.Lines, text) }
	switch {
	case c.Begins:
		say(t("filing.news.begins"))
	case c.Ends:
		say(t("filing.news.ends"))
	}
	for _, list := range []struct {
		of         []filing.Difference
		come, gone string
	}{{c.Papers, "filing.news.paper", "filing.news.paper_gone"}, {c.Fields, "filing.news.field", "filing.news.field_gone"}} {
		for _, gone := range []bool{false, true} {
			titles := titlesOf(list.of, gone)
			if len(titles) == 0 {
				continue
			}
			key := list.come
			if gone {
				key = list.gone
			}
			say(t(key, locale.Str("titles", p.And(titles))))
		}
	}
	switch {
	case c.ByBefore == c.ByNow:
	case c.ByNow.IsZero():
		say(t("filing.news.by_gone"))
	default:
		say(t("filing.news.by", locale.Str("date", p.DateWeekday(c.ByNow))))
	}
	return out
}

// titlesOf are the names of what came, or of what went; what has no name any more is left out.
func titlesOf(list []filing.Difference, gone bool) []string {
	var out []string
	for _, d := range list {
		if d.Gone == gone && d.Title != "" && !slices.Contains(out, d.Title) {
			out = append(out, d.Title)
		}
	}
	return out
}
