package api

import (
	"cmp"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sejur/internal/application"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/law"
	"sejur/internal/office/filing"
	"sejur/internal/stay"
)

// scheme is the name of the tokens of accounts.
const scheme = "token"

// refPrefix is where the schemas of named types stand in the document.
const refPrefix = "#/components/schemas/"

// describe makes the OpenAPI 3.1 document of the operations.
func describe(routes []operation) *huma.OpenAPI {
	registry := huma.NewMapRegistry(refPrefix, huma.DefaultSchemaNamer)
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Sejur", Version: "1",
			Description: "The law of residence in Romania as answers and as open data, of which nothing that is asked is stored; and applications, " +
				"with the token of an account. Unknown fields are an error that names them. Dates are YYYY-MM-DD, countries ISO 3166-1 alpha-2, " +
				"counties plate codes.",
			License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
		},
		Servers: []*huma.Server{{URL: "/"}},
		Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
			scheme: {Type: "http", Scheme: "bearer", Description: "A token that an account makes on its page. It is good for a year at most."},
		}},
		Tags: []*huma.Tag{
			{Name: "plan", Description: "What applies to a person."},
			{Name: "stay", Description: "Counting days of presence."},
			{Name: "days", Description: "Terms and public holidays."},
			{Name: "law", Description: "The law as open data."},
			{Name: "applications", Description: "What the account of a token asks for."},
		},
	}
	for _, op := range routes {
		doc.AddOperation(op.describe(registry))
	}
	refine(registry)
	return doc
}

func (op operation) describe(registry huma.Registry) *huma.Operation {
	out := &huma.Operation{
		Method: op.method, Path: op.path, OperationID: op.id, Summary: op.summary, Description: op.detail, Tags: []string{op.tag},
		Responses: map[string]*huma.Response{
			strconv.Itoa(cmp.Or(op.status, http.StatusOK)): {Description: "The answer.", Content: op.content(registry), Headers: op.headers()},
		},
	}
	if op.own {
		out.Security = []map[string][]string{{scheme: {}}}
	}
	for _, p := range op.params {
		out.Parameters = append(out.Parameters, &huma.Param{
			Name: p.name, In: p.in, Description: p.about, Required: p.required || p.in == "path",
			Schema: &huma.Schema{Type: huma.TypeString, Format: p.format, Enum: p.accepted},
		})
	}
	switch {
	case op.file:
		out.RequestBody = fileBody()
	case op.in != nil:
		out.RequestBody = &huma.RequestBody{
			Required: true,
			Content:  map[string]*huma.MediaType{"application/json": {Schema: registry.Schema(op.in, true, "")}},
		}
	}
	problem := registry.Schema(reflect.TypeFor[Problem](), true, "")
	for status, about := range op.failures() {
		out.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: about,
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
	if op.data {
		out.Responses["304"] = &huma.Response{Description: "Not changed since the answer whose ETag was sent in If-None-Match."}
	}
	return out
}

// content is what the operation answers: a table, or JSON of the type that it names.
func (op operation) content(registry huma.Registry) map[string]*huma.MediaType {
	switch {
	case op.csv:
		return map[string]*huma.MediaType{"text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}
	case len(op.files) > 0:
		out := map[string]*huma.MediaType{}
		for _, kind := range op.files {
			out[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		}
		return out
	case op.out == nil:
		return nil
	}
	answer := registry.Schema(op.out, true, op.id+"Answer")
	answer.Nullable = false
	return map[string]*huma.MediaType{"application/json": {Schema: answer}}
}

// fileBody is a file as it is sent: its bytes alone, or as the part "file" of a form.
func fileBody() *huma.RequestBody {
	binary := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: binary},
		"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Properties: map[string]*huma.Schema{"file": binary}, Required: []string{"file"},
		}},
	}}
}

// headers are those of an answer.
func (op operation) headers() map[string]*huma.Param {
	text := &huma.Schema{Type: huma.TypeString}
	out := map[string]*huma.Param{}
	if op.tagged {
		out["ETag"] = &huma.Param{Description: "The version, for " + versionHeader + ".", Schema: text}
	}
	if op.status == http.StatusCreated {
		out["Location"] = &huma.Param{Description: "Where it is.", Schema: text}
	}
	return out
}

// failures are the statuses that an operation may answer with instead of 200.
func (op operation) failures() map[int]string {
	out := map[int]string{
		http.StatusBadRequest:          "The request cannot be read.",
		http.StatusUnprocessableEntity: "An input is wrong; errors names it.",
		http.StatusInternalServerError: "The service failed.",
	}
	if op.in != nil {
		out[http.StatusRequestEntityTooLarge] = "The body is larger than 64 KiB."
		out[http.StatusUnsupportedMediaType] = "The body is not application/json."
	}
	if op.file {
		out[http.StatusRequestEntityTooLarge] = "The file is larger than 20 MB."
	}
	if slices.ContainsFunc(op.params, func(p param) bool { return p.in == "path" && p.name == "id" }) {
		out[http.StatusNotFound] = "There is nothing under this id."
	}
	if op.own {
		out[http.StatusUnauthorized] = "There is no token, or it is good for nothing."
		out[http.StatusTooManyRequests] = "Too often; Retry-After says when to come back."
		out[http.StatusServiceUnavailable] = "Something that this needs does not answer; Retry-After says when to come back."
	}
	if op.own && op.method != http.MethodGet {
		out[http.StatusConflict] = "It is not in a state in which this can be done."
	}
	if op.over {
		out[http.StatusPreconditionFailed] = "Somebody was faster: current is what is there now, sent what was sent."
		out[http.StatusPreconditionRequired] = "The version that was seen is missing."
	}
	return out
}

// refine makes the schemas say what our types mean: huma reads kinds, not dates, closed lists and absent parts.
func refine(registry huma.Registry) {
	for name, schema := range registry.Map() {
		t := registry.TypeFromRef(refPrefix + name)
		for _, f := range reflect.VisibleFields(t) {
			if property := schema.Properties[jsonName(f)]; property != nil {
				schema.Properties[jsonName(f)] = refined(property, t, f)
			}
		}
		if !isInput(t) {
			schema.AdditionalProperties = nil // an answer may grow
		}
		required(schema, t)
	}
}

func refined(s *huma.Schema, owner reflect.Type, f reflect.StructField) *huma.Schema {
	t := f.Type
	optional := t.Kind() == reflect.Pointer
	if optional {
		t = t.Elem()
	}
	if isInput(owner) {
		s.Nullable = false
	}
	switch t.Kind() { //nolint:exhaustive // the other kinds are right as they are
	case reflect.Slice:
		s.Nullable = false // a list is never null
		if t.Elem().Kind() == reflect.String {
			s.Items.Enum = accepted(t.Elem())
		}
	case reflect.String:
		s.Enum = accepted(t)
		if s.Nullable && s.Enum != nil {
			s.Enum = append(s.Enum, nil)
		}
	case reflect.Struct:
		if t == reflect.TypeFor[calendar.Date]() {
			s.Format = "date"
		} else if optional && !strings.Contains(f.Tag.Get("json"), ",omit") {
			return &huma.Schema{AnyOf: []*huma.Schema{s, {Type: "null"}}}
		}
	}
	if t == reflect.TypeFor[map[string]any]() {
		return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Description: s.Description}
	}
	return s
}

// accepted is the closed list of a type of our own, nil when it has none.
func accepted(t reflect.Type) []any {
	switch t {
	case reflect.TypeFor[law.Status]():
		return []any{law.NeedsAnswers, law.Complete, law.NoRoute}
	case reflect.TypeFor[law.Grade]():
		return []any{law.Official, law.Secondary, law.Unverified}
	case reflect.TypeFor[law.Kind]():
		return []any{law.KindCountry, law.KindCounty, law.KindDate, law.KindChoice, law.KindYesNo, law.KindNumber, law.KindPeriods}
	case reflect.TypeFor[calendar.Unit]():
		return []any{calendar.Days, calendar.Working, calendar.Months, calendar.Years}
	case reflect.TypeFor[stay.Rule]():
		return []any{stay.LongTerm, stay.LongTermProtection, stay.EUPermanent}
	}
	return acceptedOwn(t)
}

// acceptedOwn is accepted for what is somebody's own.
func acceptedOwn(t reflect.Type) []any {
	switch t {
	case reflect.TypeFor[application.State]():
		return anys(application.States())
	case reflect.TypeFor[application.UploadState]():
		return anys(application.UploadStates())
	case reflect.TypeFor[application.FileKind]():
		return anys(application.FileKinds())
	case reflect.TypeFor[casefile.State]():
		return anys(casefile.States())
	case reflect.TypeFor[filing.PageStanding]():
		return []any{filing.PageUntouched, filing.PageIncomplete, filing.PageComplete}
	case reflect.TypeFor[application.Standing]():
		return []any{
			application.ToReplace, application.Refusal, application.Missing, application.Receiving, application.Checking, application.Waiting,
			application.Uploaded, application.Approved,
		}
	case reflect.TypeFor[application.Need]():
		return []any{application.Required, application.Perhaps, application.Usual, application.NotAsked}
	case reflect.TypeFor[filing.HindranceKind]():
		return []any{filing.PageHinders, filing.PaperHinders, filing.FactHinders, filing.ExcludedHinders, filing.ElsewhereHinders, filing.ChangeHinders}
	case reflect.TypeFor[casefile.ItemKind]():
		return []any{casefile.PageItem, casefile.DocumentItem}
	}
	return nil
}

func anys[T any](all []T) []any {
	out := make([]any, len(all))
	for i, v := range all {
		out[i] = v
	}
	return out
}

// isInput tells whether a type is part of a question, in which nothing unknown is accepted.
func isInput(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[PlanInput](), reflect.TypeFor[stay.ShortInput](), reflect.TypeFor[stay.Stay](), reflect.TypeFor[stay.Trip](),
		reflect.TypeFor[stay.ContinuousInput](), reflect.TypeFor[stay.Period](), reflect.TypeFor[stay.Absence](), reflect.TypeFor[DaysInput](),
		reflect.TypeFor[StartInput](), reflect.TypeFor[PageInput](), reflect.TypeFor[SubmitInput](), reflect.TypeFor[MessageInput](), reflect.TypeFor[PaperInput]():
		return true
	}
	return false
}

// required keeps the lists of a question optional, because a list that is absent is empty, and the title of a period, which one of
// the rules does not ask for.
func required(s *huma.Schema, t reflect.Type) {
	if !isInput(t) {
		return
	}
	s.Required = slices.DeleteFunc(s.Required, func(name string) bool {
		return s.Properties[name].Type == huma.TypeArray || t == reflect.TypeFor[stay.Period]() && name == "title"
	})
}
