package applicant

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// filePage is what became of an application that was sent.
type filePage struct {
	ui.Page
	Errors     []ui.FieldError
	Done       string
	Back       string
	For        string
	Reference  string
	State      string
	Tone       ui.Tone
	Now        string // what it means, in a sentence or two
	Dates      []ui.Row
	Correction *correctionView
	Receipt    receiptView
	Papers     []ui.Row
	Fell       []fallen // papers of which the office has no file
	Thread     []ui.Said
	News       string // how much of it is new, "" = nothing
	Say        ui.Form
	Events     []ui.Event
	Looks      *ui.Table
	Paper      string // address of the application on paper, "" where nothing is drawn
	JSON       string
	Withdraw   string // address, "" when it cannot be withdrawn any more
}

// fallen is a paper whose files were refused by their check after they were sent in.
type fallen struct{ Text, Href, Title string }

// correctionView is what is asked again.
type correctionView struct {
	Until string
	Items []mendView
	Send  *ui.Form // once something was done about each
}

// mendView is one page or paper that is asked again.
type mendView struct {
	Title, Why, Note string
	Href             string
	State            string
	Tone             ui.Tone
}

// file shows what became of an application that was sent.
func (p *Applications) file(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.fileWith(ctx, v, page.NewForm(v.P, nil))
}

// fileWith is the same with a message that could not be sent as it was written.
func (p *Applications) fileWith(ctx context.Context, v *page.Visit, f *page.Form) (page.Reply, error) {
	file, err := p.Desk.File(ctx, v.By(), applicationOf(v), v.P.Lang())
	if err != nil {
		return page.Reply{}, err
	}
	id := file.Application.ID
	t := v.P.T
	frame := v.Frame(file.Title, "")
	frame.Path = applicationPath(id) // also when a form of the page was just sent
	pg := &filePage{
		Page: frame, Done: filingDone(v), Back: v.Href(ApplicationsPath, ""), For: t("filing.list.for", locale.Str("name", file.Name.String())),
		Reference: file.Case.Reference.String(), Now: nowText(v.P, file), Dates: fileDates(v, file), Receipt: receiptOf(v, file),
		Papers: filePapers(v, file), JSON: v.Href(applicationPath(id, "application.json"), ""), Correction: p.correction(v, file),
	}
	pg.State, pg.Tone = caseState(v.P, file.Case.State)
	if p.Draw != nil {
		pg.Paper = v.Href(applicationPath(id, "application.pdf"), "")
	}
	for _, l := range file.Lines {
		if file.Case.State == casefile.Received && l.Fell(file.Application.SubmittedAt) && l.Standing == application.Refusal {
			pg.Fell = append(pg.Fell, fallen{
				t("filing.file.fell", locale.Str("title", l.Paper.Title)), v.Href(applicationPath(id, "documents", l.Document), ""), l.Paper.Title,
			})
		}
	}
	if file.CanWithdraw {
		pg.Withdraw = v.Href(applicationPath(id, "withdraw"), "")
	}
	pg.Thread = p.thread(v, file)
	pg.Say = p.sayForm(v, id, f)
	pg.Events = p.events(v, file)
	pg.Looks = p.looks(v, file.Looks)
	pg.Errors, pg.Wrong = f.Errors(), !f.OK()
	if file.NewMessages > 0 {
		pg.News = t("filing.file.new_messages", locale.Num("n", file.NewMessages))
		if _, err := p.Desk.ReadThread(ctx, v.By(), v.Request, id); err != nil {
			return page.Reply{}, err
		}
	}
	return v.TellDone(page.Reply{Body: fileTemplate(pg), Status: f.Status()}), nil
}

// nowText says what the state of a case means.
//
//locale:uses filing.now.*
func nowText(p *locale.Printer, file filing.File) string {
	text := p.T("filing.now." + string(file.Case.State))
	if file.Case.State == casefile.Received {
		return sentencesOf(text, p.T("filing.means."+file.Filing))
	}
	return text
}

// fileDates are the days of a case.
func fileDates(v *page.Visit, file filing.File) []ui.Row {
	t := v.P.T
	out := []ui.Row{{Key: t("filing.file.sent"), Value: page.Moment(v.P, file.Application.SubmittedAt)}}
	add := func(key string, d calendar.Date) {
		if !d.IsZero() {
			out = append(out, ui.Row{Key: t(key), Value: v.P.DateWeekday(d)})
		}
	}
	if !file.Case.State.Decided() {
		add("filing.file.right_ends", file.Case.ExpiresOn)
		add("filing.file.must_by", file.Case.MustBy)
	}
	return out
}

// filePapers are the papers with how they stand.
func filePapers(v *page.Visit, file filing.File) []ui.Row {
	var out []ui.Row
	for _, l := range file.Lines {
		state, _ := standingWords(v.P, l)
		out = append(out, ui.Row{
			Key: l.Paper.Title, Value: state, Href: v.Href(applicationPath(file.Application.ID, "documents", l.Document), ""), Action: v.P.T("filing.file.look"),
		})
	}
	return out
}

// thread is what was said, the oldest first.
func (p *Applications) thread(v *page.Visit, file filing.File) []ui.Said {
	out := make([]ui.Said, 0, len(file.Thread))
	for _, e := range slices.Backward(file.Thread) {
		said := ui.Said{At: e.At, Who: p.who(v, e), Own: e.Side == casefile.OfApplicant, Text: e.Body}
		if said.Own && e.ReadAt.IsZero() {
			said.New = v.P.T("filing.file.unread")
		}
		out = append(out, said)
	}
	return out
}

// who is from whom an event comes: of the office its name and the role, never a person.
//
//locale:uses filing.side.* filing.role.*
func (p *Applications) who(v *page.Visit, e casefile.Event) string {
	if e.Side != casefile.OfOffice {
		return v.P.T("filing.side." + string(e.Side))
	}
	return p.officeAndRole(v, e.Office, string(e.Role))
}

func (p *Applications) officeAndRole(v *page.Visit, office, role string) string {
	name := v.P.T("filing.side.office")
	if o, known := p.Law.Office(office, v.P.Lang()); known {
		name = o.Name
	}
	if key := "filing.role." + role; v.P.Has(key) {
		return name + ", " + v.P.T(key)
	}
	return name
}

// events are what happened, the last first.
//
//locale:uses filing.event.*
func (p *Applications) events(v *page.Visit, file filing.File) []ui.Event {
	out := make([]ui.Event, 0, len(file.Events))
	for _, e := range file.Events {
		text := v.P.T("filing.event."+string(e.Kind), locale.Str("title", titleOfLine(file, e.Document)))
		if e.Reason != "" {
			text = sentencesOf(text, reasonText(v.P, e.Reason))
		}
		if !e.Until.IsZero() {
			text = sentencesOf(text, v.P.T("filing.event.until", locale.Str("date", v.P.DateWeekday(e.Until))))
		}
		if e.Body != "" && e.Kind != casefile.Message {
			text = sentencesOf(text, v.P.T("filing.event.words", locale.Str("words", e.Body)))
		}
		out = append(out, ui.Event{
			At: e.At, Text: text, Who: p.who(v, e), Now: e.Kind == casefile.WasReturned && file.Correction != nil,
		})
	}
	return out
}

// reasonText is why something is asked again.
func reasonText(p *locale.Printer, id string) string {
	if key := "reason." + id; p.Has(key) {
		return p.T(key)
	}
	return ""
}

// titleOfLine is how the law calls the paper of a line.
func titleOfLine(file filing.File, document string) string {
	for _, l := range file.Lines {
		if l.Document == document {
			return l.Paper.Title
		}
	}
	return document
}

// looks are when somebody of the office opened the case; nil when nobody did.
func (p *Applications) looks(v *page.Visit, list []filing.Look) *ui.Table {
	t := v.P.T
	if len(list) == 0 {
		return nil
	}
	out := &ui.Table{Caption: t("filing.file.looks"), Quiet: true, Head: []string{t("filing.file.look_when"), t("filing.file.look_who"), t("filing.file.look_why")}}
	for _, l := range list {
		out.Rows = append(out.Rows, []ui.Cell{{Text: page.Moment(v.P, l.At)}, {Text: p.officeAndRole(v, l.Office, "")}, {Text: reasonText(v.P, "look."+l.Reason)}})
	}
	return out
}

// correction is what is asked again; nil when nothing is.
func (p *Applications) correction(v *page.Visit, file filing.File) *correctionView {
	c := file.Correction
	if c == nil {
		return nil
	}
	t := v.P.T
	out := &correctionView{Until: t("filing.mend.until", locale.Str("date", v.P.DateWeekday(c.Until)))}
	if file.Case.TermOver(v.Today) {
		out.Until = t("filing.mend.over", locale.Str("date", v.P.DateWeekday(c.Until)))
	}
	mended := 0
	for _, item := range c.Items {
		m := mendOf(v, file, item)
		if m.Tone == ui.Green {
			mended++
		}
		out.Items = append(out.Items, m)
	}
	if mended == len(c.Items) {
		path := applicationPath(file.Application.ID, "corrections", c.ID, "send")
		out.Send = &ui.Form{
			Action: v.Href(path, ""), Token: p.Tokens.Draw(v, path), Button: t("filing.mend.send"), Hidden: [][2]string{{inVersion, versionText(c.Version)}},
		}
	}
	return out
}

// mendOf is one thing that is asked again, with why and where it is mended.
func mendOf(v *page.Visit, file filing.File, item casefile.CorrectionItem) mendView {
	out := mendView{Why: reasonText(v.P, item.Reason), Note: item.Note, State: v.P.T("filing.mend.todo"), Tone: ui.Amber}
	if slices.Contains(file.Mended, string(item.Kind)+"/"+item.Ref) {
		out.State, out.Tone = v.P.T("filing.mend.done"), ui.Green
	}
	id := file.Application.ID
	switch item.Kind {
	case casefile.PageItem:
		out.Href = v.Href(applicationPath(id, "corrections", file.Correction.ID, "pages", item.Ref), "")
		out.Title = item.Ref
		for _, page := range file.Form.Pages {
			if page.ID == item.Ref {
				out.Title = page.Title
			}
		}
	case casefile.DocumentItem:
		out.Title, out.Href = titleOfLine(file, item.Ref), v.Href(applicationPath(id, "documents", item.Ref), "")
	}
	return out
}

// SendCorrection sends what was asked again.
func (p *Applications) SendCorrection(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.act(ctx, v, "correction-sent", func(asked filing.Asked, f *page.Form) error {
		return p.Desk.SendCorrection(ctx, v.By(), asked, applicationOf(v), versionOf(f))
	})
}

// inBody is the input of a message to the office.
const inBody = "body"

// Say sends a message to the office.
func (p *Applications) Say(ctx context.Context, v *page.Visit) (page.Reply, error) {
	return p.act(ctx, v, "said", func(asked filing.Asked, f *page.Form) error {
		return p.Desk.Say(ctx, v.By(), asked, filing.Say{Application: applicationOf(v), Body: f.Text(inBody)})
	})
}

// act carries out a form of the file page; one that was refused is shown there again.
func (p *Applications) act(ctx context.Context, v *page.Visit, done string, do func(filing.Asked, *page.Form) error) (page.Reply, error) {
	f := page.NewForm(v.P, v.Form)
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		err = do(filing.Asked{Request: v.Request, Key: key}, f)
	}
	if err == nil {
		return page.SeeOtherDone(v.Href(applicationPath(applicationOf(v)), ""), done), nil
	}
	if f.Take(err) {
		return p.fileWith(ctx, v, f)
	}
	return page.Reply{}, err
}

func (p *Applications) sayForm(v *page.Visit, id application.ID, f *page.Form) ui.Form {
	t := v.P.T
	path := applicationPath(id, "messages")
	return ui.Form{
		Action: v.Href(path, ""), Token: p.Tokens.Draw(v, path), Button: t("filing.file.say"), Plain: true,
		Fields: []templ.Component{ui.TextareaField(v.P, ui.Textarea{
			Field: f.Field(inBody, t("filing.file.say_text"), t("filing.file.say_hint")), Value: f.Text(inBody),
		})},
	}
}
