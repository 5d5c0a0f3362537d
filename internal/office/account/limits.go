package account

import (
	"context"
	"time"

	"sejur/internal/fault"
	"sejur/internal/office"
)

// Every number of this desk, with its reason.
const (
	codeDigits = 8                // 26 bits; ASVS 6.5.4 asks for 20
	codeLife   = 10 * time.Minute // ASVS 6.5.5
	codeTries  = 5                // of one challenge: with the allowances below, two chances in a million an hour

	ceremonyLife = 10 * time.Minute // from the drawing of the page: a person reads it, and finds the phone, the key, the finger
	visitLife    = 10 * time.Minute // the provider may ask for a password and a second factor

	applicantIdle = time.Hour // a form takes its time; drafts are kept
	applicantLong = 12 * time.Hour
	staffIdle     = 15 * time.Minute // a desk that somebody left (ASVS 7.1.1)
	staffLong     = 9 * time.Hour    // a working day with its pause

	seenEvery = time.Minute     // a session's last use is written at most so often
	freshness = 5 * time.Minute // how long a proof is good for what asks for one (ASVS 7.5.1)

	inviteLife   = 24 * time.Hour // of the first administrator's link
	recoveryLife = time.Hour      // the person has just left the counter

	emailWait = 24 * time.Hour // the old address hears of a change, and may stop it
	coolDown  = 24 * time.Hour // after an account was opened again: nobody collects a document for it (threat 3)

	maxPasskeys = 20 // of one account
	maxTokens   = 10 // for programs, of one account
	maxSessions = 50 // shown
	maxName     = 60 // characters of a passkey's name
	maxAgent    = 80 // characters of a browser's name
	tokenLength = 26 // letters and digits that newToken makes
	sweep       = 500
)

// DeviceLife is how long a browser is known after it last signed in: as long as browsers keep a cookie at most.
const DeviceLife = 400 * 24 * time.Hour

// MessagesOnPage is how many messages a list has at most.
const MessagesOnPage = 50

// allowance is how often something may be asked for.
type allowance struct {
	kind string // keeps the keys apart
	rate office.Rate
}

// A family, a hostel or a university stands behind one address of the network: 30 codes in ten minutes let it work and keep a flood out.
func codesOfClient() allowance {
	return allowance{"codes-client", office.Rate{N: 30, Per: 10 * time.Minute}}
}

// One network asks for one address: five letters are more than anybody needs, and few enough not to bury a mailbox.
func codesOfPair() allowance {
	return allowance{"codes-pair", office.Rate{N: 5, Per: 15 * time.Minute}}
}

// All networks together ask for one address.
func codesOfEmail() allowance { return allowance{"codes-email", office.Rate{N: 20, Per: time.Hour}} }

// A device that the address knows is counted by itself and in none of the above, or a stranger could lock the owner out.
func codesOfDevice() allowance {
	return allowance{"codes-device", office.Rate{N: 10, Per: 15 * time.Minute}}
}

// A whole office comes to work at eight behind one address. Passkeys cannot be guessed: this only bounds what a flood writes.
func ceremoniesOfClient() allowance {
	return allowance{"ceremonies-client", office.Rate{N: 600, Per: 10 * time.Minute}}
}

// Who is signed in asks for codes to confirm or for a new address: each sends a letter to an address that they name.
func codesOfAccount() allowance {
	return allowance{"codes-account", office.Rate{N: 10, Per: time.Hour}}
}

// Links of invitations cannot be guessed: this only bounds what a flood reads.
func linksOfClient() allowance {
	return allowance{"links-client", office.Rate{N: 60, Per: 10 * time.Minute}}
}

// A program follows its applications and sends their files: one request a second is more than it needs for one account.
func requestsOfToken() allowance {
	return allowance{"requests-token", office.Rate{N: 600, Per: 10 * time.Minute}}
}

// The programs of a whole organisation stand behind one address of the network. Tokens cannot be guessed: this bounds what a flood reads.
func programsOfClient() allowance {
	return allowance{"programs-client", office.Rate{N: 3000, Per: 10 * time.Minute}}
}

// spend takes one from an allowance; false when it is used up.
func (d *Desk) spend(ctx context.Context, tx Tx, a allowance, of string) (bool, error) {
	return tx.Limits().Spend(ctx, d.office.Mark("limit/"+a.kind, of), a.rate, d.office.Now())
}

// within takes one from an allowance that says nothing about anybody's address; when it is used up, the fault says how many minutes
// later one is free again.
func (d *Desk) within(ctx context.Context, tx Tx, a allowance, of string) error {
	ok, err := d.spend(ctx, tx, a, of)
	if err != nil || ok {
		return err
	}
	return fault.New(fault.Unavailable, TooMany, a.wait())
}

// wait is n, the minutes after which one is free again.
func (a allowance) wait() fault.Arg {
	free := a.rate.Per / time.Duration(a.rate.N)
	return fault.Num("n", int((free+time.Minute-1)/time.Minute))
}

// TooMany is the key of the fault of a used up allowance; n is the minutes to wait.
const TooMany = "account.too-many"

// TooManyRequests is the same for programs.
const TooManyRequests = "account.requests-too-many"
