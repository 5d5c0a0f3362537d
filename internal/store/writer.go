package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sejur/internal/store/query"
)

// writer writes a SQLite file by the one connection that may. Changes take turns. Those that wait for each other share one transaction of
// the file, and one wait for the disk: a batch. Each is a savepoint in it, so one that fails is undone alone; nobody is told how theirs ended before the
// whole batch is on the disk, and when that fails, none of it happened. A change in a batch sees those before it, as it would if they had been
// stored one by one.
type writer struct {
	connection
	words map[string]*sql.Stmt // begin, commit and so on
	turns turns                // one
	batch *batch               // under way, nil = none; whoever has the turn may look
}

// batch is changes that are stored together.
type batch struct {
	changes int
	over    chan struct{} // closed when it is stored, or undone
	err     error         // why it was undone; read it when it is over
}

// mostTogether bounds a batch: whoever was first in it waits for the others, and meanwhile those who were answered bring nothing new.
const mostTogether = 8

// The words that begin and end a batch, and a change in it.
const (
	beginBatch  = "BEGIN IMMEDIATE"
	storeBatch  = "COMMIT"
	undoBatch   = "ROLLBACK"
	beginChange = "SAVEPOINT change"
	keepChange  = "RELEASE change"
	undoChange  = "ROLLBACK TO change"
)

// newWriter takes the connection of a database that has one.
func newWriter(ctx context.Context, db *sql.DB, turns turns) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect the writer: %w", err)
	}
	w := &writer{connection: connection{conn: conn, ready: make(map[string]*sql.Stmt)}, words: make(map[string]*sql.Stmt), turns: turns}
	for _, word := range []string{beginBatch, storeBatch, undoBatch, beginChange, keepChange, undoChange} {
		if w.words[word], err = conn.PrepareContext(ctx, word); err != nil { //nolint:sqlclosecheck // it goes with its connection
			return nil, errors.Join(fmt.Errorf("prepare the writer: %w", err), conn.Close())
		}
	}
	return w, nil
}

func (w *writer) say(word string) error {
	_, err := w.words[word].ExecContext(context.Background())
	return err
}

// change runs fn as one change, and returns when it is stored, or undone.
func (w *writer) change(ctx context.Context, fn func(ctx context.Context, ask, once query.DBTX) error) (err error) {
	end, err := w.turns.take(ctx)
	if err != nil {
		return busy(err)
	}
	b, err := w.join()
	if err != nil {
		end()
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { // whatever becomes of fn
		if b.changes == mostTogether && w.batch == b {
			w.store(b)
		}
		end()
		w.wait(b)
		if b.err != nil {
			err = b.err // what fn saw was not kept either
		}
	}()
	return w.within(ctx, b, fn)
}

// join is the batch under way, or begins one.
func (w *writer) join() (*batch, error) {
	if w.batch == nil {
		if err := w.say(beginBatch); err != nil {
			return nil, err
		}
		w.batch = &batch{over: make(chan struct{})}
	}
	w.batch.changes++
	return w.batch, nil
}

// within runs fn in its savepoint.
func (w *writer) within(ctx context.Context, b *batch, fn func(ctx context.Context, ask, once query.DBTX) error) (err error) {
	if err := w.say(beginChange); err != nil {
		w.undo(b, err)
		return err
	}
	kept := false
	defer func() {
		if kept {
			return
		}
		if undone := errors.Join(w.say(undoChange), w.say(keepChange)); undone != nil {
			w.undo(b, errors.Join(err, undone)) // a full disk has undone all of it
		}
	}()
	if err := fn(ctx, w, w.once()); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.say(keepChange); err != nil {
		return err
	}
	kept = true
	return nil
}

// store ends a batch: it is on the disk, or undone.
func (w *writer) store(b *batch) {
	if err := w.say(storeBatch); err != nil {
		w.undo(b, fmt.Errorf("commit: %w", err))
		return
	}
	w.batch = nil
	close(b.over)
}

// undo ends a batch of which nothing is kept.
func (w *writer) undo(b *batch, why error) {
	_ = w.say(undoBatch) // nothing is left to undo where the engine has done it
	w.batch = nil
	b.err = why
	close(b.over)
}

// wait waits until a batch is over, and ends it when nobody waits to join it any more: whoever waits for a turn goes first, and those
// who came meanwhile are in it.
func (w *writer) wait(b *batch) {
	select {
	case <-b.over:
	case w.turns.free <- struct{}{}:
		if w.batch == b {
			w.store(b)
		}
		<-w.turns.free
	}
}

// close gives the connection back, without statements: SQLite does not close a file while one is left, nor takes its log into it.
func (w *writer) close() error {
	var err error
	for _, kept := range []map[string]*sql.Stmt{w.words, w.ready} {
		for _, statement := range kept {
			err = errors.Join(err, statement.Close())
		}
	}
	return errors.Join(err, w.conn.Close())
}
