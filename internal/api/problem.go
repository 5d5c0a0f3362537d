package api

import (
	"errors"
	"net/http"
	"strings"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/office/filing"
)

// maxTold is how many wrong inputs one answer names.
const maxTold = 50

// Problem is an error as RFC 9457 has it. It holds no value that was sent, but where somebody was faster: then both values stand in it.
type Problem struct {
	Type   string         `json:"type" doc:"Always about:blank: the status says the kind."`
	Title  string         `json:"title" doc:"What the status means, in the language of the answer."`
	Status int            `json:"status"`
	Detail string         `json:"detail" doc:"What to do, in one or a few sentences."`
	Errors []ProblemInput `json:"errors,omitempty" doc:"One for each input that is wrong."`

	Current any `json:"current,omitempty" doc:"With status 412: what is there now."`
	Sent    any `json:"sent,omitempty" doc:"With status 412: what was sent."`
}

// ProblemInput is what is wrong with one input.
type ProblemInput struct {
	Field   string `json:"field" doc:"The place in the input, such as facts.age or stays[1].exit."`
	Key     string `json:"key" doc:"What is wrong, for programs."`
	Message string `json:"message" doc:"What is wrong, for people."`
	Near    string `json:"near,omitempty" doc:"The known name that an unknown one was perhaps meant to be."`
}

// problemOf tells an error in a language.
//
//locale:uses error.* problem.title.*
func problemOf(p *locale.Printer, err error) Problem {
	var late *raceLost
	faults := fault.All(err)
	out := Problem{Type: "about:blank", Status: statusOf(faults[0])}
	if errors.As(err, &late) {
		out.Status, out.Current, out.Sent = http.StatusPreconditionFailed, late.current, late.sent
	}
	out.Title = p.T(titleKey(out.Status))
	var words []string
	for _, f := range faults {
		sentence := Sentence(p, f)
		if len(words) < 3 {
			words = append(words, sentence)
		}
		if f.Field != "" && len(out.Errors) < maxTold {
			out.Errors = append(out.Errors, ProblemInput{Field: f.Field, Key: keyOf(f), Message: sentence, Near: nearOf(f)})
		}
	}
	out.Detail = strings.Join(words, " ")
	return out
}

// Sentence is a fault in words; it begins with the place of the input that it is about, if there is one.
func Sentence(p *locale.Printer, f *fault.Error) string {
	told := *f
	told.Key = keyOf(f)
	text := p.Say(&told)
	if f.Field == "" {
		return text
	}
	return p.T("error.at", locale.Str("field", f.Field), locale.Str("text", text))
}

// keyOf is the key of a fault as messages are called.
func keyOf(f *fault.Error) string { return strings.ReplaceAll(f.Key, "/", ".") }

func nearOf(f *fault.Error) string {
	for _, a := range f.Args {
		if a.Name == "near" {
			return a.Value
		}
	}
	return ""
}

// statusOf is the status of a fault. What is no JSON at all is 400, JSON that says something impossible 422.
func statusOf(f *fault.Error) int {
	switch f.Key {
	case "body.too-large", application.FileTooLarge:
		return http.StatusRequestEntityTooLarge
	case noToken:
		return http.StatusUnauthorized
	case versionMissing:
		return http.StatusPreconditionRequired
	case account.TooManyRequests, filing.TooOften, saidMuch:
		return http.StatusTooManyRequests
	case "body.type", fileType:
		return http.StatusUnsupportedMediaType
	case "method":
		return http.StatusMethodNotAllowed
	}
	switch f.Kind {
	case fault.Invalid:
		if strings.HasPrefix(f.Key, "body.") || strings.HasPrefix(f.Key, "query.") || strings.HasPrefix(f.Key, "header.") {
			return http.StatusBadRequest
		}
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

// titleKey is the message of a status.
func titleKey(status int) string {
	switch status {
	case http.StatusNotFound:
		return "problem.title.not-found"
	case http.StatusUnauthorized:
		return "problem.title.token"
	case http.StatusTooManyRequests:
		return "problem.title.often"
	case http.StatusConflict, http.StatusPreconditionFailed:
		return "problem.title.changed"
	case http.StatusInternalServerError, http.StatusServiceUnavailable:
		return "problem.title.ours"
	}
	return "problem.title.input"
}
