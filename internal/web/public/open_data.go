package public

import (
	"net/url"
	"slices"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/locale"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// queryDataLang is the language of the data, which need not be the page's.
const queryDataLang = "lang"

// openDataPage says how to take the law away as data.
type openDataPage struct {
	ui.Page
	Action  string
	Errors  []ui.FieldError
	On      ui.Date
	Lang    ui.Select
	For     string // day and language of the links, in words
	Lists   []datasetView
	Others  []otherData
	Example string // a line that fetches a list
	Edition string
	OpenAPI string
	AboutEd string
	Own     string // a line that lists somebody's own applications
	Tokens  string // where tokens are made
}

// datasetView is one list of the law, to take away.
type datasetView struct {
	ID, Title string
	Text      string
	JSON, CSV string
	Columns   []columnView
}

// columnView is a column and what stands in it.
type columnView struct{ Name, Text string }

// otherData is an address beside the lists.
type otherData struct {
	Title, Text string
	Path, Href  string
}

// dataset is a list that the API gives as JSON and as a table, with the columns of the table.
type dataset struct{ name, columns string }

// datasets are the lists of the API, those that most people want first.
func datasets() []dataset {
	return []dataset{
		{"procedures", "id title title_ro summary in_force page_only from until authority filing sources"},
		{"requirements", "procedure kind id title title_ro forms formalities amount currency decided_by grade sources"},
		{"documents", "id kind issuer title title_ro hint where fresh grade sources"},
		{"offices", "id kind name name_ro county counties city address phone email url services grade sources"},
		{"amounts", "id title from until amount currency grade sources"},
		{"countries", "code name group visa invitation apostille treaty schengen ciec biometric"},
		{"facts", "id kind text hint options asked ask_if is sensitive"},
	}
}

// OpenData says what the law is as data, on a day and in a language, and how it may be used.
func OpenData(p *Pages, v *page.Visit) (page.Reply, error) {
	f := newForm(v)
	on := f.onDay(v.P.T("page.plan.on_label"), v.Today)
	lang := f.dataLang(v.P)
	pg := &openDataPage{
		Page:    v.Frame(v.P.T("page.open-data.title"), f.query()),
		Action:  v.Href(v.Path, ""),
		On:      f.dateField(queryOn, v.P.T("page.plan.on_label"), v.P.T("page.open-data.on_hint")),
		Lang:    languageField(f, v.P, lang),
		Edition: p.Law.Version(),
		OpenAPI: "/api/openapi.json",
		AboutEd: v.Href("/about", ""),
		Own:     "curl -H 'Authorization: Bearer sejur_…' " + p.Origin + "/api/v1/applications",
		Tokens:  v.Href(page.Home+"/account/tokens/new", ""),
	}
	if len(f.errors) == 0 {
		pg.On.Value = page.DateValue(on)
	}
	pg.Errors, pg.Wrong = f.errors, len(f.errors) > 0
	pg.For = v.P.T("page.open-data.for", locale.Str("date", v.P.Date(on)), locale.Str("lang", lang.Name()))
	asked := url.Values{"lang": {string(lang)}, queryOn: {on.String()}}
	for _, d := range datasets() {
		pg.Lists = append(pg.Lists, newDatasetView(v.P, d, asked))
	}
	pg.Others = p.otherData(v, on, lang)
	pg.Example = "curl -O -J '" + p.Origin + dataPath("law/procedures.csv", asked) + "'"
	return page.Reply{Status: f.status(), Body: openDataTemplate(pg)}, nil
}

// dataLang is the language of the data: the page's when none is named, or when it is none of ours, and then it is refused.
func (f *form) dataLang(p *locale.Printer) locale.Lang {
	here := p.Lang()
	if !slices.Contains(locale.All(), here) {
		here = locale.EN
	}
	named := f.in.Get(queryDataLang)
	if named == "" {
		return here
	}
	lang, ok := locale.ParseLang(named)
	if !ok {
		f.refuse(queryDataLang, queryDataLang, p.T("page.open-data.lang"), p.T("error.fact.choice-kind"))
		return here
	}
	return lang
}

func languageField(f *form, p *locale.Printer, lang locale.Lang) ui.Select {
	field := ui.Select{
		Field: ui.Field{Name: queryDataLang, Text: p.T("page.open-data.lang"), Wrong: f.wrong[queryDataLang]},
		Empty: p.T("page.open-data.lang_empty"), Value: string(lang),
	}
	if field.Wrong != "" {
		field.Value = ""
	}
	for _, l := range locale.All() {
		field.Options = append(field.Options, ui.Option{Value: string(l), Text: l.Name()})
	}
	return field
}

// dataPath is an address of the API with what is asked of it.
func dataPath(path string, asked url.Values) string {
	return "/api/v1/" + path + "?" + asked.Encode()
}

// newDatasetView shows one list.
//
//locale:uses page.open-data.lists.* page.open-data.about.*
func newDatasetView(p *locale.Printer, d dataset, asked url.Values) datasetView {
	out := datasetView{
		ID: "list-" + d.name, Title: p.T("page.open-data.lists." + d.name), Text: p.T("page.open-data.about." + d.name),
		JSON: dataPath("law/"+d.name, asked), CSV: dataPath("law/"+d.name+".csv", asked),
	}
	for name := range strings.FieldsSeq(d.columns) {
		out.Columns = append(out.Columns, columnView{name, columnWords(p, d.name, name)})
	}
	return out
}

// columnWords says what stands in a column: in this list, or else in every list that has it.
//
//locale:uses page.open-data.columns.*
func columnWords(p *locale.Printer, list, name string) string {
	if key := "page.open-data.columns." + list + "." + name; p.Has(key) {
		return p.T(key)
	}
	return p.T("page.open-data.columns.every." + name)
}

// aYear is how far back the comparison of two days goes that the page offers.
const aYear = 365

// otherData are the addresses of the law beside its lists.
//
//locale:uses page.open-data.other.*
func (p *Pages) otherData(v *page.Visit, on calendar.Date, lang locale.Lang) []otherData {
	var out []otherData
	add := func(key, path string, asked url.Values) {
		asked.Set("lang", string(lang))
		out = append(out, otherData{
			Title: v.P.T("page.open-data.other." + key), Text: v.P.T("page.open-data.other." + key + "_text"),
			Path: "/api/v1/" + path, Href: dataPath(path, asked),
		})
	}
	add("law", "law", url.Values{queryOn: {on.String()}})
	if all := p.Law.Procedures(lang, on); len(all) > 0 {
		add("procedure", "law/procedures/"+all[0].ID, url.Values{queryOn: {on.String()}})
	}
	if forms := p.Law.Online(on, lang); len(forms) > 0 {
		add("form", "forms/"+forms[0].ID, url.Values{queryOn: {on.String()}})
	}
	before := on.AddDays(-aYear)
	if before.Year() < calendar.MinYear {
		before = on
	}
	add("diff", "law/diff", url.Values{"from": {before.String()}, "to": {on.String()}})
	add("search", "law/search", url.Values{queryWords: {v.P.T("page.open-data.search_words")}, queryOn: {on.String()}})
	add("holidays", "days/holidays/"+pad(v.Today.Year(), 4), url.Values{})
	return out
}
