package account

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// Tx is a transaction as this desk sees it.
type Tx interface {
	office.Tx
	Limits() office.Limits
	Accounts() Accounts
	Codes() Codes
	Devices() Devices
	Sessions() Sessions
	Passkeys() Passkeys
	Tokens() Tokens
	Ceremonies() Ceremonies
	Identities() Identities
	Visits() Visits
	Invitations() Invitations
	EmailChanges() EmailChanges
	Inbox() Inbox
	Persons() Register
}

// Accounts is the port of accounts. folded is an address as it is compared.
type Accounts interface {
	// Add stores a new account with its roles. An address that an active account of its kind has is a fault of kind Conflict.
	Add(ctx context.Context, a access.Account, folded, by string) error
	// Find returns one account, ended ones too, or a fault of kind NotFound.
	Find(ctx context.Context, id string) (access.Account, error)
	// ByEmail returns the active account of a kind, or a fault of kind NotFound.
	ByEmail(ctx context.Context, kind access.Kind, folded string) (access.Account, error)
	// SetEmail stores a's address and until when it cools. A version that is not the stored one, and an address that another
	// active account has, are faults of kind Conflict.
	SetEmail(ctx context.Context, a access.Account, folded string) error
	// SetLang stores a's language. Conflict as above.
	SetLang(ctx context.Context, a access.Account) error
	// End ends an active account. Conflict as above.
	End(ctx context.Context, a access.Account, now time.Time) error
	// Hold keeps other changes that hold the account waiting until this one is over.
	Hold(ctx context.Context, id string) error
	// Administrators says how many active accounts have the role of an administrator.
	Administrators(ctx context.Context) (int, error)
}

// Purpose is what a code is asked for. A code of one purpose is good for no other (ASVS 9.2.2).
type Purpose string

// The purposes.
const (
	ToSignIn        Purpose = "sign-in"
	ToConfirm       Purpose = "confirm"
	ToChangeAddress Purpose = "new-address"
	ToRecover       Purpose = "recovery"
)

// Code is a one-time code that was sent.
type Code struct {
	ID        string // mark of the challenge that the browser holds
	Purpose   Purpose
	Account   string // "" when nobody is signed in yet
	Email     string
	Lang      locale.Lang
	Mark      string // of the code; "" when none was sent: nothing fits
	Tries     int
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time // zero while it is good
}

// Codes is the port of one-time codes.
type Codes interface {
	Add(ctx context.Context, c Code) error
	// Find returns a code, whatever its state, or a fault of kind NotFound.
	Find(ctx context.Context, id string) (Code, error)
	// Try counts a try and returns the code. One that is used, late, of another purpose, or tried most times is a fault of kind NotFound.
	Try(ctx context.Context, id string, purpose Purpose, most int, now time.Time) (Code, error)
	// Use ends a code. One that was used is a fault of kind Conflict.
	Use(ctx context.Context, id string, now time.Time) error
	// Forget removes what ended before the time, at most limit, and says how many.
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
}

// Devices is the port of browsers that are known. id is the mark of a device token.
type Devices interface {
	Known(ctx context.Context, id, account string) (bool, error)
	// KnownToEmail tells whether the device signed in to the active account of that address before.
	KnownToEmail(ctx context.Context, id string, kind access.Kind, folded string) (bool, error)
	// KnownToAnybody tells whether any account knows the device.
	KnownToAnybody(ctx context.Context, id string) (bool, error)
	// See notes that the device signed in to the account.
	See(ctx context.Context, id, account string, now time.Time) error
	// ForgetAll removes every device of an account.
	ForgetAll(ctx context.Context, account string) error
	// Forget removes those that were last seen before the time, at most limit, and says how many.
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
}

// Sessions is the port of sessions. id is the mark of a session's token, handle the name that pages use.
type Sessions interface {
	Add(ctx context.Context, id string, s Session) error
	// Find returns a session with its account, or a fault of kind NotFound. Whether it is still good is for the caller.
	Find(ctx context.Context, id string) (Visitor, error)
	// See notes that the session was used, unless that was noted after before.
	See(ctx context.Context, id string, now, before time.Time) error
	// Strengthen notes a fresh proof. A session that is gone is a fault of kind NotFound.
	Strengthen(ctx context.Context, account, handle string, now time.Time) error
	// Of lists the sessions of an account that are good: they end after now and were seen after seen.
	Of(ctx context.Context, account string, now, seen time.Time, limit int) ([]Session, error)
	// End ends one session. One that is gone is a fault of kind NotFound.
	End(ctx context.Context, account, handle string) error
	// EndOthers ends all sessions of an account but one ("" = all), and says how many.
	EndOthers(ctx context.Context, account, but string) (int, error)
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
}

// Passkeys is the port of passkeys.
type Passkeys interface {
	// Add stores a passkey. One that somebody has already is a fault of kind Conflict.
	Add(ctx context.Context, p Passkey) error
	Of(ctx context.Context, account string) ([]Passkey, error)
	// Use stores what the passkey learned when it was used. Conflict when somebody used it in between.
	Use(ctx context.Context, p Passkey) error
	// Rename and Remove are faults of kind NotFound when the account has no such passkey.
	Rename(ctx context.Context, account, id, name string) error
	Remove(ctx context.Context, account, id string) error
	RemoveAll(ctx context.Context, account string) (int, error)
}

// CeremonyKind is what a passkey is asked for.
type CeremonyKind string

// The kinds.
const (
	Registering CeremonyKind = "register"
	SigningIn   CeremonyKind = "sign-in"
	Confirming  CeremonyKind = "confirm"
	Accepting   CeremonyKind = "invitation"
)

// Ceremony is a question to a passkey that waits for its answer.
type Ceremony struct {
	ID        string // mark of a token that the browser holds
	Kind      CeremonyKind
	Account   string // "" when it is not known yet
	Data      string // JSON
	ExpiresAt time.Time
}

// Ceremonies is the port of ceremonies.
type Ceremonies interface {
	Add(ctx context.Context, c Ceremony) error
	// Take removes and returns a ceremony: an answer counts once. One that is late or of another kind is a fault of kind NotFound.
	Take(ctx context.Context, id string, kind CeremonyKind, now time.Time) (Ceremony, error)
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
}

// Identities is the port of identities at providers.
type Identities interface {
	// Add binds an identity to an account. One that is bound already is a fault of kind Conflict.
	Add(ctx context.Context, id Identity, account string, now time.Time) error
	// Account returns the id of the account, or a fault of kind NotFound.
	Account(ctx context.Context, id Identity) (string, error)
	Of(ctx context.Context, account string) ([]Identity, error)
}

// Visit is somebody's way to a provider and back.
type Visit struct {
	ID         string // mark of the state
	Browser    string // mark of a token that the browser holds
	Nonce      string
	Verifier   string // PKCE
	Invitation string // mark of an invitation that it takes up, "" if none
	Newcomer   Newcomer
	Session    string // handle of a session that it confirms, "" if none
	ExpiresAt  time.Time
}

// Visits is the port of visits at providers. Nonce and verifier lie sealed.
type Visits interface {
	Add(ctx context.Context, v Visit) error
	// Take removes and returns a visit: a way back counts once. One that is late or another browser's is a fault of kind NotFound.
	Take(ctx context.Context, id, browser string, now time.Time) (Visit, error)
	Forget(ctx context.Context, before time.Time, limit int) (int, error)
}

// Invitations is the port of one-time links. id is the mark of the token in the link.
type Invitations interface {
	Add(ctx context.Context, id string, i Invitation, now time.Time) error
	// Open returns an invitation that may be taken up, or a fault of kind NotFound.
	Open(ctx context.Context, id string, now time.Time) (Invitation, error)
	// Use ends an invitation. One that is not open any more is a fault of kind Conflict.
	Use(ctx context.Context, id string, now time.Time) error
	// Revoke ends every open invitation of the kind for the account ("" for those without one), and says how many.
	Revoke(ctx context.Context, kind InvitationKind, account string, now time.Time) (int, error)
}

// EmailChange is a new address that waits for its day.
type EmailChange struct {
	Account, Handle string
	Email           string
	AskedAt, DueAt  time.Time
}

// EmailChanges is the port of changes of address.
type EmailChanges interface {
	// Put stores a change, in place of one that waits.
	Put(ctx context.Context, c EmailChange) error
	// Of and Find return a change that waits, or a fault of kind NotFound.
	Of(ctx context.Context, account string) (EmailChange, error)
	Find(ctx context.Context, handle string) (EmailChange, error)
	// Remove takes the change of an account away and tells whether there was one.
	Remove(ctx context.Context, account string) (bool, error)
}

// Inbox is the port of what the office has told an account.
type Inbox interface {
	// List returns messages without their values, latest first, from before an id ("" = from the start).
	List(ctx context.Context, account, before string, limit int) ([]Message, error)
	// Find returns one message, or a fault of kind NotFound.
	Find(ctx context.Context, account, id string) (Message, error)
	// Read notes that the message was read, once.
	Read(ctx context.Context, account, id string, now time.Time) error
	// Unread counts, up to limit.
	Unread(ctx context.Context, account string, limit int) (int, error)
}
