package desk

import (
	"sejur/internal/casefile"
	"sejur/internal/locale"
	"sejur/internal/office/casework"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// eventsOpen is how many entries of what happened, or was said, stand open. Those before them are a press away.
const eventsOpen = 3

// story is what happened or was said, the last first.
type story struct {
	Open, Earlier []ui.Event
	Fold          string // what is pressed for the earlier ones
}

// folded folds what is earlier than the first so many entries, where that is more than one.
func folded(p *locale.Printer, all []ui.Event, open int, key string) story {
	if len(all) <= open+1 {
		return story{Open: all}
	}
	return story{Open: all[:open], Earlier: all[open:], Fold: p.T(key, locale.Num("n", len(all)-open))}
}

// past is what happened.
//
//locale:uses desk.case.event.*
func past(v *page.Visit, o casework.Opened) story {
	var out []ui.Event
	for _, e := range o.Events {
		text := v.P.T("desk.case.event."+string(e.Kind), locale.Str("title", titleOf(o, e.Document)), locale.Str("date", day(v.P, e.Until)))
		if e.Reason != "" {
			text += ". " + reasonText(v.P, e.Reason)
		}
		out = append(out, ui.Event{At: e.At, Text: text, Who: sideName(v.P, e), Now: e.Kind == casefile.WasReturned})
	}
	return folded(v.P, out, eventsOpen, "desk.case.past_earlier")
}

// thread is what was said. Nothing that nobody of the office has read is folded.
func thread(v *page.Visit, o casework.Opened) story {
	var out []ui.Event
	open := eventsOpen
	for i, e := range o.Thread {
		unread := e.Side == casefile.OfApplicant && e.ReadAt.IsZero()
		if unread {
			open = max(open, i+1)
		}
		out = append(out, ui.Event{At: e.At, Text: e.Body, Who: sideName(v.P, e), Now: unread})
	}
	return folded(v.P, out, open, "desk.case.thread_earlier")
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
			return l.Paper.Title
		}
	}
	return document
}
