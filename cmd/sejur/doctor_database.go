package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/office"
	"sejur/internal/office/issuing"
	"sejur/internal/store"
)

// What a database should keep to.
const (
	clockBad   = 2 * time.Second  // between this machine and the server
	endOfChain = 1000             // links that are followed
	sealedSoon = 100              // entries may wait for the sealer, which comes every second
	lettersMay = 10 * time.Minute // wait
)

// installed is what is known of an installation before its database is looked at.
type installed struct {
	ring   *keys.Ring // nil = there is none
	signer bool       // another process signs
}

// database looks at the database and at what is in it.
func database(ctx context.Context, f *findings, p places, with installed) {
	ring := with.ring
	s, err := p.reading(ctx, ring)
	if err != nil {
		f.tell("database", bad, "name it with --database or --data; the very first start of sejur serve makes a SQLite file", "%v", err)
		return
	}
	defer func() {
		if err := s.Close(); err != nil {
			f.tell("database", warn, "", "it did not close well: %v", err)
		}
	}()
	if err := s.Ping(ctx); err != nil {
		f.tell("database", bad, "is the server running, and does it know this role?", "it does not answer: %v", err)
		return
	}
	f.ok("database", "%s answers", p.name())
	if p.postgres() {
		server(ctx, f, s, with.signer)
	}
	if !schema(ctx, f, s) {
		return
	}
	if ring != nil {
		belongs(ctx, f, p, s, ring)
	}
	record(ctx, f, s)
	work(ctx, f, s)
	documents(ctx, f, s)
}

// server looks at a server of PostgreSQL.
func server(ctx context.Context, f *findings, s *store.Store, signer bool) {
	offset, err := s.SetClock(ctx)
	switch {
	case err != nil:
		f.tell("clock", bad, "", "%v", err)
	case offset.Abs() > clockBad:
		f.tell("clock", warn, "let both keep time by NTP; the database's counts", "the database is %s from this machine", offset.Round(time.Millisecond))
	default:
		f.ok("clock", "the database is %s from this machine", offset.Round(time.Millisecond))
	}
	c, err := s.Condition(ctx)
	if err != nil {
		f.tell("server", bad, "", "%v", err)
		return
	}
	f.ok("server", "PostgreSQL %s, collation %s", c.Version, c.Collation)
	if c.Encoding != "UTF8" {
		f.tell("server", bad, "make the database anew with ENCODING 'UTF8'", "its encoding is %s", c.Encoding)
	}
	if !c.Durable {
		f.tell("server", bad, "set fsync, full_page_writes and synchronous_commit to on", "what was confirmed may be lost with the power")
	}
	if !c.Encrypted && !c.Local {
		f.tell("server", bad, "use sslmode=verify-full in the address of the database", "the way to the server is not encrypted")
	}
	advice := "serve as a role of its own: sejur migrate --serving-role ROLE"
	switch {
	case c.Superuser:
		f.tell("role", bad, advice, "the role is a superuser: it can rewrite the record")
	case len(c.MayChange) > 0:
		f.tell("role", bad, advice, "the role can change or remove rows of %s", strings.Join(c.MayChange, ", "))
	case c.Owner:
		f.tell("role", warn, advice, "the role can change the schema")
	default:
		f.ok("role", "the role can add to the record, and neither change nor remove anything of it")
	}
	if signer {
		signerRole(f, c)
	}
}

// schema tells whether the schema is this program's.
func schema(ctx context.Context, f *findings, s *store.Store) bool {
	found, err := s.Schema(ctx)
	switch {
	case errors.Is(err, store.ErrChanged):
		f.tell("schema", bad, "use the program that made this database", "%v", err)
	case err != nil:
		f.tell("schema", bad, "", "%v", err)
	case len(found.Newer) > 0:
		f.tell("schema", bad, "use the newer program, or go back by one release with serve --newer-schema", "it is newer than this program: %s", strings.Join(found.Newer, ", "))
	case len(found.Missing) > 0 && s.Engine() == "sqlite":
		f.tell("schema", warn, "the next start of sejur serve brings it up to date", "it is behind: %s", strings.Join(found.Missing, ", "))
		return false
	case len(found.Missing) > 0:
		f.tell("schema", bad, "run sejur migrate as the owner of the schema", "it is behind: %s", strings.Join(found.Missing, ", "))
		return false
	default:
		f.ok("schema", "it is up to date with %d migrations", len(found.Applied))
	}
	return err == nil
}

// belongs asks what a start asks: keys and exported heads must be the database's.
func belongs(ctx context.Context, f *findings, p places, s *store.Store, ring *keys.Ring) {
	installed, err := s.Installed(ctx)
	if err == nil && !installed {
		f.ok("fit", "the database has not been served yet")
		return
	}
	of, err := s.Installation(ctx)
	if err != nil {
		f.tell("fit", bad, "", "%v", err)
		return
	}
	heads, err := p.exported()
	if err == nil {
		err = fits(ctx, s, ring, of, heads, slog.New(slog.NewTextHandler(io.Discard, nil)))
	}
	if err != nil {
		f.tell("fit", bad, "the service refuses to start like this", "%v", err)
		return
	}
	f.ok("fit", "keys, exported heads and database belong together; it was restored %d times", of.Epoch-1)
}

// record follows the end of the record.
func record(ctx context.Context, f *findings, s *store.Store) {
	report, err := s.VerifyEnd(ctx, endOfChain)
	switch {
	case err != nil:
		f.tell("record", bad, "sejur audit verify", "%v", err)
	case !report.Whole():
		first := report.Findings[0]
		f.tell("record", bad, "sejur audit verify says all of it; somebody has changed the database", "%s at number %d", first.Break, first.Seq)
	case report.Waiting > sealedSoon:
		f.tell("record", warn, "is the service running? One of its nodes links them every second", "%d entries are not linked yet", report.Waiting)
	default:
		f.ok("record", "its last %d links hold together; %d entries are not linked yet", report.Links, report.Waiting)
	}
}

// work looks at jobs and letters.
func work(ctx context.Context, f *findings, s *store.Store) {
	var jobs map[office.JobState]int
	var late []office.Posted
	err := s.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if jobs, err = tx.Queue().Counts(ctx); err != nil {
			return err
		}
		late, err = tx.Outbox().List(ctx, office.LetterWaiting, office.FirstID(s.Now().Add(-lettersMay)), manyLetters)
		return err
	})
	if err != nil {
		f.tell("jobs", bad, "", "%v", err)
		return
	}
	if n := jobs[office.JobFailed]; n > 0 {
		f.tell("jobs", warn, "an administrator sees why and can let them run again", "%d jobs have failed for good", n)
	} else {
		f.ok("jobs", "none has failed; %d wait", jobs[office.JobReady])
	}
	if n := len(late); n > 0 {
		count := fmt.Sprint(n)
		if n == manyLetters {
			count = fmt.Sprintf("%d or more", n)
		}
		f.tell("letters", warn, "is the mail server reachable?", "%s letters have waited for more than %s", count, lettersMay)
		return
	}
	f.ok("letters", "none has waited for more than %s", lettersMay)
}

// manyLetters is how many are counted.
const manyLetters = 100

// booksMay is how old the last comparison of signatures and documents may be: it is made every day.
const booksMay = 48 * time.Hour

// documents looks at what the last comparison of signatures and documents found.
func documents(ctx context.Context, f *findings, s *store.Store) {
	var last issuing.Reconciliation
	err := s.Read(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		last, err = tx.Books().Last(ctx)
		return err
	})
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		f.ok("documents", "signatures and documents were not compared yet; that happens every day")
	case err != nil:
		f.tell("documents", bad, "", "%v", err)
	case len(last.Findings) > 0:
		f.tell("documents", bad, "/admin/signing lists them; a signature without a document may be somebody's who has the key",
			"of %d signatures and documents some do not agree: %s (%s)", last.Seals, last.Findings[0].What, last.Findings[0].Document)
	case s.Now().Sub(last.At) > booksMay:
		f.tell("documents", warn, "is the service running? See its jobs", "signatures and documents were last compared %s", last.At.Format(time.DateOnly))
	default:
		f.ok("documents", "%d signatures and %d documents that were handed out agree", last.Seals, last.Released)
	}
}
