package api

import (
	"net/http"
	"reflect"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
)

// dataset is one list of the law, as JSON and as a table.
type dataset struct {
	name, id, summary string
	out               reflect.Type
	all               func(s *server, c *call) any // the list as JSON has it
	columns           string                       // of the table, in order
	rows              func(s *server, c *call) [][]string
}

func (d dataset) json() operation {
	return operation{
		method: http.MethodGet, path: "/api/v1/law/" + d.name, id: "list" + d.id, tag: "law", summary: d.summary,
		params: []param{onParam(), langParam()}, out: d.out, data: true,
		answer: func(s *server, c *call) (any, error) { return d.all(s, c), nil },
	}
}

func (d dataset) csv() operation {
	return operation{
		method: http.MethodGet, path: "/api/v1/law/" + d.name + ".csv", id: "table" + d.id, tag: "law", summary: d.summary + ", as a table",
		detail: "Columns: " + d.columns + ". Several values in a cell stand one after another with \"; \" between.",
		params: []param{onParam(), langParam()}, data: true, csv: true,
		answer: func(s *server, c *call) (any, error) {
			return table{name: d.name, rows: append([][]string{strings.Split(d.columns, ", ")}, d.rows(s, c)...)}, nil
		},
	}
}

func lists() []dataset {
	return []dataset{
		{
			name: "facts", id: "Facts", summary: "What can be known of a person, in the order of asking", out: reflect.TypeFor[[]law.FactInfo](),
			all:     func(s *server, c *call) any { return s.law.FactList(c.printer.Lang()) },
			columns: "id, kind, text, hint, options, asked, ask_if, is, sensitive",
			rows: rowsOf(func(s *server, c *call) []law.FactInfo { return s.law.FactList(c.printer.Lang()) }, func(f law.FactInfo) []string {
				options := cells(f.Options, func(o law.Option) string { return o.ID })
				return []string{f.ID, string(f.Kind), f.Text, f.Hint, options, yesNo(f.Asked), f.AskIf, f.Is, yesNo(f.Sensitive)}
			}),
		},
		{
			name: "procedures", id: "Procedures", summary: "Everything a person can ask of an office", out: reflect.TypeFor[[]law.ProcedureInfo](),
			all:     func(s *server, c *call) any { return s.law.Procedures(c.printer.Lang(), c.on) },
			columns: "id, title, title_ro, summary, in_force, page_only, from, until, authority, filing, sources",
			rows:    rowsOf((*server).procedurePages, procedureRow),
		},
		{
			name: "requirements", id: "Requirements", summary: "Every paper and fee that a procedure asks", out: reflect.TypeFor[[]Requirement](),
			all:     func(s *server, c *call) any { return s.requirements(c) },
			columns: "procedure, kind, id, title, title_ro, forms, formalities, amount, currency, decided_by, grade, sources",
			rows: rowsOf((*server).requirements, func(r Requirement) []string {
				return []string{
					r.Procedure, r.Kind, r.ID, r.Title, r.TitleRO, strings.Join(r.Forms, between), strings.Join(r.Formalities, between),
					known(r.Amount), r.Currency, strings.Join(r.DecidedBy, between), string(r.Grade), sources(r.Sources),
				}
			}),
		},
		{
			name: "documents", id: "Documents", summary: "Every paper the law asks for or issues", out: reflect.TypeFor[[]law.DocumentInfo](),
			all:     func(s *server, c *call) any { return s.law.DocumentList(c.printer.Lang()) },
			columns: "id, kind, issuer, title, title_ro, hint, where, fresh, grade, sources",
			rows: rowsOf(func(s *server, c *call) []law.DocumentInfo { return s.law.DocumentList(c.printer.Lang()) }, func(d law.DocumentInfo) []string {
				fresh := ""
				if d.Fresh != nil {
					fresh = number(d.Fresh.N) + " " + string(d.Fresh.Unit)
				}
				return []string{d.ID, d.Kind, d.Issuer, d.Title, d.TitleRO, d.Hint, d.Where, fresh, string(d.Grade), sources(d.Sources)}
			}),
		},
		{
			name: "countries", id: "Countries", summary: "What the law says of each country", out: reflect.TypeFor[[]law.CountryInfo](),
			all:     func(s *server, c *call) any { return s.law.CountryList(c.printer.Lang(), c.on) },
			columns: "code, name, group, visa, invitation, apostille, treaty, schengen, ciec, biometric",
			rows: rowsOf(func(s *server, c *call) []law.CountryInfo { return s.law.CountryList(c.printer.Lang(), c.on) }, func(x law.CountryInfo) []string {
				row := []string{x.Code, x.Name}
				for _, name := range []string{"group", "visa", "invitation", "apostille", "treaty", "schengen", "ciec", "biometric"} {
					row = append(row, known(x.Attributes[name]))
				}
				return row
			}),
		},
		{
			name: "offices", id: "Offices", summary: "The offices open on a day", out: reflect.TypeFor[[]law.Office](),
			all:     func(s *server, c *call) any { return s.law.Offices(c.printer.Lang(), c.on) },
			columns: "id, kind, name, name_ro, county, counties, city, address, phone, email, url, services, grade, sources",
			rows: rowsOf(func(s *server, c *call) []law.Office { return s.law.Offices(c.printer.Lang(), c.on) }, func(o law.Office) []string {
				return []string{
					o.ID, o.Kind, o.Name, o.NameRO, o.County, strings.Join(o.Counties, between), o.City, known(o.Address), known(o.Phone),
					known(o.Email), known(o.URL), strings.Join(o.Services, between), string(o.Grade), sources(o.Sources),
				}
			}),
		},
		{
			name: "amounts", id: "Amounts", summary: "Fees, wages and thresholds through time", out: reflect.TypeFor[[]law.AmountInfo](),
			all:     func(s *server, c *call) any { return s.law.AmountList(c.printer.Lang(), c.on) },
			columns: "id, title, from, until, amount, currency, grade, sources",
			rows: func(s *server, c *call) [][]string {
				var out [][]string
				for _, a := range s.law.AmountList(c.printer.Lang(), c.on) {
					for _, r := range a.Rows {
						out = append(out, []string{a.ID, a.Title, r.From.String(), date(r.Until), known(r.Amount), r.Currency, string(r.Grade), sources(r.Sources)})
					}
				}
				return out
			},
		},
	}
}

// Requirement is one paper or fee of one procedure, for anybody.
type Requirement struct {
	Procedure   string        `json:"procedure"`
	Kind        string        `json:"kind"` // document | fee
	ID          string        `json:"id"`
	Title       string        `json:"title"`
	TitleRO     string        `json:"title_ro,omitempty"`
	Forms       []string      `json:"forms"`       // original, copy
	Formalities []string      `json:"formalities"` // that every such paper needs
	Amount      *string       `json:"amount"`      // of money to pay or to prove; null where the figure is not known, or there is none
	Currency    string        `json:"currency,omitempty"`
	DecidedBy   []string      `json:"decided_by"` // facts that decide whether it is asked; empty: of everybody
	Grade       law.Grade     `json:"grade"`
	Sources     []*law.Source `json:"sources"`
}

func (s *server) requirements(c *call) []Requirement {
	out := []Requirement{}
	for _, page := range s.procedurePages(c) {
		if !page.InForce {
			continue
		}
		for _, d := range page.Route.Documents {
			r := Requirement{
				Procedure: page.ID, Kind: "document", ID: d.ID, Title: d.Title, TitleRO: d.TitleRO, Forms: d.Forms, Formalities: d.Formalities,
				DecidedBy: list(d.Open), Grade: d.Grade, Sources: d.Sources,
			}
			if d.Amount != nil {
				r.Amount, r.Currency = &d.Amount.Amount, d.Amount.Currency
			}
			out = append(out, r)
		}
		for _, f := range page.Route.Fees {
			out = append(out, Requirement{
				Procedure: page.ID, Kind: "fee", ID: f.ID, Title: f.Title, Forms: []string{}, Formalities: []string{}, Amount: f.Amount,
				Currency: f.Currency, DecidedBy: list(f.Open), Grade: f.Grade, Sources: f.Sources,
			})
		}
	}
	return out
}

// list is never nil: JSON has an empty list for it.
func list(s []string) []string { return append([]string{}, s...) }

func procedureRow(p law.ProcedurePage) []string {
	var from, until string
	if p.InForce {
		from, until = p.From.String(), date(p.Until)
	}
	var all []*law.Source
	for _, clause := range p.Clauses {
		all = append(all, clause.Sources...)
	}
	return []string{
		p.ID, p.Title, p.TitleRO, p.Summary, yesNo(p.InForce), yesNo(p.PageOnly), from, until, p.Route.Authority, p.Route.Filing, sources(all),
	}
}

func date(d *calendar.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}
