package application

import (
	"encoding/json"
	"maps"
	"time"
)

// Answers are what was answered on a form, by the ids of its fields, each in the JSON of its kind.
type Answers map[string]json.RawMessage

// Page is one page of the form as it was answered: what is saved together.
type Page struct {
	ID         string
	Correction string // "" = of the application itself
	Answers    Answers
	Typed      map[string][]string // inputs of answers that could not be accepted, as they were typed
	Law        string              // version of the form
	SavedAt    time.Time
	Version    int64
}

// Taken stands for an answer of before that a correction takes away.
const Taken = "null"

// Answered are the answers of an application itself, with those of some corrections in their place, in that order.
func Answered(pages []Page, corrections ...string) Answers {
	out := make(Answers)
	for _, round := range append([]string{""}, corrections...) {
		for _, p := range pages {
			if p.Correction == round {
				maps.Copy(out, p.Answers)
			}
		}
	}
	maps.DeleteFunc(out, func(_ string, answer json.RawMessage) bool { return string(answer) == Taken })
	return out
}
