package ui_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"sejur/internal/locale"
	"sejur/internal/web/ui"
	"sejur/internal/web/webtest"
)

// evil is what somebody types to break out of a page.
const evil = `"><script>alert(1)</script>`

// all draws components one after another.
func all(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range parts {
			if err := part.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// around draws components inside another.
func around(outer templ.Component, inner ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, all(inner...)), w)
	})
}

// gallery shows every component of pages behind a door, with text in every place that takes some.
func gallery(p *locale.Printer, text string) map[string]templ.Component {
	h1 := templ.Raw("<h1>Gallery</h1>")
	h2 := templ.Raw("<h2>Part</h2>")
	field := func(name string) ui.Field { return ui.Field{Name: name, Text: text, Hint: text, Wrong: text} }
	at := time.Date(2026, time.November, 20, 10, 5, 0, 0, time.UTC)
	return map[string]templ.Component{
		"forms": all(ui.ErrorSummary(p, []ui.FieldError{{ID: "email", Text: text}}), h1,
			ui.InputField(p, ui.EmailInput(field("email"), text)), ui.InputField(p, ui.CodeInput(field("code"))),
			ui.TextareaField(p, ui.Textarea{Field: field("note"), Value: text}), ui.CheckOne(p, ui.Check{Field: field("sure"), Value: text, Ticked: true}),
			ui.FormToken(text), ui.ButtonDanger(text), ui.ButtonLink(text, "#main"),
			around(ui.PasskeyForm(ui.Passkey{
				Action: "/x", Options: text, Create: true, Text: text, Missing: text, Cancelled: text, Known: text, Failed: text,
			}), ui.Hidden("a", text)),
		),
		"messages": all(around(ui.Success(text), h2), h1, ui.Warning(p, text), around(ui.Inset(), h2)),
		"panel":    ui.Panel(text, text, text),
		"lists": all(h1,
			ui.TaskList([]ui.Task{{Text: text, Href: "#main", Hint: text, State: text, Tone: ui.Green}, {Text: text, State: text}}),
			ui.SummaryListOf("one", []ui.Row{{Key: text, Value: text, Href: "#main", Action: text}}),
			ui.SummaryListOf("two", []ui.Row{{Key: text, Value: text, Href: "#main", Action: text}}),
			ui.Events(p, []ui.Event{{At: at, Text: text, Who: text, Href: "#main", More: text, Now: true}, {At: at, Text: text}}),
		),
		"table": all(h1,
			around(ui.Filter(p, "get", "/desk", "/desk"), ui.InputField(p, ui.Input{Field: ui.Field{Name: "q", Text: text}, Value: text})),
			ui.DataTable(ui.Table{Caption: text, Head: []string{text, text, text}, Rows: [][]ui.Cell{
				{{Text: text, Href: "#main", Note: text}, {Text: text, Chip: true, Tone: ui.Red}, {Text: text, N: true}}, {{Text: text}, {}, {}},
			}}),
			ui.DataTable(ui.Table{Caption: text, Quiet: true, Head: []string{text}}),
			ui.Pages(p, ui.Pager{Newer: "#main", Older: "#main"}), ui.Pages(p, ui.Pager{}),
		),
	}
}

func TestEveryComponentIsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	site := &ui.Site{Style: "/s.css", Script: "/s.js", Icon: "/i.svg", Accounts: true, Demo: true}
	frames := map[string]ui.Page{
		"nobody":     {Reader: &ui.Reader{SignIn: "/en/sign-in"}},
		"signed in":  {Reader: &ui.Reader{SignedIn: true, Name: "Ana", Home: "/en/my", HomeKey: "ui.my_page", SignOut: "/en/sign-out"}},
		"at a desk":  {Reader: &ui.Reader{SignedIn: true, Name: "Ion", SignOut: "/staff/sign-out"}, Staff: &ui.Staff{Nav: []ui.NavItem{{Path: "/desk", Key: "ui.desk"}}, Language: "/staff/language"}},
		"no account": {},
	}
	for _, lang := range webtest.Languages() {
		p := catalogue.For(lang)
		for name, content := range gallery(p, "Some words") {
			for who, pg := range frames {
				t.Run(name+" for "+who+" in "+string(lang), func(t *testing.T) {
					t.Parallel()
					pg := pg
					pg.Site, pg.P, pg.Title = site, p, name
					var b bytes.Buffer
					if err := around(ui.Layout(&pg), content).Render(t.Context(), &b); err != nil {
						t.Fatal(err)
					}
					webtest.Judge(t, lang, b.String())
				})
			}
		}
	}
}

func TestWhatPeopleTypeStaysText(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range gallery(catalogue.For(locale.EN), evil) {
		var b bytes.Buffer
		if err := content.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "<script>") {
			t.Errorf("%s: not escaped: %s", name, b.String())
		}
	}
}

func TestCountsEndWhereNobodyCountsFurther(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		lang locale.Lang
		n    int
		want string
	}{
		{locale.EN, 0, "0"},
		{locale.EN, 1000, "1,000"},
		{locale.EN, 1001, "more than 1,000"},
		{locale.RO, 5000, "peste 1.000"},
	} {
		if got := ui.Counted(catalogue.For(tt.lang), tt.n); got != tt.want {
			t.Errorf("%d in %s: %q, want %q", tt.n, tt.lang, got, tt.want)
		}
	}
}
