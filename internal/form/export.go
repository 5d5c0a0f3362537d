package form

import (
	"encoding/json"

	"sejur/internal/calendar"
	"sejur/internal/law"
)

// Export is a whole application as JSON: what was asked, under which edition of the law, and what was answered.
type Export struct {
	Form      string        `json:"form"`
	Procedure string        `json:"procedure"`
	Law       string        `json:"law"`
	Filing    string        `json:"filing"`
	Filed     calendar.Date `json:"filed"`
	Pages     []ExportPage  `json:"pages"`
}

// ExportPage is one page of it.
type ExportPage struct {
	ID     string        `json:"id"`
	Who    string        `json:"who"`
	Fields []ExportField `json:"fields"`
}

// ExportField is one field of it; Value is null while it is not answered.
type ExportField struct {
	ID    string          `json:"id"`
	Kind  law.FieldKind   `json:"kind"`
	Value json.RawMessage `json:"value"`
}

// ExportOf puts a form and its answers together.
func ExportOf(f law.PlanForm, a Answers) Export {
	out := Export{Form: f.ID, Procedure: f.Procedure, Law: f.Law, Filing: f.Filing, Filed: f.Filed, Pages: make([]ExportPage, 0, len(f.Pages))}
	for _, page := range f.Pages {
		one := ExportPage{ID: page.ID, Who: page.Who, Fields: make([]ExportField, 0, len(page.Fields))}
		for _, field := range page.Fields {
			one.Fields = append(one.Fields, ExportField{ID: field.ID, Kind: field.Kind, Value: a[field.ID]})
		}
		out.Pages = append(out.Pages, one)
	}
	return out
}
