package account

import (
	"context"
	"strconv"
	"time"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// AskCode is what an applicant at the door asks with.
type AskCode struct {
	Email   string // as typed
	Lang    locale.Lang
	Device  string // the token by which the browser is known, "" if it has none
	Client  string // the network that it comes from
	Request string
}

// AskCode sends a code to an address and returns the challenge that the browser keeps until the code is proved. Known and unknown
// addresses, those of staff too, get the same: the account is made when the code is proved. An address that is asked for too often by
// others gets no letter, and the answer does not say so. Faults: Invalid about email; Unavailable with TooMany, which depends on
// who asks and never on the address's account.
func (d *Desk) AskCode(ctx context.Context, in AskCode) (challenge string, err error) {
	email, err := d.address(in.Email)
	if err != nil {
		return "", err
	}
	folded := d.fold(email)
	return office.Do(ctx, d.office, entering("account.ask-code", in.Request),
		func(ctx context.Context, tx Tx, w *office.Work) (string, error) {
			device := d.office.Mark(markDevice, in.Device)
			known, err := tx.Devices().KnownToEmail(ctx, device, access.Applicant, folded)
			if err != nil {
				return "", err
			}
			held, err := d.allowed(ctx, tx, in, folded, known)
			if err != nil {
				return "", err
			}
			w.Changed("email", "", folded)
			if held {
				w.Became("account.ask-code-held")
			}
			return d.challenge(ctx, tx, w, ask{
				purpose: ToSignIn, email: email, lang: in.Lang, template: "sign-in-code", held: held,
			})
		})
}

// allowed takes a request from its allowances. Who asks too often is told; held says that others have asked too often for the address,
// which is not told. A device that the address knows has an allowance of its own: nothing that a stranger does, from wherever, keeps
// the owner waiting.
func (d *Desk) allowed(ctx context.Context, tx Tx, in AskCode, folded string, known bool) (held bool, err error) {
	if known {
		return false, d.within(ctx, tx, codesOfDevice(), in.Device)
	}
	if err := d.within(ctx, tx, codesOfClient(), in.Client); err != nil {
		return false, err
	}
	if err := d.within(ctx, tx, codesOfPair(), folded+" "+in.Client); err != nil {
		return false, err
	}
	free, err := d.spend(ctx, tx, codesOfEmail(), folded)
	return !free, err
}

// ask is a code that is to be sent.
type ask struct {
	purpose  Purpose
	account  string // "" when nobody is signed in
	email    string
	lang     locale.Lang
	template string // of the letter
	held     bool   // no letter goes out, and nothing fits
}

// challenge draws a code, stores its mark and sends it; it returns the token that the browser keeps. What is held stores no mark: codes
// that nobody was sent cannot be guessed either.
func (d *Desk) challenge(ctx context.Context, tx Tx, w *office.Work, a ask) (string, error) {
	digits, err := newCode()
	if err != nil {
		return "", err
	}
	token := newToken()
	c := Code{
		ID: d.office.Mark(markChallenge, token), Purpose: a.purpose, Account: a.account, Email: a.email, Lang: a.lang,
		CreatedAt: w.Now, ExpiresAt: w.Now.Add(codeLife),
	}
	if !a.held {
		c.Mark = d.codeMark(c.ID, digits)
		w.Send(office.Letter{To: a.email, Lang: a.lang, Template: a.template, Args: map[string]string{
			"code":    digits,
			"minutes": strconv.Itoa(int(codeLife / time.Minute)),
		}})
	}
	return token, tx.Codes().Add(ctx, c)
}

// codeMark is the mark of a code in its challenge: equal digits of two challenges have different marks.
func (d *Desk) codeMark(challenge, digits string) string {
	return d.office.Mark(markCode, challenge+" "+digits)
}

// Waiting is a code that was sent and not yet proved, as the page that asks for it shows it.
type Waiting struct {
	Email     string
	ExpiresAt time.Time
	Tries     int // left
}

// Waiting tells what a browser's challenge is for; a fault of kind NotFound when it is for nothing any more.
func (d *Desk) Waiting(ctx context.Context, challenge string, purpose Purpose) (Waiting, error) {
	return office.See(ctx, d.office, access.Actor{}, access.Public, func(ctx context.Context, tx Tx) (Waiting, error) {
		c, err := tx.Codes().Find(ctx, d.office.Mark(markChallenge, challenge))
		if err != nil {
			return Waiting{}, err
		}
		if c.Purpose != purpose || !c.UsedAt.IsZero() || !d.office.Now().Before(c.ExpiresAt) {
			return Waiting{}, codeOver()
		}
		return Waiting{Email: c.Email, ExpiresAt: c.ExpiresAt, Tries: max(codeTries-c.Tries, 0)}, nil
	})
}
