package admin

import (
	"context"

	"sejur/internal/appointment"
	"sejur/internal/calendar"
)

// Offices is the port of the offices that take part, with what they receive people for and at which desks.
type Offices interface {
	// Hold returns an office and keeps others who hold it waiting until the transaction ends. A fault of kind NotFound when it does not
	// take part. What is checked against the office's other rows is checked while it is held.
	Hold(ctx context.Context, id string) (appointment.Office, error)
	Find(ctx context.Context, id string) (appointment.Office, error)
	// List returns all, by id.
	List(ctx context.Context) ([]appointment.Office, error)
	// Add stores a new office. One that stands already is a fault of kind Conflict.
	Add(ctx context.Context, o appointment.Office) error
	// Change stores an office. A version that is not the one that stands is a fault of kind Conflict; so it is for all rows below.
	Change(ctx context.Context, o appointment.Office) error
	// Services are those of an office, ended ones too, the oldest first.
	Services(ctx context.Context, office string) ([]appointment.Service, error)
	// PutService stores a service: a new one when its version is 0.
	PutService(ctx context.Context, s appointment.Service) error
	// Desks are those of an office, ended ones too, the oldest first.
	Desks(ctx context.Context, office string) ([]appointment.Desk, error)
	// PutDesk stores a desk: a new one when its version is 0. A name that another active desk of the office has is a fault of kind
	// Conflict about the field "name".
	PutDesk(ctx context.Context, d appointment.Desk) error
}

// Timetable is the port of when offices are open.
type Timetable interface {
	// Hours are those of all services of an office, ended ones too, the oldest first.
	Hours(ctx context.Context, office string) ([]appointment.Hours, error)
	// PutHours stores hours: new ones when their version is 0.
	PutHours(ctx context.Context, h appointment.Hours) error
	// Closures are those of an office that last until a day or longer, ended ones too, the nearest first.
	Closures(ctx context.Context, office string, until calendar.Date) ([]appointment.Closure, error)
	// Closure returns one, or a fault of kind NotFound.
	Closure(ctx context.Context, office, id string) (appointment.Closure, error)
	// PutClosure stores a closure: a new one when its version is 0.
	PutClosure(ctx context.Context, c appointment.Closure) error
}
