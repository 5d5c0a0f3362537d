package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/locale"
)

// Staff is the port of the people of the office. An account of another kind is not among them.
type Staff interface {
	// Find returns one of them, ended or not, or a fault of kind NotFound.
	Find(ctx context.Context, id string) (access.Account, error)
	// ByEmail returns the active account of a folded address, or a fault of kind NotFound.
	ByEmail(ctx context.Context, folded string) (access.Account, error)
	// List returns those in a state, latest first, from before an id ("" = from the start).
	List(ctx context.Context, state access.State, before string, limit int) ([]access.Account, error)
	// Count says how many there are in a state, and stops counting at limit.
	Count(ctx context.Context, state access.State, limit int) (int, error)
	// Change stores name, language, office and absence of an active account. A version that is not the one that stands is a fault of
	// kind Conflict, here and in the next two.
	Change(ctx context.Context, a access.Account) error
	// GiveRoles adds and takes roles.
	GiveRoles(ctx context.Context, g RoleGift) error
	// End ends an account: its sessions, passkeys and ties to identity providers go, so that it is out with the next request.
	End(ctx context.Context, id string, version int64, now time.Time) error
	// EndSessions ends the sessions of an account and says how many there were.
	EndSessions(ctx context.Context, id string) (int, error)
	// Sessions says how many sessions of an account last.
	Sessions(ctx context.Context, id string, now time.Time) (int, error)
	// OtherAdministrators says how many active administrators there are besides one. Whoever has asked keeps the others who ask waiting
	// until the transaction ends, so the answer holds until then. It is asked before anything else is changed.
	OtherAdministrators(ctx context.Context, id string) (int, error)
}

// RoleGift are roles that are given to an account and taken from it.
type RoleGift struct {
	Account   string
	Version   int64
	Add, Take []access.Role
	By        string
	At        time.Time
}

// MaxName bounds the name of a colleague, in characters.
const MaxName = 200

// checkName reads a name that was typed.
func checkName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case name == "":
		return "", fault.Field("name", "admin.name-missing")
	case utf8.RuneCountInString(name) > MaxName || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return "", fault.Field("name", "admin.name-long", fault.Num("n", MaxName))
	}
	return name, nil
}

// checkLang refuses a language that the pages of staff are not written in.
func checkLang(lang locale.Lang) error {
	if !slices.Contains(locale.StaffLanguages(), lang) {
		return fault.Field("lang", "admin.lang")
	}
	return nil
}

// checkRoles returns the roles in their order, each once.
func checkRoles(roles []access.Role) ([]access.Role, error) {
	if len(roles) == 0 {
		return nil, fault.Field("roles", "admin.roles-missing")
	}
	var out []access.Role
	for _, r := range access.Roles() {
		if slices.Contains(roles, r) {
			out = append(out, r)
		}
	}
	for _, r := range roles {
		if !slices.Contains(out, r) {
			return nil, fault.Field("roles", "admin.role-unknown")
		}
	}
	return out, nil
}

// checkOffice refuses an office that nobody works at. "" is no office.
func (d *Desk) checkOffice(ctx context.Context, tx Tx, id string) error {
	if id == "" {
		return nil
	}
	if _, ok := d.cfg.Law.Office(id, locale.RO); ok {
		return nil
	}
	_, err := tx.Offices().Find(ctx, id)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return fault.Field("office", "admin.office-unknown")
	}
	return err
}

// join gathers what is wrong with an input.
func join(errs ...error) error {
	var list fault.List
	for _, err := range errs {
		if err != nil {
			list = append(list, fault.All(err)...)
		}
	}
	return list.Err()
}

// roleWords writes roles for the record.
func roleWords(roles []access.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, ",")
}

// absenceWords writes an absence for the record.
func absenceWords(a access.Absence) string {
	if a.From.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s/%s", a.From, a.Until)
}
