package access_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
)

// people are the actors of the matrix, one for each role and kind.
func people() map[string]access.Actor {
	staff := func(roles ...access.Role) access.Actor {
		return access.Actor{Kind: access.Staff, ID: "s1", Roles: roles, Office: "igi-cj"}
	}
	return map[string]access.Actor{
		"nobody":        {},
		"system":        access.Named("mail"),
		"applicant":     {Kind: access.Applicant, ID: "a1"},
		"no role yet":   staff(),
		"front desk":    staff(access.FrontDesk),
		"case officer":  staff(access.CaseOfficer),
		"head":          staff(access.Head),
		"administrator": staff(access.Administrator),
		"auditor":       staff(access.Auditor),
	}
}

func TestWhoMayWhat(t *testing.T) {
	t.Parallel()
	account := []access.Permission{access.Public, access.SignedIn, access.ManageOwnAccount}
	with := func(more ...access.Permission) []access.Permission {
		return append(account[:len(account):len(account)], more...)
	}
	want := map[string][]access.Permission{
		"nobody":       {access.Public},
		"system":       {access.Public, access.RunOperations},
		"applicant":    with(access.ApplicantPages, access.KeepPersons, access.FileApplications),
		"no role yet":  with(access.StaffPages),
		"front desk":   with(access.StaffPages, access.WorkAtDesk, access.IntakeCases, access.RecoverAccount),
		"case officer": with(access.StaffPages, access.WorkAtDesk, access.IntakeCases, access.IssueDocuments),
		"head":         with(access.StaffPages, access.WorkAtDesk, access.IntakeCases, access.RecoverAccount, access.IssueDocuments, access.RevokeDocuments),
		"administrator": with(access.StaffPages, access.WorkAtDesk, access.ManageStaff, access.ManageOffices, access.RunOperations,
			access.SearchAudit),
		"auditor": with(access.StaffPages, access.WorkAtDesk, access.SearchAudit),
	}
	got := make(map[string][]access.Permission)
	for name, actor := range people() {
		for _, p := range access.Permissions() {
			if access.May(actor, p) {
				got[name] = append(got[name], p)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryRoleStandsInTheMatrix(t *testing.T) {
	t.Parallel()
	for _, role := range access.Roles() {
		found := false
		for _, actor := range people() {
			found = found || actor.Has(role)
		}
		if !found {
			t.Errorf("nobody in the matrix is %s", role)
		}
	}
}

func TestAnUnknownPermissionIsNobodys(t *testing.T) {
	t.Parallel()
	for name, actor := range people() {
		for _, p := range []access.Permission{"", "fly", "PUBLIC"} {
			if access.May(actor, p) {
				t.Errorf("%s may %q", name, p)
			}
		}
	}
}

func TestRolesCountForStaffAlone(t *testing.T) {
	t.Parallel()
	all := access.Roles()
	for name, actor := range map[string]access.Actor{
		"an applicant with roles":     {Kind: access.Applicant, ID: "a1", Roles: all},
		"the system with roles":       {Kind: access.System, ID: "mail", Roles: all},
		"nobody with roles":           {Roles: all},
		"staff without an account":    {Kind: access.Staff, Roles: all},
		"a kind that nobody has made": {Kind: "ghost", ID: "g1", Roles: all},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, role := range all {
				if actor.Has(role) {
					t.Errorf("has the role %s", role)
				}
			}
			if access.May(actor, access.WorkAtDesk) || access.May(actor, access.SearchAudit) {
				t.Error("is let in to the desk")
			}
		})
	}
}

func TestSignedIn(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		actor access.Actor
		want  bool
	}{
		"nobody":                    {access.Actor{}, false},
		"nobody with an id":         {access.Actor{ID: "x"}, false},
		"the system":                {access.Named("mail"), false},
		"an applicant":              {access.Actor{Kind: access.Applicant, ID: "a1"}, true},
		"an applicant without id":   {access.Actor{Kind: access.Applicant}, false},
		"staff":                     {access.Actor{Kind: access.Staff, ID: "s1"}, true},
		"a kind nobody knows about": {access.Actor{Kind: "ghost", ID: "g1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.actor.SignedIn(); got != tt.want {
				t.Errorf("signed in: %t", got)
			}
		})
	}
}

func TestFreshAt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)
	const window = 5 * time.Minute
	for name, tt := range map[string]struct {
		proved time.Time
		want   bool
	}{
		"never":                                  {time.Time{}, false},
		"now":                                    {now, true},
		"at the edge":                            {now.Add(-window), true},
		"past the edge":                          {now.Add(-window - time.Nanosecond), false},
		"by a clock that is a little ahead":      {now.Add(time.Second), true},
		"by a clock that is more than that off":  {now.Add(window + time.Nanosecond), false},
		"on another day, by a clock gone astray": {now.AddDate(1, 0, 0), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			actor := access.Actor{Kind: access.Applicant, ID: "a1", StrongAt: tt.proved}
			if got := actor.FreshAt(now, window); got != tt.want {
				t.Errorf("fresh: %t", got)
			}
			actor.ID = ""
			if actor.FreshAt(now, window) {
				t.Error("nobody is fresh")
			}
		})
	}
}
