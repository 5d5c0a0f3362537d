package desk

import (
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// past is what happened, the last first.
//
//locale:uses desk.case.event.*
func past(v *page.Visit, o casework.Opened) []ui.Event {
	var out []ui.Event
	for _, e := range o.Events {
		text := v.P.T("desk.case.event."+string(e.Kind), locale.Str("title", titleOf(o, e.Document)), locale.Str("date", day(v.P, e.Until)))
		if e.Reason != "" {
			text += ". " + reasonText(v.P, e.Reason)
		}
		out = append(out, ui.Event{At: e.At, Text: text, Who: sideName(v.P, e), Now: e.Kind == casefile.WasReturned})
	}
	return out
}

// thread is what was said, the last first.
func thread(v *page.Visit, o casework.Opened) []ui.Event {
	var out []ui.Event
	for _, e := range o.Thread {
		out = append(out, ui.Event{At: e.At, Text: e.Body, Who: sideName(v.P, e), Now: e.Side == casefile.OfApplicant && e.ReadAt.IsZero()})
	}
	return out
}

// sideName says who an event comes from.
//
//locale:uses desk.case.of_*
func sideName(p *locale.Printer, e casefile.Event) string {
	text := p.T("desk.case.of_" + string(e.Side))
	if e.Role != "" {
		text += ", " + p.T("desk.role."+string(e.Role))
	}
	return text
}

// titleOf is how the law calls a paper of the case.
func titleOf(o casework.Opened, document string) string {
	for _, l := range o.Lines {
		if l.Document == document {
			return l.Title
		}
	}
	return document
}
