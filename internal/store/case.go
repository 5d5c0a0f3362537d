package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sejur/internal/application"
	"sejur/internal/audit"
	"sejur/internal/calendar"
	"sejur/internal/casefile"
	"sejur/internal/document"
	"sejur/internal/fault"
	"sejur/internal/office/casework"
	"sejur/internal/person"
	"sejur/internal/store/query"
)

// Cases is the port of cases as the first desk changes them.
func (t *Tx) Cases() casework.Cases { return cases{t} }

// CaseAnswers is the port by which the first desk reads what was answered.
func (t *Tx) CaseAnswers() casework.Answers { return pages{t} }

// CaseEvents is the port of what happened to a case, as officers write it.
func (t *Tx) CaseEvents() casework.Events { return events{t} }

type cases struct{ *Tx }

func (c cases) Find(ctx context.Context, id casefile.ID) (casefile.Case, error) {
	r, err := c.q.CaseByID(ctx, string(id))
	if err != nil {
		return casefile.Case{}, found(err)
	}
	return readCase(query.CaseOfApplicationRow(r))
}

func (c cases) Application(ctx context.Context, id application.ID) (application.Application, error) {
	r, err := c.q.SubmittedApplication(ctx, string(id))
	if err != nil {
		return application.Application{}, found(err)
	}
	vault, err := c.vault(ctx, person.ID(r.Person))
	if err != nil {
		return application.Application{}, err
	}
	return readApplication(r, sealedRow{vault: vault, table: "application", row: r.ID})
}

func (c cases) Kin(ctx context.Context, reader string, who person.ID) (bool, error) {
	n, err := c.q.CountKin(ctx, query.CountKinParams{Person: string(who), Reader: reader})
	return n > 0, err
}

func (c cases) Person(ctx context.Context, who person.ID) (person.File, error) {
	var f person.File
	var err error
	if f.Person, f.Version, err = c.Persons().Find(ctx, who); err != nil {
		return person.File{}, err
	}
	f.Papers, err = c.Papers().Of(ctx, who)
	return f, err
}

func (c cases) Receipt(ctx context.Context, id application.ID) (document.ID, error) {
	r, err := c.q.ReceiptOfApplication(ctx, some(string(id)))
	switch err := found(err); {
	case fault.KindOf(err) == fault.NotFound && err != nil:
		return "", nil
	case err != nil:
		return "", err
	case document.State(r.State) != document.Released:
		return "", nil
	}
	return document.ID(r.ID), nil
}

func (c cases) Touch(ctx context.Context, in casefile.Case) error {
	return one(c.q.TouchCase(ctx, query.TouchCaseParams{ID: string(in.ID), State: string(in.State)}))
}

func (c cases) Move(ctx context.Context, in casefile.Case, before casefile.State) error {
	return c.moveCase(ctx, in, before)
}

// moveCase stores a case in its new state over the version and the state that were seen.
func (t *Tx) moveCase(ctx context.Context, in casefile.Case, before casefile.State) error {
	return one(t.q.MoveCase(ctx, query.MoveCaseParams{
		State: string(in.State), DecidedAt: stamp(in.DecidedAt), Corrected: flag(in.Corrected), Term: in.Term.String(), ID: string(in.ID),
		Version: in.Version, Before: string(before),
	}))
}

// CaseLines is the port of papers as the office decides about them.
func (t *Tx) CaseLines() casework.Lines { return caseLines{lines{t}} }

type caseLines struct{ lines }

func (l caseLines) Decide(ctx context.Context, a application.Application, in application.Line) error {
	vault, err := l.vault(ctx, a.Person)
	if err != nil {
		return err
	}
	row := sealedRow{vault: vault, table: "application_line", row: string(a.ID) + "/" + in.Document}
	note := row.seal("note", in.Note)
	if row.err != nil {
		return row.err
	}
	if in.Version == 0 && in.State == application.Replace {
		return l.taken(l.q.AddAskedLine(ctx, query.AddAskedLineParams{
			Application: string(a.ID), Document: in.Document, Reason: string(in.Reason), Note: note,
		}), "conflict")
	}
	return one(l.q.DecideLine(ctx, query.DecideLineParams{
		State: string(in.State), Reason: string(in.Reason), Note: note, Application: string(a.ID), Document: in.Document, Version: in.Version,
	}))
}

// Returns is the port of corrections as the office opens them.
func (t *Tx) Returns() casework.Returns { return returns{t} }

type returns struct{ *Tx }

func (r returns) Add(ctx context.Context, who person.ID, in casefile.Correction) error {
	err := r.taken(r.q.AddCorrection(ctx, query.AddCorrectionParams{
		ID: in.ID, Casefile: string(in.Case), Until: in.Until.String(), OpenedAt: stamp(in.OpenedAt), RemindOn: in.RemindOn().String(),
	}), "conflict")
	if err != nil {
		return err
	}
	vault, err := r.vault(ctx, who)
	if err != nil {
		return err
	}
	for _, item := range in.Items {
		row := sealedRow{vault: vault, table: "correction_item", row: itemRow(in.ID, item.Kind, item.Ref)}
		params := query.AddCorrectionItemParams{
			Correction: in.ID, Kind: string(item.Kind), Ref: item.Ref, Reason: item.Reason, Note: row.seal("note", item.Note),
		}
		if row.err != nil {
			return row.err
		}
		if err := r.q.AddCorrectionItem(ctx, params); err != nil {
			return err
		}
	}
	return nil
}

func (r returns) Of(ctx context.Context, who person.ID, of casefile.ID) ([]casefile.Correction, error) {
	rows, err := r.q.CorrectionsOfCase(ctx, query.CorrectionsOfCaseParams{Casefile: string(of), MaxRows: limited(maxRows)})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	vault, err := r.vault(ctx, who)
	if err != nil {
		return nil, err
	}
	return each(rows, func(row query.Correction) (casefile.Correction, error) {
		return corrections(r).read(ctx, vault, row)
	})
}

func (r returns) ToRemind(ctx context.Context, today calendar.Date, limit int) ([]casework.Due, error) {
	rows, err := r.q.CorrectionsToRemind(ctx, query.CorrectionsToRemindParams{Today: today.String(), MaxRows: limited(limit)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(row query.CorrectionsToRemindRow) (casework.Due, error) {
		var ds days
		return casework.Due{Correction: row.ID, Case: casefile.ID(row.Casefile), Account: row.Account.String, Until: ds.at(row.Until)}, ds.err
	})
}

func (r returns) Remind(ctx context.Context, correction string) error {
	return one(r.q.RemindCorrection(ctx, correction))
}

// CaseFiles is the port of the stored files of an application.
func (t *Tx) CaseFiles() casework.CaseFiles { return caseFiles{t} }

type caseFiles struct{ *Tx }

func (c caseFiles) Find(
	ctx context.Context, a application.ID, u application.UploadID, part application.Part, n int,
) (application.Upload, application.File, error) {
	r, err := c.q.PictureOfCase(ctx, query.PictureOfCaseParams{Upload: string(u), Application: string(a), Part: string(part), N: int64(n)})
	if err != nil {
		return application.Upload{}, application.File{}, found(err)
	}
	upload := application.Upload{
		ID: u, Application: a, Document: r.Document, State: application.UploadState(r.State), Kind: application.FileKind(r.Kind), Pages: int(r.Pages),
	}
	return upload, application.File{Upload: u, Part: part, N: n, Stored: application.Stored{Place: r.Place, Size: r.Size, Digest: r.Digest}, Flaw: application.Flaw(r.Fault)}, nil
}

func (c caseFiles) Flawed(ctx context.Context, a application.ID) ([]application.File, error) {
	rows, err := c.q.FlawedFilesOfCase(ctx, query.FlawedFilesOfCaseParams{Application: string(a), MaxRows: limited(maxRows)})
	if err != nil {
		return nil, err
	}
	return each(rows, func(r query.FlawedFilesOfCaseRow) (application.File, error) {
		return application.File{
			Upload: application.UploadID(r.Upload), Part: application.Part(r.Part), N: int(r.N), Flaw: application.Flaw(r.Fault),
		}, nil
	})
}

func (c cases) Said(ctx context.Context, id casefile.ID, document string) (time.Time, error) {
	rows, err := c.q.DecisionsOfCase(ctx, query.DecisionsOfCaseParams{Subject: casework.Subject + "/" + string(id), MaxRows: limited(maxRows)})
	if err != nil {
		return time.Time{}, err
	}
	for _, r := range rows {
		var fields []audit.Field
		if err := json.Unmarshal([]byte(r.Fields), &fields); err != nil {
			return time.Time{}, fmt.Errorf("fields of an entry: %w", err)
		}
		if document == "" || slices.ContainsFunc(fields, func(f audit.Field) bool { return f.Name == "document/"+document }) {
			return instant(r.At)
		}
	}
	return time.Time{}, nil
}

// looksStatement is the statement of Looks. The action is no bare column in it, so that it is read by the subjects and not by all looks there were.
func looksStatement(ids []casefile.ID, since time.Time) (string, []any) {
	args := make([]any, 0, len(ids)+2)
	for _, id := range ids {
		args = append(args, casework.Subject+"/"+string(id))
	}
	args = append(args, firstID(since.Add(-drift)), stamp(since))
	return "SELECT subject, at, actor, reason FROM audit_entry WHERE subject IN (" + placed(len(ids)) + ") AND id >= " + place(len(ids)+1) + " AND at >= " +
		place(len(ids)+2) + " AND action || '' = '" + lookAtCase + "' AND acted_as = 'staff' ORDER BY id DESC LIMIT 1000", args
}

// Looks reads the record. Its ids begin with the time.
func (c cases) Looks(ctx context.Context, ids []casefile.ID, since time.Time) ([]casework.Look, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	looks, args := looksStatement(ids, since)
	rows, err := c.tx.QueryContext(ctx, looks, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	var out []casework.Look
	for rows.Next() {
		var subject, at, actor, reason string
		if err := rows.Scan(&subject, &at, &actor, &reason); err != nil {
			return nil, err
		}
		when, err := instant(at)
		if err != nil {
			return nil, err
		}
		out = append(out, casework.Look{
			Case: casefile.ID(subject[len(casework.Subject)+1:]), At: when, Actor: actor, Reason: casework.Reason(reason),
		})
	}
	return out, rows.Err()
}
