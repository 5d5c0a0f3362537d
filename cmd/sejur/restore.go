package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"

	"sejur/internal/audit"
	"sejur/internal/files"
	"sejur/internal/keys"
	"sejur/internal/store"
)

// restoreCommand brings a backup back, into an empty place alone.
type restoreCommand struct {
	From string `arg:"" placeholder:"FILE|DIR" type:"path" help:"A backup, or a folder of backups whose last one counts."`
	jsonFlag
	placeFlags
	Identity       string `name:"identity" placeholder:"FILE" type:"existingfile" help:"Open the backup with this age identity instead of the key folder's backup key."`
	AcceptLossUpTo int64  `name:"accept-loss-up-to" placeholder:"NUMBER" help:"Accept that what the record holds beyond the backup, up to this number, is lost. The command says the number when it is needed."`
}

// Help is the long help of the command.
func (*restoreCommand) Help() string {
	return "The key folder must be in its place first. Example: sejur restore /mnt/backups --data ./data --audit-heads /mnt/heads"
}

// restoreAnswer is what restore prints as JSON.
type restoreAnswer struct {
	File      string         `json:"file"`
	About     files.Manifest `json:"manifest"`
	Epoch     int64          `json:"epoch"` // of the restored database
	Record    auditAnswer    `json:"record"`
	LostUpTo  int64          `json:"lost_up_to,omitempty"` // number of the last exported head beyond the backup
	Compared  bool           `json:"compared"`             // with exported heads
	Integrity string         `json:"integrity"`            // what the engine's own checks said
}

// Run restores. Until everything was compared nothing stands in its place.
func (c *restoreCommand) Run(ctx context.Context, d *desk) error {
	p := c.find(d)
	answer, err := c.restore(ctx, p)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if c.JSON {
		err = d.printJSON(answer)
	} else {
		err = d.print(answer.text())
	}
	if err == nil && !answer.Record.Whole {
		err = errors.New("restore: the record in the backup is not whole; the database is in its place all the same")
	}
	return err
}

func (c *restoreCommand) restore(ctx context.Context, p places) (answer restoreAnswer, err error) {
	answer.File, err = chosen(c.From)
	if err != nil {
		return answer, err
	}
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		return answer, err
	}
	if err := p.vacant(ctx); err != nil {
		return answer, err
	}
	ring, err := p.ring()
	if err != nil {
		return answer, err
	}
	identity, err := c.identity(ring)
	if err != nil {
		return answer, err
	}
	bench, err := files.NewWorkbench(p.data, "restore")
	if err != nil {
		return answer, err
	}
	defer func() { err = errors.Join(err, bench.Clear()) }()
	answer.About, err = files.ReadArchive(ctx, answer.File, identity, bench.Root)
	if err != nil {
		return answer, err
	}
	heads, err := c.judge(p, ring, &answer)
	if err != nil {
		return answer, err
	}
	r := restoring{places: p, ring: ring, bench: bench, heads: heads, answer: &answer}
	if p.postgres() {
		return answer, r.postgres(ctx)
	}
	return answer, r.sqlite(ctx)
}

// chosen is the file that is meant: itself, or the last one in a folder.
func chosen(from string) (string, error) {
	info, err := os.Stat(from)
	if err != nil {
		return "", err
	}
	if !info.IsDir() {
		return from, nil
	}
	found, err := filepath.Glob(filepath.Join(from, backupPrefix+"*"+backupSuffix))
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fmt.Errorf("there is no backup in %s", from)
	}
	return found[len(found)-1], nil // Glob sorts
}

// vacant refuses a place in which something is.
func (p places) vacant(ctx context.Context) error {
	if p.postgres() {
		empty, err := store.Empty(ctx, p.database)
		if err == nil && !empty {
			err = errors.New("the database is not empty: a backup is restored into a new one (createdb)")
		}
		return err
	}
	for _, name := range []string{p.database, p.database + "-wal", p.filesPlace()} {
		entries, err := os.ReadDir(name)
		switch {
		case errors.Is(err, fs.ErrNotExist), err == nil && len(entries) == 0:
		default:
			return fmt.Errorf("%s is there: a backup is restored into an empty folder; move the old one away first", name)
		}
	}
	return nil
}

// identity opens the backup.
func (c *restoreCommand) identity(ring *keys.Ring) (age.Identity, error) {
	if c.Identity == "" {
		return ring.Identity(), nil
	}
	f, err := os.Open(c.Identity)
	if err != nil {
		return nil, err
	}
	found, err := age.ParseIdentities(f)
	if err := errors.Join(err, f.Close()); err != nil || len(found) != 1 {
		return nil, fmt.Errorf("--identity %s: it must hold one age identity", c.Identity)
	}
	return found[0], nil
}

// judge refuses a backup that does not fit this program, these keys and what was exported. It returns the exported heads.
func (c *restoreCommand) judge(p places, ring *keys.Ring, answer *restoreAnswer) ([]audit.Head, error) {
	m := answer.About
	engine := "sqlite"
	if p.postgres() {
		engine = "postgres"
	}
	switch {
	case m.Engine != engine:
		return nil, fmt.Errorf("the backup is of %s and the database of %s", m.Engine, engine)
	case m.Keys != ring.Fingerprint():
		return nil, fmt.Errorf("the backup belongs to the keys %s, and these are %s: bring the right key folder back first", m.Keys, ring.Fingerprint())
	}
	if files.IsBucket(p.files) && slices.ContainsFunc(m.Parts, func(part files.Part) bool { return strings.HasPrefix(part.Name, filesFolder+"/") }) {
		return nil, errors.New("the backup holds what people sent, and --files names a bucket: restore with the folder that the files shall lie in")
	}
	unknown, err := store.Unknown(engine, m.Schema)
	if err != nil {
		return nil, err
	}
	if len(unknown) > 0 {
		return nil, fmt.Errorf("the backup is of a newer program (%s): restore it with that one", strings.Join(unknown, ", "))
	}
	answer.Epoch = m.Head.Epoch + 1
	if p.heads == "" {
		return nil, nil
	}
	if !writable(p.heads) {
		return nil, fmt.Errorf("%s cannot be written to, and the first head after the restore must stand there", p.heads)
	}
	answer.Compared = true
	exported, err := readHeads(p, ring.HeadPublic())
	if err != nil {
		return nil, err
	}
	if len(exported.unsigned) > 0 {
		return nil, fmt.Errorf("%d exported heads are not signed by this house: look at %s first", len(exported.unsigned), p.heads)
	}
	newest := exported.newest()
	if newest.NewerThan(m.Head) {
		answer.LostUpTo = newest.Seq
		if c.AcceptLossUpTo != newest.Seq {
			return nil, loss(m, newest)
		}
		answer.Epoch = max(answer.Epoch, newest.Epoch+1)
	}
	return exported.heads, nil
}

// loss says what a restore would lose.
func loss(m files.Manifest, newest audit.Head) error {
	const layout = "2006-01-02 15:04:05Z07:00"
	return fmt.Errorf("the record went on after this backup: it ends at number %d of %s, and number %d was exported at %s; everything "+
		"that was done in between would be lost. Use a newer backup, or say that you accept it with --accept-loss-up-to %d",
		m.Head.Seq, m.Head.At.Format(layout), newest.Seq, newest.At.Format(layout), newest.Seq)
}

// text says what was restored and what was compared.
func (a restoreAnswer) text() string {
	var b strings.Builder
	m := a.About
	fmt.Fprintf(&b, "Restored %s of %s: %d parts, every sum as it was written; %s.\n", a.File, m.Made.Format("2006-01-02 15:04:05Z07:00"), len(m.Parts), a.Integrity)
	b.WriteString(a.Record.text(a.Compared))
	fmt.Fprintf(&b, "The record ends at number %d; the database was restored %d times.\n", m.Head.Seq, a.Epoch-1)
	if m.Engine == "postgres" {
		b.WriteString("Give the serving role its rights before you serve: sejur migrate --serving-role ROLE\n")
	}
	b.WriteString(elsewhere(m))
	if a.LostUpTo > 0 {
		fmt.Fprintf(&b, "LOST   what the record held from number %d to %d\n", m.Head.Seq+1, a.LostUpTo)
	}
	return b.String()
}
