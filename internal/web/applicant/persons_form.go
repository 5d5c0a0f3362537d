package applicant

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// inVersion is the input that says which version the reader saw.
const inVersion = "version"

// task is one form about a person: what it shows, and what it does when it is sent.
type task struct {
	title, lead, button string
	back                string     // where the reader came from, after the language
	in                  url.Values // what stands in it at first
	own                 []string   // the inputs that it has: what is wrong elsewhere is told above all
	fields              func(f *page.Form) []templ.Component
	hidden              [][2]string // what goes with the form
	danger              bool        // it takes something away
	remove, removeText  string      // where what it is about can be removed, after the language

	version int64                          // of what is kept now, 0 for what is new
	kept    []ui.Row                       // what is kept now
	typed   func(f *page.Form) []ui.Row    // what was typed, in the same lines
	do      func(sent) (page.Reply, error) // carries it out; what it refused stands in the form
}

// sent is a form that was sent with a good token.
type sent struct {
	*page.Form
	asked   account.Asked
	version int64 // that the reader saw
}

// run shows a form, or carries it out and leads on. A form that was refused is shown again with what was typed. When somebody else was
// faster both values stand above it, and to send it again is to decide.
func (p *Persons) run(v *page.Visit, t task) (page.Reply, error) {
	if v.Form == nil {
		return p.draw(v, t, page.NewForm(v.P, t.in), nil), nil
	}
	f := page.NewForm(v.P, v.Form)
	var reply page.Reply
	key, err := p.Tokens.Key(v, v.Path)
	if err == nil {
		version, _ := strconv.ParseInt(f.Text(inVersion), 10, 64) // no number is no version that there is
		reply, err = t.do(sent{Form: f, asked: account.Asked{Request: v.Request, Key: key}, version: version})
	}
	switch {
	case err == nil && f.OK():
		return reply, nil
	case err == nil || f.Take(t.home(err)):
		return p.draw(v, t, f, nil), nil
	case fault.KindOf(err) == fault.Conflict && t.typed != nil:
		return p.draw(v, t, f, rivals(t.kept, t.typed(f))), nil
	}
	return page.Reply{}, err
}

// home brings what is wrong with an input that this form does not have to the top of the form.
func (t task) home(err error) error {
	var list fault.List
	if !errors.As(err, &list) {
		return err
	}
	out := make(fault.List, len(list))
	for i, f := range list {
		moved := *f
		if !slices.Contains(t.own, f.Field) {
			moved.Field = ""
		}
		out[i] = &moved
	}
	return out
}

// rivals are the lines in which what was typed differs from what is kept.
func rivals(kept, typed []ui.Row) [][]ui.Cell {
	out := [][]ui.Cell{}
	for i, row := range kept {
		if typed[i].Value != row.Value {
			out = append(out, []ui.Cell{{Text: row.Key}, {Text: typed[i].Value}, {Text: row.Value}})
		}
	}
	return out
}

// formPage is a form as it is drawn.
type formPage struct {
	ui.Page
	ui.Form
	Errors           []ui.FieldError
	Back, Lead       string
	Rivals           *ui.Table
	Remove, RemoveTo string // text and address
}

// draw shows a form; rivals is nil unless somebody else was faster.
func (p *Persons) draw(v *page.Visit, t task, f *page.Form, rivals [][]ui.Cell) page.Reply {
	pg := &formPage{
		Page: v.Frame(t.title, ""), Back: v.Href(t.back, ""), Lead: t.lead, Remove: t.removeText,
		Form: ui.Form{
			Action: v.Href(v.Path, ""), Token: p.Tokens.Draw(v, v.Path), Button: t.button, Danger: t.danger, Cancel: v.P.T("persons.cancel"),
		},
	}
	pg.CancelTo, pg.Slim = pg.Back, true
	if t.remove != "" {
		pg.RemoveTo = v.Href(t.remove, "")
	}
	version := "" // of what is new
	if t.version > 0 {
		version = strconv.FormatInt(t.version, 10)
	}
	if v.Form != nil && rivals == nil {
		version = f.Text(inVersion) // still the one that the reader saw
	}
	pg.Hidden = t.hidden
	if version != "" {
		pg.Hidden = append(pg.Hidden, [2]string{inVersion, version})
	}
	if t.fields != nil {
		pg.Fields = t.fields(f)
	}
	pg.Errors, pg.Wrong = f.Errors(), !f.OK()
	reply := page.Reply{Status: f.Status()}
	if rivals != nil {
		pg.Rivals = rivalsTable(v.P, rivals)
		reply.Status = http.StatusConflict
	}
	reply.Body = formTemplate(pg)
	return reply
}

// want refuses an input in which no answer was chosen.
func want(f *page.Form, name, key string, chosen bool) {
	if !chosen {
		f.Refuse(name, key)
	}
}

// dateField asks for a date, with an example.
func dateField(v *page.Visit, f *page.Form, name, key string) templ.Component {
	hint := v.P.T("ui.date.example")
	if name == "birth_date" {
		hint = v.P.T("ui.date.born_example")
	}
	if more := key + "_hint"; v.P.Has(more) {
		hint = v.P.T(more) + " " + hint
	}
	return ui.DateField(v.P, f.Date(name, v.P.T(key), hint))
}

// textField asks for a text. Its hint, if it has one, stands beside its text.
//
//locale:uses persons.*_hint
func textField(v *page.Visit, f *page.Form, name, key, size string) templ.Component {
	return ui.InputField(v.P, textInput(v, f, name, key, size))
}

func textInput(v *page.Visit, f *page.Form, name, key, size string) ui.Input {
	hint := ""
	if v.P.Has(key + "_hint") {
		hint = v.P.T(key + "_hint")
	}
	in := f.Input(name, v.P.T(key), hint)
	in.Size = size
	return in
}

// numberField asks for the number of a paper. kept is the masked number that stays when nothing is typed, "" if there is none.
func numberField(v *page.Visit, f *page.Form, kept string) templ.Component {
	in := textInput(v, f, "number", "persons.number", "in-20")
	in.Exact = true
	if kept != "" {
		in.Hint = v.P.T("persons.number_kept", locale.Str("number", kept))
	}
	return ui.InputField(v.P, in)
}
