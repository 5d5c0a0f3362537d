package admin

import (
	"context"
	"log/slog"
	"time"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Setting is one setting of a node. What is secret is not among them.
type Setting struct {
	Name   string // as the flag is called
	Value  string
	Source Source
}

// Source says where a setting's value comes from.
type Source string

// The sources.
const (
	FromFlag    Source = "flag"
	FromEnv     Source = "env"
	FromDefault Source = "default"
)

// Settings are the settings of the node that answers, and where each comes from.
func (d *Desk) Settings(ctx context.Context, by access.Actor) ([]Setting, error) {
	if err := d.permit(ctx, by, access.RunOperations); err != nil {
		return nil, err
	}
	return d.cfg.Settings, nil
}

// Status tells what only the program as a whole knows. Each may be nil: then it is not known.
type Status struct {
	// CheckLaw checks the law that is loaded, as the command does.
	CheckLaw func(ctx context.Context) (LawReport, error)
	// Schema says how the schema of the database stands to the program.
	Schema func(ctx context.Context) (SchemaReport, error)
	// LastHead is the head of the record that was exported last, on this node; the zero Head when none was.
	LastHead func(ctx context.Context) (audit.Head, error)
}

// LawReport is what a check of the law said.
type LawReport struct {
	Version                         string
	Procedures, Documents, Personas int
	Faults                          []string // in English, for authors of the law; none = it holds together
}

// SchemaReport says how the schema of a database stands to the program.
type SchemaReport struct {
	Missing []string // migrations that were not applied: run sejur migrate
	Newer   []string // migrations that the program does not know: it is older than the schema
}

// CheckLaw checks the law that is loaded. A node that cannot check it is a fault of kind NotFound.
func (d *Desk) CheckLaw(ctx context.Context, by access.Actor) (LawReport, error) {
	if err := d.permit(ctx, by, access.RunOperations); err != nil {
		return LawReport{}, err
	}
	if d.cfg.Status.CheckLaw == nil {
		return LawReport{}, fault.New(fault.NotFound, "not-found")
	}
	return d.cfg.Status.CheckLaw(ctx)
}

// Chain says how far the record is sealed.
type Chain struct {
	Seq       int64      // of the last link; 0 = nothing is sealed
	SealedTo  time.Time  // of the last entry that is sealed
	Pending   Count      // entries that wait
	Oldest    time.Time  // of those; zero when none waits
	Head      audit.Head // that was exported last; the zero Head until the first
	HeadState Knowledge
}

// Knowledge says whether this node knows something.
type Knowledge string

// What a node may know.
const (
	NotKnown   Knowledge = "" // it is not this node's business
	Known      Knowledge = "known"
	Unreadable Knowledge = "unreadable" // it should know, and what it reads fails; the cause is in the log
)

// Overview is how the service is doing: what an administrator must look at.
type Overview struct {
	Jobs        map[office.JobState]Count
	Letters     map[office.LetterState]Count
	Chain       Chain
	Schema      SchemaReport
	SchemaState Knowledge
	Law         string // the version that is loaded
	Staff       Count  // who are active
}

// Overview shows how the service is doing. Nothing in it is anybody's.
func (d *Desk) Overview(ctx context.Context, by access.Actor) (Overview, error) {
	out, err := see(ctx, d, by, access.RunOperations, func(ctx context.Context, tx Tx) (Overview, error) {
		out := Overview{Law: d.cfg.Law.Version()}
		var err error
		if out.Jobs, err = jobCounts(ctx, tx); err != nil {
			return out, err
		}
		if out.Letters, err = letterCounts(ctx, tx); err != nil {
			return out, err
		}
		n, err := tx.Staff().Count(ctx, access.Active, Most+1)
		if err != nil {
			return out, err
		}
		out.Staff = Counted(n)
		out.Chain, err = tx.Record().Chain(ctx)
		return out, err
	})
	if err != nil {
		return Overview{}, err
	}
	out.Chain.Head, out.Chain.HeadState = knows(ctx, d, "the last head", d.cfg.Status.LastHead)
	out.Schema, out.SchemaState = knows(ctx, d, "the schema", d.cfg.Status.Schema)
	return out, nil
}

// knows asks the program. What fails is told on the page and in the log, and keeps nobody from the rest.
func knows[R any](ctx context.Context, d *Desk, what string, ask func(context.Context) (R, error)) (R, Knowledge) {
	var none R
	if ask == nil {
		return none, NotKnown
	}
	out, err := ask(ctx)
	if err != nil {
		d.log.LogAttrs(ctx, slog.LevelError, "not known", slog.String("what", what), slog.Any("error", err))
		return none, Unreadable
	}
	return out, Known
}
