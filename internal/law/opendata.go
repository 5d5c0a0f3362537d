package law

import (
	"cmp"
	"slices"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// The law as open data: what the pages, the API and the command line list. Everything takes the day asked about and a language.

// ProcedureInfo is a procedure in a list.
type ProcedureInfo struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	TitleRO  string `json:"title_ro"`
	Summary  string `json:"summary"`
	Area     string `json:"area"` // id of what people come for: visit, eu, work, study, …
	AreaName string `json:"area_name"`
	InForce  bool   `json:"in_force"` // a version is in force on the day asked about
	PageOnly bool   `json:"page_only,omitempty"`
	Ended    string `json:"ended,omitempty"` // what replaces it, once it is closed
}

// Change is a day in a procedure's history: from then on it said something else. A day without sources began no version: an amount
// or a term that it uses changed.
type Change struct {
	From        calendar.Date  `json:"from"`
	Until       *calendar.Date `json:"until"` // the day before the next change; nil while it lasts
	Sources     []*Source      `json:"sources"`
	Differences []Difference   `json:"differences"` // to the day before; empty on the first day
}

// ProcedurePage is one procedure on one day, for anybody: every clause, paper and term, each with its condition's facts.
type ProcedurePage struct {
	ProcedureInfo
	On      calendar.Date  `json:"on"`
	From    calendar.Date  `json:"from"` // of the version shown
	Until   *calendar.Date `json:"until"`
	Clauses []Reason       `json:"clauses"` // what must hold
	Route   Route          `json:"route"`   // every item; Open names the facts that decide it
	History []Change       `json:"history"`
}

// Procedures lists the procedures by title, in the language's alphabet.
func (l *Law) Procedures(lang locale.Lang, on calendar.Date) []ProcedureInfo {
	out := make([]ProcedureInfo, len(l.procedures))
	for i, p := range l.byTitle[langIndex(lang)] {
		out[i] = l.info(p, lang, on)
	}
	return out
}

// sortByTitle puts the procedures in the order of each language's alphabet, once.
func (l *Law) sortByTitle() {
	for i, lang := range languages() {
		order := locale.Alphabet(lang)
		l.byTitle[i] = slices.Clone(l.procedures)
		slices.SortStableFunc(l.byTitle[i], func(a, b *procedure) int { return order(a.title.in(i), b.title.in(i)) })
	}
}

func (l *Law) info(p *procedure, lang locale.Lang, on calendar.Date) ProcedureInfo {
	i := langIndex(lang)
	v, inForce := p.at(on)
	out := ProcedureInfo{
		ID: p.id, Title: p.title.in(i), TitleRO: p.title.in(langIndex(locale.RO)), Summary: p.summary.in(i),
		Area: p.area, AreaName: p.areaText.in(i), InForce: inForce, PageOnly: p.pageOnly,
	}
	if !inForce && !v.until.IsZero() && p.ended != nil {
		out.Ended = p.ended.in(i, locale.Str("date", l.catalogue.For(lang).Date(v.until)))
	}
	return out
}

// ProcedureNamed is what a procedure is called, and whether it is in force on a day; false when the law knows none of that id.
func (l *Law) ProcedureNamed(id string, lang locale.Lang, on calendar.Date) (ProcedureInfo, bool) {
	p := l.procedure(id)
	if p == nil {
		return ProcedureInfo{}, false
	}
	return l.info(p, lang, on), true
}

// ProceduresByArea lists the procedures by what people come for, and by title within it. An area without any is left out.
func (l *Law) ProceduresByArea(lang locale.Lang, on calendar.Date) [][]ProcedureInfo {
	byArea := map[string][]ProcedureInfo{}
	for _, info := range l.Procedures(lang, on) {
		byArea[info.Area] = append(byArea[info.Area], info)
	}
	var out [][]ProcedureInfo
	for _, area := range areas() {
		if list := byArea[area]; list != nil {
			out = append(out, list)
		}
	}
	return out
}

// Procedure is one procedure as its public page shows it.
func (l *Law) Procedure(id string, lang locale.Lang, on calendar.Date) (ProcedurePage, bool) {
	p, i := l.procedure(id), langIndex(lang)
	if p == nil {
		return ProcedurePage{}, false
	}
	e := l.begin(Query{On: on, Lang: lang})
	defer l.end(e)
	version, _ := p.at(on)
	page := ProcedurePage{ProcedureInfo: l.info(p, lang, on), On: on, From: version.from, Until: optional(version.until)}
	wanted := wantedFacts{e: e}
	page.Route = e.route(&verdict{procedure: p, version: version, view: e.at(on), state: open}, &wanted)
	page.Clauses = page.Route.Why
	page.History = p.history[i]()
	return page, true
}

func optional(d calendar.Date) *calendar.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

// FactInfo is one fact as open data.
type FactInfo struct {
	ID        string   `json:"id"`
	Kind      Kind     `json:"kind"`
	Text      string   `json:"text,omitempty"`
	Hint      string   `json:"hint,omitempty"`
	Options   []Option `json:"options,omitempty"`
	AskIf     string   `json:"ask_if,omitempty"`
	Is        string   `json:"is,omitempty"`
	Asked     bool     `json:"asked"`
	Sensitive bool     `json:"sensitive,omitempty"`
}

// FactList lists the facts in the order of asking.
func (l *Law) FactList(lang locale.Lang) []FactInfo {
	i := langIndex(lang)
	out := make([]FactInfo, 0, len(l.facts))
	for _, f := range l.facts {
		info := FactInfo{
			ID: f.ID, Kind: f.Kind, Text: f.texts.question.in(i), Hint: f.texts.hint.in(i), AskIf: f.askIf.source(),
			Is: f.is.source(), Asked: f.Ask && !f.Derived, Sensitive: f.Sensitive,
		}
		for _, o := range f.Options {
			info.Options = append(info.Options, Option{ID: o.ID, Text: o.text.in(i)})
		}
		out = append(out, info)
	}
	return out
}

func (e *expr) source() string {
	if e == nil {
		return ""
	}
	return e.src
}

// DocumentInfo is one kind of paper as open data.
type DocumentInfo struct {
	ID      string         `json:"id"`
	Kind    string         `json:"kind"`
	Issuer  string         `json:"issuer"`
	Title   string         `json:"title"`
	TitleRO string         `json:"title_ro"`
	Hint    string         `json:"hint,omitempty"`
	Where   string         `json:"where,omitempty"`
	Fresh   *calendar.Term `json:"fresh"`
	Upload  []string       `json:"upload,omitempty"`
	Zone    bool           `json:"-"` // its first page has the machine-readable zone of whom it is asked for
	Grade   Grade          `json:"grade"`
	Sources []*Source      `json:"sources"`

	IssuerName string `json:"-"` // where the paper comes from, in words: "From the police"
}

// DocumentNamed is one kind of paper, without who asks for it; false when the law knows none of that id.
func (l *Law) DocumentNamed(id string, lang locale.Lang) (DocumentInfo, bool) {
	d := l.documents[id]
	if d == nil {
		return DocumentInfo{}, false
	}
	return d.info(langIndex(lang)), true
}

// GoodUntil is until when a paper is good by the day on which it was issued; none when that is not known, or such papers do not age.
func (l *Law) GoodUntil(document string, issued calendar.Date) calendar.Date {
	d := l.documents[document]
	if d == nil || d.fresh == nil || issued.IsZero() {
		return calendar.Date{}
	}
	return l.cal.Add(issued, *d.fresh)
}

// DocumentList lists the papers by id.
func (l *Law) DocumentList(lang locale.Lang) []DocumentInfo {
	i := langIndex(lang)
	out := make([]DocumentInfo, 0, len(l.documents))
	for _, id := range sortedKeys(l.documents) {
		out = append(out, l.documents[id].info(i))
	}
	return out
}

func (d *document) info(lang int) DocumentInfo {
	return DocumentInfo{
		ID: d.id, Kind: d.kind, Issuer: d.issuer, Title: d.title.in(lang), TitleRO: d.title.in(langIndex(locale.RO)),
		Hint: d.hint.in(lang), Where: d.where.in(lang), Fresh: d.fresh, Upload: d.upload, Zone: d.zone, Grade: d.grade, Sources: d.sources[lang],
		IssuerName: d.from.in(lang),
	}
}

// AmountInfo is one amount through time; Amount is nil where the figure is not known.
type AmountInfo struct {
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Now   *AmountRow  `json:"now"` // on the day asked about
	Rows  []AmountRow `json:"rows"`
}

// AmountRow is an amount for a time.
type AmountRow struct {
	From     calendar.Date  `json:"from"`
	Until    *calendar.Date `json:"until"`
	Amount   *string        `json:"amount"`
	Currency string         `json:"currency"`
	Grade    Grade          `json:"grade"`
	Sources  []*Source      `json:"sources"`
}

// AmountList lists the amounts by id.
func (l *Law) AmountList(lang locale.Lang, on calendar.Date) []AmountInfo {
	out := make([]AmountInfo, 0, len(l.amounts))
	for _, id := range sortedKeys(l.amounts) {
		info := AmountInfo{ID: id, Title: l.amountTitle(id, lang)}
		for _, a := range l.amounts[id] {
			info.Rows = append(info.Rows, a.row(langIndex(lang)))
		}
		if a, ok := amountAt(l.amounts[id], on); ok {
			row := a.row(langIndex(lang))
			info.Now = &row
		}
		out = append(out, info)
	}
	return out
}

// amountTitle names an amount; a fee is named by what it is for.
func (l *Law) amountTitle(id string, lang locale.Lang) string {
	return cmp.Or(l.texts.plain("amount."+id, lang), l.texts.plain("fee."+id, lang))
}

func (a amount) row(lang int) AmountRow {
	return AmountRow{From: a.from, Until: optional(a.until), Amount: a.amount, Currency: a.currency, Grade: a.grade, Sources: a.sources[lang]}
}

// CountryInfo is what the law says of one country on a day. A value that the data does not hold is nil.
type CountryInfo struct {
	Code       string             `json:"code"`
	Name       string             `json:"name"`
	Attributes map[string]*string `json:"attributes"`
}

// CountryList lists the countries by their name in the language.
func (l *Law) CountryList(lang locale.Lang, on calendar.Date) []CountryInfo {
	print := l.catalogue.For(lang)
	out := make([]CountryInfo, 0, len(l.countries))
	seen := map[string]bool{}
	add := func(code, name string) {
		row := l.countries[code]
		if row == nil || seen[code] {
			return
		}
		seen[code] = true
		info := CountryInfo{Code: code, Name: name, Attributes: map[string]*string{}}
		for i, attribute := range countryAttributes() {
			info.Attributes[attribute] = nil
			if v, ok := row.at(i, on); ok && v.Value != unknownValue {
				info.Attributes[attribute] = &v.Value
			}
		}
		out = append(out, info)
	}
	for _, c := range print.Countries() {
		add(c.Code, c.Name)
	}
	for _, code := range sortedKeys(l.countries) {
		add(code, print.Country(code))
	}
	return out
}

// HasCountry says whether the law's data knows a country.
func (l *Law) HasCountry(code string) bool { return l.countries[code] != nil }
