package access

// Permission is something that an actor may or may not do. The zero permission is nobody's: who forgets to name one has a closed door.
type Permission string

// The permissions.
const (
	Public           Permission = "public"             // anybody
	SignedIn         Permission = "signed-in"          // anybody with an account
	ManageOwnAccount Permission = "manage-own-account" // the ways to sign in, the sessions, the language
	ApplicantPages   Permission = "applicant-pages"    // the pages of an applicant's own account
	StaffPages       Permission = "staff-pages"        // those of the office's people, whatever their roles
	KeepPersons      Permission = "keep-persons"       // the persons whom an applicant's account speaks for
	FileApplications Permission = "file-applications"  // write, send and follow what an applicant's account asks for
	WorkAtDesk       Permission = "work-at-desk"       // the pages of the office
	IntakeCases      Permission = "intake-cases"       // the first desk: what was sent in is looked at, accepted or returned
	RecoverAccount   Permission = "recover-account"    // give somebody back who has lost every way to sign in, in person
	IssueDocuments   Permission = "issue-documents"    // plan papers, see them, note that one is lost or was replaced
	RevokeDocuments  Permission = "revoke-documents"   // say that a paper is good no more
	ManageStaff      Permission = "manage-staff"       // invite, change and disable the accounts of the office
	ManageOffices    Permission = "manage-offices"     // hours, closures and what an office does
	RunOperations    Permission = "run-operations"     // jobs, letters on their way out, settings
	SearchAudit      Permission = "search-audit"       // who did and who saw what, in all offices
)

// Permissions are all permissions.
func Permissions() []Permission {
	return []Permission{
		Public, SignedIn, ManageOwnAccount, ApplicantPages, StaffPages, KeepPersons, FileApplications, WorkAtDesk, IntakeCases, RecoverAccount,
		IssueDocuments, RevokeDocuments, ManageStaff, ManageOffices, RunOperations, SearchAudit,
	}
}

// May tells whether an actor may do something of this sort at all. Which thing (whose case, which office) is for the use case to ask.
// An unknown permission is nobody's.
func May(a Actor, p Permission) bool {
	switch p {
	case Public:
		return true
	case SignedIn, ManageOwnAccount:
		return a.SignedIn()
	case ApplicantPages, KeepPersons, FileApplications:
		return a.Kind == Applicant && a.SignedIn()
	case StaffPages:
		return a.Kind == Staff && a.SignedIn()
	case WorkAtDesk:
		return a.any(Roles()...)
	case IntakeCases:
		return a.any(FrontDesk, CaseOfficer, Head)
	case RecoverAccount:
		// Both meet the person and their papers. An administrator does not, and could give themselves anybody's account.
		return a.any(FrontDesk, Head)
	case IssueDocuments:
		return a.any(CaseOfficer, Head)
	case RevokeDocuments:
		// Whoever can end somebody's paper with one press answers for an office.
		return a.any(Head)
	case ManageStaff, ManageOffices:
		return a.any(Administrator)
	case RunOperations:
		return a.any(Administrator) || a.Kind == System
	case SearchAudit:
		// The search reaches every office and everybody's work, the heads' own too. Heads are answerable to it like the people of their
		// office; the administrator must find what went wrong, and that look is written down as well.
		return a.any(Auditor, Administrator)
	}
	return false
}

// any tells whether the actor has one of the roles.
func (a Actor) any(roles ...Role) bool {
	for _, role := range roles {
		if a.Has(role) {
			return true
		}
	}
	return false
}
