package form

import (
	"encoding/json"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

// Section is one page of a form in words.
type Section struct {
	ID, Who, Title string
	Rows           []Row
}

// Row is one field in words. Lines is empty while it is not answered.
type Row struct {
	Field string // id
	Label string
	Lines []string
}

// Show puts a form with its answers into words: for the one who checks what they wrote, and, of the form as it stands in the record (law.PlanForm.InRecord),
// for the officer and for the application on paper. Labels are those of the language that the form was asked in, and Romanian ones for Romanian.
func Show(p *locale.Printer, f law.PlanForm, a Answers) []Section {
	out := make([]Section, 0, len(f.Pages))
	romanian := p.Lang() == locale.RO
	for _, page := range f.Pages {
		s := Section{ID: page.ID, Who: page.Who, Title: page.Title, Rows: make([]Row, 0, len(page.Fields))}
		if romanian {
			s.Title = page.TitleRO
		}
		for i := range page.Fields {
			field := &page.Fields[i]
			row := Row{Field: field.ID, Label: field.Label, Lines: Text(p, field, a[field.ID])}
			if romanian {
				row.Label = field.LabelRO
			}
			s.Rows = append(s.Rows, row)
		}
		out = append(out, s)
	}
	return out
}

// Text is one answer in words, line by line; none for no answer. An answer that this program did not write is shown as it stands: a wrong one
// must be seen, not hidden.
func Text(p *locale.Printer, f *law.PlanField, raw json.RawMessage) []string {
	if raw == nil {
		return nil
	}
	v, ws := stored(f, raw)
	if len(ws) > 0 {
		return []string{string(raw)}
	}
	switch v := v.(type) {
	case string:
		return strings.Split(word(p, f, v), "\n")
	case bool:
		if v {
			return []string{p.T("forms.yes")}
		}
		return []string{p.T("forms.no")}
	case int:
		return []string{p.Number(v)}
	case parts:
		if f.Kind == law.FieldMoney {
			return []string{p.Money(v["amount"], v["currency"])}
		}
		return addressLines(p, v)
	case []parts:
		return rowLines(p, f.Kind, v)
	}
	return nil
}

func word(p *locale.Printer, f *law.PlanField, text string) string {
	switch f.Kind {
	case law.FieldCountry:
		return p.Country(text)
	case law.FieldCounty:
		return p.County(text)
	case law.FieldDate:
		return dateWords(p, text)
	case law.FieldChoice:
		return optionWords(p, f, text)
	case law.FieldName, law.FieldText, law.FieldLongText, law.FieldPhone, law.FieldEMail, law.FieldYesNo, law.FieldAddress, law.FieldNumber,
		law.FieldMoney, law.FieldPeriods, law.FieldPeople:
	}
	return text
}

// optionWords is the text of an option; one that is not offered any more stands with its id.
func optionWords(p *locale.Printer, f *law.PlanField, id string) string {
	for _, o := range f.Options {
		if o.ID == id && p.Lang() == locale.RO {
			return o.TextRO
		}
		if o.ID == id {
			return o.Text
		}
	}
	return id
}

func dateWords(p *locale.Printer, text string) string {
	d, err := calendar.Parse(text)
	if err != nil {
		return text
	}
	return p.Date(d)
}

// addressLines are an address as a letter has it: house, place, country.
func addressLines(p *locale.Printer, a parts) []string {
	join := func(sep string, words ...string) string {
		var out []string
		for _, w := range words {
			if w != "" {
				out = append(out, w)
			}
		}
		return strings.Join(out, sep)
	}
	county := ""
	if a["county"] != "" {
		county = p.County(a["county"])
	}
	var out []string
	for _, line := range []string{
		join(", ", join(" ", a["street"], a["number"]), a["details"]),
		join(", ", join(" ", a["postcode"], a["locality"]), county),
		p.Country(a["country"]),
	} {
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

func rowLines(p *locale.Printer, kind law.FieldKind, rows []parts) []string {
	if len(rows) == 0 {
		return []string{p.T("forms.none")}
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		switch {
		case kind == law.FieldPeople:
			out[i] = p.T("forms.person", locale.Str("name", strings.TrimSpace(r["surname"]+" "+r["given_names"])),
				locale.Str("date", dateWords(p, r["birth_date"])), locale.Str("country", p.Country(r["citizenship"])))
			if r["tie"] != "" {
				out[i] += " (" + r["tie"] + ")"
			}
		case r["to"] == "":
			out[i] = p.T("forms.since", locale.Str("from", dateWords(p, r["from"])))
		default:
			out[i] = p.T("forms.between", locale.Str("from", dateWords(p, r["from"])), locale.Str("to", dateWords(p, r["to"])))
		}
	}
	return out
}
