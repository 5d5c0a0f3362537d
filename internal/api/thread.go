package api

import (
	"time"

	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office/filing"
)

// saidMuch is the key of the fault of who writes to the office too often.
const saidMuch = "filing.said-much"

// Event is something that happened to a case.
type Event struct {
	ID       string         `json:"id"`
	Kind     casefile.Kind  `json:"kind"`
	At       time.Time      `json:"at"`
	Side     casefile.Side  `json:"side"`             // whose doing it was
	Office   string         `json:"office,omitempty"` // of the office
	Document string         `json:"document,omitempty"`
	Reason   string         `json:"reason,omitempty"`
	Until    *calendar.Date `json:"until"`
}

// Message is something that was said about a case.
type Message struct {
	ID   string        `json:"id"`
	At   time.Time     `json:"at"`
	Side casefile.Side `json:"side"`
	Body string        `json:"body"`
}

// MessageInput is a message to the office.
type MessageInput struct {
	Body string `json:"body" doc:"At most 4,000 characters."`
}

func (s *server) events(c *call) (any, error) {
	f, err := s.desks.Filing.File(c.request.Context(), c.by, c.which(), c.printer.Lang())
	out := []Event{}
	for _, e := range f.Events {
		out = append(out, Event{
			ID: e.ID, Kind: e.Kind, At: e.At, Side: e.Side, Office: e.Office, Document: e.Document, Reason: e.Reason, Until: unlessZero(e.Until),
		})
	}
	return out, err
}

// messages are what was said. Whoever has fetched them has read those of the office.
func (s *server) messages(c *call) (any, error) {
	f, err := s.desks.Filing.File(c.request.Context(), c.by, c.which(), c.printer.Lang())
	if err == nil && f.NewMessages > 0 {
		_, err = s.desks.Filing.ReadThread(c.request.Context(), c.by, c.id, c.which())
	}
	out := []Message{}
	for _, e := range f.Thread {
		out = append(out, Message{ID: e.ID, At: e.At, Side: e.Side, Body: e.Body})
	}
	return out, err
}

func (s *server) say(c *call) (any, error) {
	var in MessageInput
	faults := read(c.body, &in)
	if in.Body == "" && len(faults) == 0 {
		faults = append(faults, fault.Field("body", "field.missing"))
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return reply{}, s.desks.Filing.Say(c.request.Context(), c.by, c.asked(), filing.Say{Application: c.which(), Body: in.Body})
}
