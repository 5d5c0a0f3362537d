package admin

import (
	"context"
	"fmt"
	"strings"

	"sejur/internal/access"
	"sejur/internal/office"
	"sejur/internal/search"
)

// StaffQuery says which colleagues are asked for. The zero query is all who are active.
type StaffQuery struct {
	State  access.State // "" = active
	Office string       // "" = any
	Role   access.Role  // "" = any
	Words  string       // beginnings of words of the name or the address
	Before string       // the key of the page
}

// StaffPage is a page of colleagues, with how many there are in the state at all.
type StaffPage struct {
	Page[access.Account]
	All Count
}

// ListStaff lists colleagues, latest first. The record says what was asked in which shape, how many rows were shown, and a hash of which.
func (d *Desk) ListStaff(ctx context.Context, by access.Actor, request string, q StaffQuery) (StaffPage, error) {
	if q.State == "" {
		q.State = access.Active
	}
	return office.Look(ctx, d.office, look(by, access.ManageStaff, "admin.list-staff", request),
		func(ctx context.Context, tx Tx, w *office.Work) (StaffPage, error) {
			n, err := tx.Staff().Count(ctx, q.State, Most+1)
			if err != nil {
				return StaffPage{}, err
			}
			rows, err := findStaff(ctx, tx, q)
			if err != nil {
				return StaffPage{}, err
			}
			out := StaffPage{Page: paged(rows, func(a access.Account) string { return a.ID }), All: Counted(n)}
			ids := make([]string, len(out.Rows))
			for i, a := range out.Rows {
				ids[i] = a.ID
			}
			listed(w, "staff", q.shape(), ids)
			return out, nil
		})
}

// findStaff walks through the colleagues of a state until a page is full. There are thousands of them, not millions.
func findStaff(ctx context.Context, tx Tx, q StaffQuery) ([]access.Account, error) {
	const step = 500
	var out []access.Account
	for before := q.Before; ; {
		rows, err := tx.Staff().List(ctx, q.State, before, step)
		if err != nil {
			return nil, err
		}
		for _, a := range rows {
			before = a.ID
			if q.fits(a) {
				out = append(out, a)
			}
			if len(out) > PageSize {
				return out, nil
			}
		}
		if len(rows) < step {
			return out, nil
		}
	}
}

func (q StaffQuery) fits(a access.Account) bool {
	if q.Office != "" && a.Office != q.Office {
		return false
	}
	if q.Role != "" && !hasRole(a, q.Role) {
		return false
	}
	words := search.Words(a.Name + " " + a.Email)
	for _, asked := range search.Words(q.Words) {
		if !begins(words, asked) {
			return false
		}
	}
	return true
}

func begins(words []string, start string) bool {
	for _, w := range words {
		if strings.HasPrefix(w, start) {
			return true
		}
	}
	return false
}

// shape is the query without its values: what somebody typed may be a name.
func (q StaffQuery) shape() string {
	out := []string{"state=" + string(q.State)}
	for _, part := range []struct {
		name string
		set  bool
	}{{"office", q.Office != ""}, {"role", q.Role != ""}, {"words", q.Words != ""}, {"page", q.Before != ""}} {
		if part.set {
			out = append(out, part.name)
		}
	}
	return strings.Join(out, " ")
}

// look is a look of this desk.
func look(by access.Actor, needs access.Permission, action, request string) office.Act {
	return office.Act{By: by, Needs: needs, Action: action, Purpose: office.PurposeOffice, Request: request}
}

// listed notes a list in the record: the query's shape, how many rows were shown, and a keyed hash of their ids.
func listed(w *office.Work, what, shape string, ids []string) {
	w.About("list", what)
	w.Because(fmt.Sprintf("%s; rows=%d", shape, len(ids)))
	w.Changed("ids", "", strings.Join(ids, ","))
}
