package law

import (
	"math/big"
	"regexp"
	"slices"

	"sejur/internal/calendar"
)

// amountRef is an amount so many times over: six minimum wages.
type amountRef struct {
	id    string
	rows  []amount
	times int
}

// amount is a wage, fee or threshold for a time.
type amount struct {
	cited
	from, until calendar.Date
	amount      *string
	currency    string
}

// decimal is an exact amount of money as the law writes it.
var decimal = regexp.MustCompile(`^[0-9]{1,12}\.[0-9]{2}$`)

// currency is a code of ISO 4217.
var currency = regexp.MustCompile(`^[A-Z]{3}$`)

func compileAmounts(raw map[string][]amountRow, l *Law, faults *faultList) map[string][]amount {
	out := make(map[string][]amount, len(raw))
	for id, rows := range raw {
		where := "amounts.yaml: " + id
		for i, r := range rows {
			if r.From.IsZero() || !r.Until.IsZero() && r.Until.Before(r.From.Date) {
				faults.add("%s: from %q until %q: from when until when does it hold?", where, r.From, r.Until)
			}
			if !currency.MatchString(r.Currency) {
				faults.add("%s: currency %q: use a code such as RON", where, r.Currency)
			}
			if r.Amount != nil && !decimal.MatchString(*r.Amount) {
				faults.add("%s: %q: write an amount as 120.00", where, *r.Amount)
			}
			if i > 0 {
				before := rows[i-1]
				if !r.From.After(before.From.Date) || !before.Until.IsZero() && !r.From.After(before.Until.Date) {
					faults.add("%s: the row from %s does not follow the one before", where, r.From)
				}
			}
			out[id] = append(out[id], amount{
				cited: l.cite(where, r.Sources, faults), from: r.From.Date, until: r.Until.Date, amount: r.Amount, currency: r.Currency,
			})
		}
	}
	return out
}

// amountAt is the row of a day; ok is false when the law's data has none.
func amountAt(rows []amount, on calendar.Date) (amount, bool) {
	for _, a := range slices.Backward(rows) {
		if !a.from.After(on) {
			return a, a.until.IsZero() || !on.After(a.until)
		}
	}
	return amount{}, false
}

// on is the amount of a day times its factor; nil when the law has no figure for it.
func (a *amountRef) on(day calendar.Date) *Money {
	row, ok := amountAt(a.rows, day)
	if !ok || row.amount == nil {
		return nil
	}
	return &Money{Amount: times(*row.amount, a.times), Currency: row.currency}
}

// money is the row's amount; nil when the figure is not known.
func (a amount) money() *Money {
	if a.amount == nil {
		return nil
	}
	return &Money{Amount: *a.amount, Currency: a.currency}
}

// String is the amount with its currency, "" for none.
func (m *Money) String() string {
	if m == nil {
		return ""
	}
	return m.Amount + " " + m.Currency
}

// times multiplies an exact decimal.
func times(amount string, n int) string {
	if n == 1 {
		return amount
	}
	value, ok := new(big.Rat).SetString(amount)
	if !ok {
		return amount
	}
	return value.Mul(value, new(big.Rat).SetInt64(int64(n))).FloatString(2)
}
