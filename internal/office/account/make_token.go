package account

import (
	"context"
	"slices"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
)

// TokenPrefix begins every token for programs, so that whoever looks for lost secrets knows one.
const TokenPrefix = "sejur_"

// TokenDays are the days for which a token may be made; the first is proposed. None is good for longer than a year.
func TokenDays() []int { return []int{90, 30, 365} }

// MakeToken is what a token is asked for with.
type MakeToken struct {
	Name    string // as typed
	Days    int    // one of TokenDays
	Key     string // of the form: sent twice, one token is made
	Request string
}

// NewToken is a token that was just made. Secret is in this answer alone: when the same form is sent again it is "".
type NewToken struct {
	Token  Token
	Secret string `json:"-"` // what came of a form is stored for a day, and a secret is stored nowhere
}

// MakeToken makes a token by which a program acts for the actor's account, and tells its owner. It wants a fresh proof (ConfirmFirst).
// Faults: Invalid about name or days; Conflict when the account has as many as it may; Forbidden for whoever is no applicant.
func (d *Desk) MakeToken(ctx context.Context, by access.Actor, in MakeToken) (NewToken, error) {
	if by.Kind != access.Applicant {
		return NewToken{}, fault.New(fault.Forbidden, "forbidden")
	}
	if err := d.Fresh(by); err != nil {
		return NewToken{}, err
	}
	name, err := tokenName(in)
	if err != nil {
		return NewToken{}, err
	}
	act := own(by, "account.make-token", in.Request)
	act.Key, act.Input = in.Key, []any{name, in.Days}
	return office.Do(ctx, d.office, act, func(ctx context.Context, tx Tx, w *office.Work) (NewToken, error) {
		a, err := byID(ctx, tx, by.ID)
		if err != nil {
			return NewToken{}, err
		}
		// Two that make the last one at the same time would both see room.
		if err := tx.Accounts().Hold(ctx, a.ID); err != nil {
			return NewToken{}, err
		}
		had, err := tx.Tokens().Of(ctx, a.ID, w.Now, maxTokens)
		if err != nil {
			return NewToken{}, err
		}
		if len(had) >= maxTokens {
			return NewToken{}, fault.New(fault.Conflict, "account.tokens-many", fault.Num("n", maxTokens))
		}
		out := NewToken{Secret: TokenPrefix + newToken(), Token: Token{
			ID: office.NewID(), Account: a.ID, Name: name, CreatedAt: w.Now, ExpiresAt: w.Now.AddDate(0, 0, in.Days),
		}}
		w.About("account", a.ID)
		w.Changed("token", "", out.Token.ID)
		w.Send(office.Letter{To: a.Email, Lang: a.Lang, Template: "token-made", Args: at(w.Now)})
		w.Tell(office.Message{Account: a.ID, Template: "token-made", Args: at(w.Now), Quiet: true})
		return out, tx.Tokens().Add(ctx, d.office.Mark(markToken, out.Secret), out.Token)
	})
}

// tokenName reads what a token is asked for with.
func tokenName(in MakeToken) (string, error) {
	var wrong fault.List
	name, err := passkeyName(in.Name)
	switch {
	case err != nil:
		wrong = append(wrong, fault.All(err)...)
	case name == "":
		wrong = append(wrong, fault.Field("name", "account.token-name-missing"))
	}
	if !slices.Contains(TokenDays(), in.Days) {
		wrong = append(wrong, fault.Field("days", "account.token-days"))
	}
	return name, wrong.Err()
}
