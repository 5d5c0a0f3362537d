// Package admin is the administrator's desk: who works at the office and with which roles, what the offices do and when they are open,
// how the service itself is doing, and who did or saw what.
package admin

import (
	"context"
	"log/slog"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Tx is a transaction as this desk sees it.
type Tx interface {
	office.Tx
	Staff() Staff
	StaffInvitations() Invitations
	Offices() Offices
	Timetable() Timetable
	Deliveries() Deliveries
	Record() Record
}

// Law is what this desk asks the law. *law.Law answers it.
type Law interface {
	Version() string
	Calendar() *calendar.Calendar
	Office(id string, lang locale.Lang) (law.Office, bool)
	Offices(lang locale.Lang, on calendar.Date) []law.Office
	Procedures(lang locale.Lang, on calendar.Date) []law.ProcedureInfo
}

// Config is what the desk stands on.
type Config struct {
	House office.House
	Store office.Store[Tx]
	Law   Law
	// ParseAddress reads an e-mail address that was typed, as faults about the field "email"; FoldAddress is the form in which two are
	// compared.
	ParseAddress func(string) (string, error)
	FoldAddress  func(string) string
	// Settings are the settings of this node, without secrets, in the order in which they are shown.
	Settings []Setting
	Status   Status
}

// Desk is the administrator's desk.
type Desk struct {
	office *office.Office[Tx]
	cfg    Config
	log    *slog.Logger
}

// New opens the desk.
func New(cfg Config) *Desk {
	log := cfg.House.Log
	if log == nil {
		log = slog.Default()
	}
	return &Desk{office: office.New(cfg.House, cfg.Store), cfg: cfg, log: log}
}

// Law is the law that the desk asks.
func (d *Desk) Law() Law { return d.cfg.Law }

// Slip comes with every change that a form asks for.
type Slip struct {
	Request string // the id of the request
	Key     string // the form's token: the change happens once; "" = as often as it is asked
}

// act is a change of this desk.
func (s Slip) act(by access.Actor, needs access.Permission, action string, input any) office.Act {
	return office.Act{
		By: by, Needs: needs, Action: action, Purpose: office.PurposeOffice, Request: s.Request, Key: s.Key, Input: input,
	}
}

// freshness is how long a proof of identity counts for giving and taking rights: whoever sits down at an open screen must not (ASVS 7.5.3).
const freshness = 5 * time.Minute

// ConfirmFirst is the key of the fault by which a face knows that a fresh proof is asked.
const ConfirmFirst = "admin.confirm-first"

// Fresh refuses whoever has not proved a moment ago who they are. Faces lead to the proof and back.
func (d *Desk) Fresh(by access.Actor) error {
	if !by.FreshAt(d.office.Now(), freshness) {
		return fault.New(fault.Forbidden, ConfirmFirst)
	}
	return nil
}

// today is the legal day.
func (d *Desk) today() calendar.Date { return calendar.Today(d.office.Now()) }

// PageSize is how many rows a page of a list has.
const PageSize = 50

// Most is up to where things are counted; beyond it a page says "more than 1,000".
const Most = 1000

// Count is a number of things, counted up to Most.
type Count struct {
	N    int
	More bool // there are more than Most; N is Most
}

// Counted bounds a number.
func Counted(n int) Count {
	return Count{N: min(n, Most), More: n > Most}
}

// Page is one page of a list. Next is the key of the page that follows, "" on the last.
type Page[T any] struct {
	Rows []T
	Next string
}

// paged makes a page of rows, of which one more than PageSize was asked for.
func paged[T any](rows []T, key func(T) string) Page[T] {
	if len(rows) <= PageSize {
		return Page[T]{Rows: rows}
	}
	rows = rows[:PageSize]
	return Page[T]{Rows: rows, Next: key(rows[PageSize-1])}
}

// see reads what needs no line in the record.
func see[R any](
	ctx context.Context, d *Desk, by access.Actor, needs access.Permission, read func(ctx context.Context, tx Tx) (R, error),
) (R, error) {
	return office.See(ctx, d.office, by, needs, read)
}

// permit refuses whoever may not, where nothing is read from the store.
func (d *Desk) permit(ctx context.Context, by access.Actor, needs access.Permission) error {
	_, err := see(ctx, d, by, needs, func(context.Context, Tx) (struct{}, error) { return struct{}{}, nil })
	return err
}

// unchanged refuses a change that saw another version than the one that stands: somebody was faster.
func unchanged(stands, seen int64) error {
	if stands != seen {
		return fault.New(fault.Conflict, "conflict")
	}
	return nil
}
