package store

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"sejur/internal/casefile"
	"sejur/internal/office/casework"
	"sejur/internal/reference"
)

// The queue of one office is read in its order from an index that begins with office and state: a page costs its rows, whatever else is
// stored. An officer sees the cases of two offices, their own and none, so two such pages are put into one. What is left out, cases of kin and
// procedures of protection, is told by the index too: whoever counts reads nothing else.
const (
	caseColumns = "c.id, c.reference, c.procedure_id, c.state, c.received_at, c.must_by, c.term, c.corrected, p.surname, p.birth_date"
	caseTables  = " FROM casefile c JOIN application a ON a.id = c.application JOIN person p ON p.id = a.person WHERE "

	notKin = "NOT EXISTS (SELECT 1 FROM account_person ap JOIN account o ON o.id = ap.account WHERE ap.person = a.person AND (o.id = "
	orMail = " OR o.email_folded = (SELECT m.email_folded FROM account m WHERE m.id = "
	// The same for whoever counts: the cases of all who are kin are found once, by indexes, and no case is asked for its people.
	kinCases = "SELECT k.id FROM account o JOIN account_person ap ON ap.account = o.id JOIN application ka ON ka.person = ap.person " +
		"JOIN casefile k ON k.application = ka.id WHERE "
)

// caseSearch collects a statement over cases with its values.
type caseSearch struct {
	args  []any
	where []string
}

func (s *caseSearch) value(v any) string {
	s.args = append(s.args, v)
	return place(len(s.args))
}

func (s *caseSearch) and(condition string) { s.where = append(s.where, condition) }

// of is what is asked of the cases of one office. Placeholders are numbered over the whole statement.
func (s *caseSearch) of(office string, in casework.Sought) string {
	s.where = nil
	s.and("c.office = " + s.value(office))
	s.and("c.state = " + s.value(string(in.State)))
	if in.Procedure != "" {
		s.and("c.procedure_id = " + s.value(in.Procedure))
	}
	for _, id := range in.Without {
		s.and("c.procedure_id <> " + s.value(id))
	}
	if in.Corrected {
		s.and("c.corrected = 1")
	}
	if !in.Before.IsZero() {
		s.and("c.must_by < " + s.value(in.Before.String()))
	}
	if !in.TermOver.IsZero() {
		s.and("c.term <> ''")
		s.and("c.term < " + s.value(in.TermOver.String()))
	}
	if in.After.ID != "" {
		s.and("(c." + ordered(in) + ", c.id) > (" + s.value(in.After.Day.String()) + ", " + s.value(string(in.After.ID)) + ")")
	}
	return strings.Join(s.where, " AND ")
}

// listed is of with the cases of kin left out, one after the other: of a page there are few.
func (s *caseSearch) listed(office string, in casework.Sought) string {
	return s.of(office, in) + " AND " + notKin + s.value(in.Reader) + orMail + s.value(in.Reader) + ")))"
}

// counted is of with the cases of kin left out together.
func (s *caseSearch) counted(office string, in casework.Sought) string {
	return s.of(office, in) + " AND c.id NOT IN (" + kinCases + "o.id = " + s.value(in.Reader) + " UNION ALL " + kinCases +
		"o.email_folded = (SELECT m.email_folded FROM account m WHERE m.id = " + s.value(in.Reader) + "))"
}

// ordered is the day in whose order cases are listed.
func ordered(in casework.Sought) string {
	if in.TermOver.IsZero() {
		return "must_by"
	}
	return "term"
}

// queueStatement is the statement of a page of the queue.
func queueStatement(in casework.Sought) (string, []any) {
	var s caseSearch
	limit := limited(in.Limit)
	var parts []string
	for _, office := range officesOf(in.Office) {
		where := s.listed(office, in)
		parts = append(parts, "SELECT * FROM (SELECT "+caseColumns+caseTables+where+" ORDER BY c."+ordered(in)+", c.id LIMIT "+s.value(limit)+") part"+
			strconv.Itoa(len(parts)))
	}
	return strings.Join(parts, " UNION ALL ") + " ORDER BY " + ordered(in) + ", id LIMIT " + s.value(limit), s.args
}

// officesOf are the office of an officer and that of the cases which have none.
func officesOf(own string) []string {
	if own == "" {
		return []string{""}
	}
	return []string{own, ""}
}

func (c cases) Queue(ctx context.Context, in casework.Sought) ([]casework.Row, error) {
	statement, args := queueStatement(in)
	rows, err := c.tx.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // read to the end below
	var out []casework.Row
	for rows.Next() {
		var id, ref, procedure, state, received, mustBy, term, surname, born string
		var corrected int
		if err := rows.Scan(&id, &ref, &procedure, &state, &received, &mustBy, &term, &corrected, &surname, &born); err != nil {
			return nil, err
		}
		var ts times
		var ds days
		initial, _ := utf8.DecodeRuneInString(surname)
		out = append(out, casework.Row{
			ID: casefile.ID(id), Reference: "…" + reference.Reference(ref).Last(), Initial: string(initial), BornIn: ds.at(born).Year(),
			Procedure: procedure, State: casefile.State(state), ReceivedAt: ts.at(received), MustBy: ds.at(mustBy), Term: ds.at(term), Corrected: corrected == 1,
		})
		if err := errors.Join(ts.err, ds.err); err != nil {
			return nil, err
		}
	}
	return out, rows.Err()
}

// Count counts no further than it is told: what has no end is not counted to its end.
func (c cases) Count(ctx context.Context, in casework.Sought) (int, error) {
	var s caseSearch
	var parts []string
	for _, office := range officesOf(in.Office) {
		where := s.counted(office, in)
		parts = append(parts, "SELECT * FROM (SELECT c.id FROM casefile c WHERE "+where+
			" LIMIT "+s.value(casework.Most+1)+") part"+strconv.Itoa(len(parts)))
	}
	statement := "SELECT COUNT(*) FROM (" + strings.Join(parts, " UNION ALL ") + " LIMIT " + s.value(casework.Most+1) + ") counted"
	var n int
	err := c.tx.QueryRowContext(ctx, statement, s.args...).Scan(&n)
	return n, err
}
