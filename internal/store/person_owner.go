package store

import (
	"context"
	"fmt"

	"sejur/internal/person"
)

// owned says how the rows of a table lead to the person whose they are: where is true for the rows of person $1.
type owned struct{ table, where string }

// ownedByPerson are the tables of which a person owns rows, in the order in which they can be emptied. A table that belongs to a person
// and does not stand here fails a test: it would be forgotten by erasure and by whoever asks for a copy (GDPR articles 15 and 17).
func ownedByPerson() []owned {
	return []owned{
		{"document", "person = $1"}, // its number stays taken, and its seal on the list of revoked ones
		{"document_copy", "person = $1"},
		{"document_seal", "person = $1"},
		{"correction_item", "correction IN (SELECT r.id FROM correction r JOIN casefile c ON c.id = r.casefile JOIN application a ON a.id = c.application WHERE a.person = $1)"},
		{"correction", "casefile IN (SELECT c.id FROM casefile c JOIN application a ON a.id = c.application WHERE a.person = $1)"},
		{"case_event", "casefile IN (SELECT c.id FROM casefile c JOIN application a ON a.id = c.application WHERE a.person = $1)"},
		{"casefile", "application IN (SELECT id FROM application WHERE person = $1)"},
		{"upload_file", "upload IN (SELECT u.id FROM upload u JOIN application a ON a.id = u.application WHERE a.person = $1)"},
		{"upload_zone", "upload IN (SELECT u.id FROM upload u JOIN application a ON a.id = u.application WHERE a.person = $1)"},
		{"upload", "application IN (SELECT id FROM application WHERE person = $1)"},
		{"application_line", "application IN (SELECT id FROM application WHERE person = $1)"},
		{"application_page", "application IN (SELECT id FROM application WHERE person = $1)"},
		{"application", "person = $1"},
		{"title", "person = $1"},
		{"stay", "person = $1"},
		{"address", "person = $1"},
		{"paper", "person = $1"},
		{"account_person", "person = $1"},
		{"person_key", "person = $1"},
		{"person", "id = $1"},
	}
}

// Erase removes every row of a person, and their key: what the key sealed cannot be read again wherever a copy of it lies. The
// wrapped key itself is still in backups that were made before, and goes with them; PostgreSQL also keeps it in its files until the
// table is vacuumed.
func (p persons) Erase(ctx context.Context, id person.ID) error {
	// Whoever is adding something to the file finishes first; whoever comes later finds nobody.
	if err := there(p.q.HoldAnyPerson(ctx, string(id))); err != nil {
		return err
	}
	// Without a time: what is nobody's any more goes from the store of files at its next sweep.
	_, err := p.tx.ExecContext(ctx, `INSERT INTO upload_refuse (place, since) SELECT f.place, '' FROM upload_file f JOIN upload u ON u.id = f.upload
		JOIN application a ON a.id = u.application WHERE a.person = $1 ON CONFLICT (place) DO UPDATE SET since = ''`, string(id))
	if err != nil {
		return fmt.Errorf("erase files: %w", err)
	}
	for _, o := range ownedByPerson() {
		_, err := p.tx.ExecContext(ctx, "DELETE FROM "+o.table+" WHERE "+o.where, string(id))
		if err != nil {
			return fmt.Errorf("erase %s: %w", o.table, err)
		}
	}
	delete(p.vaults, id)
	return nil
}
