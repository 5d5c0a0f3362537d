package admin

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sejur/internal/access"
	"sejur/internal/audit"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// Record is the port of the record for those who read it.
type Record interface {
	// Search returns entries that fit, latest first.
	Search(ctx context.Context, q RecordQuery) ([]audit.Entry, error)
	// Chain says how far the record is sealed. Waiting entries are counted up to Most and one more.
	Chain(ctx context.Context) (Chain, error)
	// Names are the names of those of the office among accounts; who is none of them is left out.
	Names(ctx context.Context, ids []string) (map[string]string, error)
}

// RecordQuery says which entries are asked for; what is empty or zero does not matter.
type RecordQuery struct {
	Subject     string // kind/id
	Actor       string
	Action      string
	From, Until time.Time // From is in, Until is out
	Before      string    // an entry's id: those before it
	Limit       int
}

// SearchReason says why somebody reads the record.
type SearchReason string

// The reasons.
const (
	Complaint     SearchReason = "complaint"      // somebody complains
	AccessRequest SearchReason = "access-request" // somebody asks what is known about them (GDPR article 15)
	Incident      SearchReason = "incident"       // something went wrong, or may have
	Control       SearchReason = "control"        // a control by the office itself
	Authority     SearchReason = "authority"      // a court or an authority asks
)

// SearchReasons are all reasons, in the order in which a page lists them.
func SearchReasons() []SearchReason {
	return []SearchReason{Complaint, AccessRequest, Incident, Control, Authority}
}

// Bounds of the words of a reason, in characters.
const (
	minWords = 10
	maxWords = 300
)

// SearchAudit is what somebody wants to know of the record, and why.
type SearchAudit struct {
	Request     string
	Reason      SearchReason
	Words       string // the number of the complaint, the day of the control; no names
	SubjectKind string // "account", "person", "office", …
	SubjectID   string
	Actor       string // an account's id, a colleague's address, or the name of a part of the system
	Action      string
	From, Until calendar.Date // legal days, both included
	Before      string        // the key of the page
}

// Found is one page of entries. Names are those of colleagues who acted.
type Found struct {
	Page[audit.Entry]
	Names map[string]string
}

// SearchAudit reads the record. That it was read, by whom and why, is written down before anything is shown.
func (d *Desk) SearchAudit(ctx context.Context, by access.Actor, in SearchAudit) (Found, error) {
	act := look(by, access.SearchAudit, "admin.search-audit", in.Request)
	act.Purpose = office.PurposeOversight
	if err := d.permit(ctx, by, access.SearchAudit); err != nil {
		return Found{}, err
	}
	in.Words = strings.Join(strings.Fields(in.Words), " ")
	if err := in.check(); err != nil {
		return Found{}, err
	}
	return office.Look(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (Found, error) {
		q, err := d.recordQuery(ctx, tx, in)
		if err != nil {
			return Found{}, err
		}
		if q.Subject != "" {
			w.About(in.SubjectKind, in.SubjectID)
		}
		rows, err := tx.Record().Search(ctx, q)
		if err != nil {
			return Found{}, err
		}
		out := Found{Page: paged(rows, func(e audit.Entry) string { return e.ID })}
		ids, actors := make([]string, len(out.Rows)), []string(nil)
		for i, e := range out.Rows {
			ids[i] = e.ID
			if e.As == string(access.Staff) && !slices.Contains(actors, e.Actor) {
				actors = append(actors, e.Actor)
			}
		}
		w.Because(string(in.Reason) + ": " + in.Words)
		w.Changed("actor", "", q.Actor)
		w.Changed("action", "", q.Action)
		w.Changed("ids", "", strings.Join(ids, ","))
		out.Names, err = tx.Record().Names(ctx, actors)
		return out, err
	})
}

// check names what is wrong with what was asked.
func (in SearchAudit) check() error {
	var list fault.List
	if !slices.Contains(SearchReasons(), in.Reason) {
		list = append(list, fault.Field("reason", "admin.reason"))
	}
	if n := utf8.RuneCountInString(in.Words); n < minWords || n > maxWords {
		list = append(list, fault.Field("words", "admin.words", fault.Num("min", minWords), fault.Num("max", maxWords)))
	}
	if (in.SubjectKind == "") != (in.SubjectID == "") {
		list = append(list, fault.Field("subject_id", "admin.subject-half"))
	}
	// The search itself is written down with what it was about: nobody's name may come into the record by it.
	if in.SubjectID != "" && in.SubjectKind != "" && (!isWord(in.SubjectKind) || !isWord(in.SubjectID)) {
		list = append(list, fault.Field("subject_id", "invalid"))
	}
	if in.SubjectID == "" && in.Actor == "" && in.Action == "" && (in.From.IsZero() || in.Until.IsZero()) {
		list = append(list, fault.Field("subject_id", "admin.search-nothing"))
	}
	if !in.Until.IsZero() && in.Until.Before(in.From) {
		list = append(list, fault.Field("until", "appointment.until-before-from"))
	}
	return list.Err()
}

// recordQuery turns days into instants and a colleague's address into their account.
func (d *Desk) recordQuery(ctx context.Context, tx Tx, in SearchAudit) (RecordQuery, error) {
	q := RecordQuery{Actor: in.Actor, Action: in.Action, Before: in.Before, Limit: PageSize + 1}
	if in.SubjectID != "" {
		q.Subject = in.SubjectKind + "/" + in.SubjectID
	}
	if !in.From.IsZero() {
		q.From = midnight(in.From)
	}
	if !in.Until.IsZero() {
		q.Until = midnight(in.Until.AddDays(1))
	}
	if !strings.Contains(in.Actor, "@") {
		return q, nil
	}
	a, err := tx.Staff().ByEmail(ctx, d.cfg.FoldAddress(strings.TrimSpace(in.Actor)))
	if err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return q, fault.Field("actor", "admin.actor-unknown")
		}
		return q, err
	}
	q.Actor = a.ID
	return q, nil
}

// midnight is when a legal day begins.
func midnight(day calendar.Date) time.Time {
	year, month, n := day.Parts()
	return time.Date(year, month, n, 0, 0, 0, 0, calendar.Bucharest()).UTC()
}
