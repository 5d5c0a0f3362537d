package api

import (
	"net/http"
	"reflect"

	"sejur/internal/law"
)

// formOperations are the addresses of the forms of the law: what is asked, without anybody's answers.
func formOperations() []operation {
	return []operation{
		{
			method: http.MethodGet, path: "/api/v1/forms", id: "listForms", tag: "law", data: true, summary: "The procedures that can be prepared or filed here",
			params: []param{onParam(), langParam()}, out: reflect.TypeFor[[]law.OnlineProcedure](),
			answer: func(s *server, c *call) (any, error) { return s.law.Online(c.on, c.printer.Lang()), nil },
		},
		{
			method: http.MethodGet, path: "/api/v1/forms/{id}", id: "showProcedureForm", tag: "law", data: true, summary: "The form of a procedure",
			detail: "Every page and field that may be asked, with why; open names the facts that decide.",
			params: []param{{name: "id", in: "path", about: "A procedure from /api/v1/forms."}, onParam(), langParam()}, out: reflect.TypeFor[Form](),
			answer: (*server).procedureForm,
		},
	}
}

func (s *server) procedureForm(c *call) (any, error) {
	return s.law.Form(law.FormQuery{Procedure: c.request.PathValue("id"), On: c.on, Lang: c.printer.Lang()})
}
