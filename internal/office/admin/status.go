package admin

import (
	"context"
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
	return see(ctx, d, by, access.RunOperations, func(context.Context, Tx) ([]Setting, error) { return d.cfg.Settings, nil })
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
	return see(ctx, d, by, access.RunOperations, func(ctx context.Context, _ Tx) (LawReport, error) {
		if d.cfg.Status.CheckLaw == nil {
			return LawReport{}, fault.New(fault.NotFound, "not-found")
		}
		return d.cfg.Status.CheckLaw(ctx)
	})
}

// Chain says how far the record is sealed.
type Chain struct {
	Seq       int64     // of the last link; 0 = nothing is sealed
	SealedTo  time.Time // of the last entry that is sealed
	Pending   Count     // entries that wait
	Oldest    time.Time // of those; zero when none waits
	Head      audit.Head
	HeadKnown bool // this node exports heads; Head is the zero Head until the first
}

// Overview is how the service is doing: what an administrator must look at.
type Overview struct {
	Jobs        map[office.JobState]Count
	Letters     map[office.LetterState]Count
	Chain       Chain
	Schema      SchemaReport
	SchemaKnown bool
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
	if d.cfg.Status.LastHead != nil {
		out.Chain.HeadKnown = true
		if out.Chain.Head, err = d.cfg.Status.LastHead(ctx); err != nil {
			return Overview{}, err
		}
	}
	if d.cfg.Status.Schema != nil {
		out.SchemaKnown = true
		out.Schema, err = d.cfg.Status.Schema(ctx)
	}
	return out, err
}
