package locale

import (
	"testing"

	"sejur/internal/fault"
)

func TestSay(t *testing.T) {
	t.Parallel()
	p := printer(t, EN)
	for _, tt := range []struct {
		name string
		f    *fault.Error
		want string
	}{
		{"a fault tells its own message with its values", fault.Field("age", "fact.number-range", fault.Num("min", 0), fault.Num("max", 120)),
			p.T("error.fact.number-range", Num("min", 0), Num("max", 120))},
		{"text stands as it is", fault.Field("x", "field.unknown-near", fault.Text("near", "y")), p.T("error.field.unknown-near", Str("near", "y"))},
		{"a key without a message gives the general sentence", fault.New(fault.Invalid, "no-such-key"), p.T("error.invalid")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := p.Say(tt.f); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
