package api

import (
	"net/http"
	"reflect"
	"slices"

	"sejur/internal/application"
)

// The addresses of what is somebody's own. Their names stand here once: answers lead to them.
const (
	personsPath      = "/api/v1/persons"
	applicationsPath = "/api/v1/applications"
	applicationPath  = applicationsPath + "/{id}"
	pagePath         = applicationPath + "/pages/{page}"
)

// ownOperations are the addresses that want a token.
func ownOperations() []operation {
	out := append(slices.Concat(drafts(), papers(), sent()), operation{
		method: http.MethodGet, path: personsPath, id: "listPersons", summary: "The persons whom the account keeps",
		detail: "Without the numbers of their papers.", out: reflect.TypeFor[[]Person](), answer: (*server).persons,
	})
	for i := range out {
		op := &out[i]
		op.own, op.tag = true, "applications"
		op.params = append(op.params, langParam())
		if op.once {
			op.params = append(op.params, keyParam())
		}
		if op.over {
			op.params = append(op.params, versionParam())
		}
	}
	return out
}

// drafts are the addresses by which an application is written.
func drafts() []operation {
	id := idParam()
	return []operation{
		{
			method: http.MethodGet, path: applicationsPath, id: "listApplications", summary: "The applications of the account",
			detail: "The last changed first.", out: reflect.TypeFor[[]ApplicationLine](), answer: (*server).applications,
		},
		{
			method: http.MethodPost, path: applicationsPath, id: "startApplication", summary: "Begin an application",
			detail: "There is one draft of a person and a procedure: whoever begins another gets that one.",
			in:     reflect.TypeFor[StartInput](), out: reflect.TypeFor[Started](), once: true, status: http.StatusCreated, answer: (*server).start,
		},
		{
			method: http.MethodGet, path: applicationPath, id: "showApplication", summary: "An application with all that is asked",
			detail: "Its pages, papers, what hinders sending it in, and, once it was sent in, what became of it.", params: []param{id},
			out: reflect.TypeFor[Application](), answer: (*server).application,
		},
		{
			method: http.MethodDelete, path: applicationPath, id: "deleteApplication", summary: "Throw a draft away",
			detail: "It can be brought back for thirty days.", params: []param{id}, over: true, status: http.StatusNoContent, answer: (*server).remove,
		},
		{
			method: http.MethodPost, path: applicationPath + "/restore", id: "restoreApplication", summary: "Bring a draft back",
			params: []param{id}, once: true, over: true, status: http.StatusNoContent, answer: (*server).restore,
		},
		{
			method: http.MethodPost, path: applicationPath + "/see-change", id: "seeChange", summary: "Note that a change of the law was seen",
			detail: "From then on the draft is of the law of today.", params: []param{id}, once: true, over: true, status: http.StatusNoContent,
			answer: (*server).seeChange,
		},
		{
			method: http.MethodGet, path: applicationPath + "/form", id: "showForm", summary: "The form of an application as data",
			detail: "The pages and fields that it asks now, each with why; answers may bring more.", params: []param{id},
			out: reflect.TypeFor[Form](), answer: (*server).applicationForm,
		},
		{
			method: http.MethodGet, path: pagePath, id: "showPage", summary: "The answers of one page",
			detail: "What was saved, and where nothing was, what is suggested. Reading them stands in the record.",
			params: []param{id, pageParam(), correctionParam()}, out: reflect.TypeFor[Page](), tagged: true, answer: (*server).page,
		},
		{
			method: http.MethodPut, path: pagePath, id: "savePage", summary: "Save the answers of one page",
			detail: "All answers of the page: what is absent is not answered. A page that was never saved has version 0.",
			params: []param{id, pageParam(), correctionParam()}, in: reflect.TypeFor[PageInput](), out: reflect.TypeFor[PageSaved](), over: true, tagged: true,
			answer: (*server).savePage,
		},
		{
			method: http.MethodPost, path: pagePath + "/zone", id: "readZone", summary: "Fill a page from the lines for machines of a passport",
			detail: "What the lines say goes into the fields of the page that have a place in them; every other answer stays. Look at the page afterwards: " +
				"names stand there in capitals and without marks. A check digit that fails is named, and nothing is saved.",
			params: []param{id, pageParam(), correctionParam()}, in: reflect.TypeFor[ZoneInput](), out: reflect.TypeFor[PageSaved](), once: true, over: true,
			tagged: true, answer: (*server).readZone,
		},
	}
}

// sent are the addresses by which an application is sent in and followed.
func sent() []operation {
	id := idParam()
	return []operation{
		{
			method: http.MethodPost, path: applicationPath + "/submit", id: "submitApplication", summary: "Send an application in",
			detail: "Whether that is filing in law or prepares the visit, the application says (filing).", params: []param{id},
			in: reflect.TypeFor[SubmitInput](), out: reflect.TypeFor[Submitted](), once: true, over: true, answer: (*server).submit,
		},
		{
			method: http.MethodPost, path: applicationPath + "/withdraw", id: "withdrawApplication", summary: "Take back what was sent in",
			params: []param{id}, once: true, over: true, status: http.StatusNoContent, answer: (*server).withdraw,
		},
		{
			method: http.MethodPost, path: applicationPath + "/correction", id: "sendCorrection", summary: "Send a correction back",
			detail: "The version is that of the correction.", params: []param{id}, once: true, over: true, status: http.StatusNoContent,
			answer: (*server).sendCorrection,
		},
		{
			method: http.MethodGet, path: applicationPath + "/events", id: "listEvents", summary: "What happened to a case",
			detail: "The last first.", params: []param{id}, out: reflect.TypeFor[[]Event](), answer: (*server).events,
		},
		{
			method: http.MethodGet, path: applicationPath + "/messages", id: "listMessages", summary: "What was said about a case",
			detail: "The last first. Messages of the office count as read.", params: []param{id}, out: reflect.TypeFor[[]Message](),
			answer: (*server).messages,
		},
		{
			method: http.MethodPost, path: applicationPath + "/messages", id: "sendMessage", summary: "Write to the office about a case",
			params: []param{id}, in: reflect.TypeFor[MessageInput](), once: true, status: http.StatusNoContent, answer: (*server).say,
		},
		{
			method: http.MethodGet, path: applicationPath + "/receipt", id: "fetchReceipt", summary: "The receipt as a PDF",
			detail: "There is none until it was signed, moments after sending in: ask again then.", params: []param{id}, files: []string{"application/pdf"},
			answer: (*server).receipt,
		},
	}
}

func idParam() param {
	return param{name: "id", in: "path", about: "Of an application, from /api/v1/applications."}
}

func pageParam() param {
	return param{name: "page", in: "path", about: "The id of a page of the form."}
}

func correctionParam() param {
	return param{name: "correction", in: "query", about: "The id of an open correction; absent for the application itself."}
}

func keyParam() param {
	return param{name: keyHeader, in: "header", required: true,
		about: "Any text of at most 200 characters, new for each wish: however often it is sent with one, it happens once. Kept for a day."}
}

func versionParam() param {
	return param{name: versionHeader, in: "header", required: true, about: `The version that was seen, as its ETag had it: "3".`}
}

// which is the application that the address names.
func (c *call) which() application.ID { return application.ID(c.request.PathValue("id")) }
