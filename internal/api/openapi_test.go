package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/openapi.json anew")

const golden = "testdata/openapi.json"

func TestTheDocumentIsTheOneWePublished(t *testing.T) {
	t.Parallel()
	w := get(t, "/api/openapi.json")
	var got bytes.Buffer
	if err := json.Indent(&got, w.Body.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("run go test ./internal/api -update when the change is meant: %s", diff)
	}
}

// document is as much of an OpenAPI document as the tests look at.
type document struct {
	OpenAPI    string                     `json:"openapi"`
	Paths      map[string]map[string]item `json:"paths"`
	Components struct {
		Schemas map[string]json.RawMessage `json:"schemas"`
	} `json:"components"`
}

type item struct {
	OperationID string                     `json:"operationId"`
	Security    []map[string][]string      `json:"security"`
	Responses   map[string]json.RawMessage `json:"responses"`
}

// answer is what an operation answers that succeeds.
func (i item) answer() json.RawMessage {
	for status, answer := range i.Responses {
		if strings.HasPrefix(status, "2") {
			return answer
		}
	}
	return nil
}

func TestTheDocumentIsWhole(t *testing.T) {
	t.Parallel()
	w := get(t, "/api/openapi.json")
	doc := decode[document](t, w, http.StatusOK)
	if !strings.HasPrefix(doc.OpenAPI, "3.1.") {
		t.Errorf("openapi %q", doc.OpenAPI)
	}
	ids := map[string]bool{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if op.OperationID == "" || ids[op.OperationID] || op.answer() == nil || op.Responses["422"] == nil {
				t.Errorf("%s %s: %+v", method, path, op)
			}
			ids[op.OperationID] = true
			if len(op.Security) > 0 {
				continue // TestEveryDoorOfTheAPI asks there
			}
			r := httptest.NewRequest(strings.ToUpper(method), strings.NewReplacer("{year}", "2026", "{id}", "study-permit").Replace(path), nil)
			answer := httptest.NewRecorder()
			handler(t).ServeHTTP(answer, r)
			if answer.Code == http.StatusNotFound || answer.Code == http.StatusMethodNotAllowed {
				t.Errorf("%s %s is described and answers %d", method, path, answer.Code)
			}
		}
	}
	for _, path := range []string{
		"/api/v1/plans", "/api/v1/stay/short", "/api/v1/stay/continuous", "/api/v1/days", "/api/v1/days/holidays/{year}",
		"/api/v1/law/facts", "/api/v1/law/procedures", "/api/v1/law/procedures/{id}", "/api/v1/law/documents",
		"/api/v1/law/countries", "/api/v1/law/offices", "/api/v1/law/amounts", "/api/v1/law", "/api/v1/law/diff", "/api/v1/law/search",
		"/api/v1/law/requirements", "/api/v1/law/requirements.csv", "/api/v1/law/offices.csv",
	} {
		if doc.Paths[path] == nil {
			t.Errorf("%s is not described", path)
		}
	}
	for _, ref := range references(w.Body.String()) {
		if doc.Components.Schemas[ref] == nil {
			t.Errorf("the schema %s is named and missing", ref)
		}
	}
}

// references lists the schemas that the document refers to.
func references(doc string) []string {
	var out []string
	for _, part := range strings.Split(doc, `"#/components/schemas/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		out = append(out, name)
	}
	return out
}

// TestAnswersKeepToTheirSchema holds real answers against the published document: what it promises is what is sent.
func TestAnswersKeepToTheirSchema(t *testing.T) {
	t.Parallel()
	var doc any
	if err := json.Unmarshal(get(t, "/api/openapi.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		schema string
		list   bool
		w      *httptest.ResponseRecorder
	}{
		{"Plan", false, post(t, "/api/v1/plans", `{"facts":{"nationality":"FR","aim":"live","purpose":"study"}}`)},
		{"Plan", false, post(t, "/api/v1/plans?why=all", `{"facts":{"nationality":"IN","aim":"live","purpose":"study","enrolled":true,"county":"CJ","title_expires":"2027-01-10"}}`)},
		{"ShortResult", false, post(t, "/api/v1/stay/short", `{"on":"2026-11-20","stays":[{"entry":"2026-01-01"}],"trip":{"entry":"2026-12-01","exit":"2027-05-01"}}`)},
		{"Continuity", false, post(t, "/api/v1/stay/continuous", `{"rule":"eu-permanent","on":"2026-11-20"}`)},
		{"DaysAnswer", false, post(t, "/api/v1/days", `{"from":"2026-04-30","n":1,"unit":"calendar"}`)},
		{"Holiday", true, get(t, "/api/v1/days/holidays/2026")},
		{"FactInfo", true, get(t, "/api/v1/law/facts")},
		{"ProcedureInfo", true, get(t, "/api/v1/law/procedures")},
		{"ProcedurePage", false, get(t, "/api/v1/law/procedures/study-permit")},
		{"ProcedurePage", false, get(t, "/api/v1/law/procedures/work-approval-employer")},
		{"DocumentInfo", true, get(t, "/api/v1/law/documents")},
		{"CountryInfo", true, get(t, "/api/v1/law/countries")},
		{"Office", true, get(t, "/api/v1/law/offices")},
		{"AmountInfo", true, get(t, "/api/v1/law/amounts")},
		{"Requirement", true, get(t, "/api/v1/law/requirements")},
		{"WholeLaw", false, get(t, "/api/v1/law")},
		{"Comparison", false, get(t, "/api/v1/law/diff?from=2024-03-07&to=2026-08-08")},
		{"Found", true, get(t, "/api/v1/law/search?q=permis")},
		{"Problem", false, post(t, "/api/v1/plans", `{"fact":1}`)},
	} {
		t.Run(tt.schema, func(t *testing.T) {
			t.Parallel()
			keepsTo(t, doc, tt.schema, tt.list, tt.w)
		})
	}
}

// keepsTo holds an answer against a schema of the document.
func keepsTo(t *testing.T, doc any, schema string, list bool, w *httptest.ResponseRecorder) {
	t.Helper()
	var answer any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	c := checker{schemas: doc.(object)["components"].(object)["schemas"].(object)}
	if !list {
		answer = []any{answer}
	}
	for _, one := range answer.([]any) {
		c.check(schema, object{"$ref": "#/components/schemas/" + schema}, one)
	}
	for _, fault := range c.faults {
		t.Error(fault)
	}
}

// checker is the part of JSON Schema 2020-12 that the document uses.
type checker struct {
	schemas object
	faults  []string
}

func (c *checker) fail(path, why string) {
	if len(c.faults) < 20 {
		c.faults = append(c.faults, path+": "+why)
	}
}

func (c *checker) check(path string, schema object, v any) {
	if ref, ok := schema["$ref"].(string); ok {
		schema = c.schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(object)
	}
	if any, ok := schema["anyOf"].([]any); ok {
		if v != nil {
			c.check(path, any[0].(object), v)
		}
		return
	}
	if !typed(schema["type"], v) {
		c.fail(path, "has another type than "+strings.Trim(strings.Join(strings.Fields(text(schema["type"])), " "), "[]"))
		return
	}
	if enum, ok := schema["enum"].([]any); ok && !contains(enum, v) {
		c.fail(path, "is none of "+text(enum))
	}
	switch v := v.(type) {
	case object:
		properties, _ := schema["properties"].(object)
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				c.fail(path, "lacks "+name.(string))
			}
		}
		more, _ := schema["additionalProperties"].(object)
		for name, one := range v {
			if s, ok := properties[name].(object); ok {
				c.check(path+"."+name, s, one)
			} else if more != nil {
				c.check(path+"."+name, more, one)
			} else if schema["additionalProperties"] != true {
				c.fail(path+"."+name, "is not described")
			}
		}
	case []any:
		for _, one := range v {
			c.check(path+"[]", schema["items"].(object), one)
		}
	}
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func contains(list []any, v any) bool {
	for _, one := range list {
		if reflect.DeepEqual(one, v) {
			return true
		}
	}
	return false
}

func typed(want, v any) bool {
	if list, ok := want.([]any); ok {
		for _, one := range list {
			if typed(one, v) {
				return true
			}
		}
		return false
	}
	switch want {
	case nil:
		return true
	case "null":
		return v == nil
	case huma.TypeInteger, huma.TypeNumber:
		_, ok := v.(float64)
		return ok
	case huma.TypeString:
		_, ok := v.(string)
		return ok
	case huma.TypeBoolean:
		_, ok := v.(bool)
		return ok
	case huma.TypeArray:
		_, ok := v.([]any)
		return ok
	case huma.TypeObject:
		_, ok := v.(object)
		return ok
	}
	return false
}
