package mrz_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/mrz"
)

func TestWhatASeenZoneCanOnlyMeanIsPutRight(t *testing.T) {
	t.Parallel()
	passport := []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"}
	card := []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}
	smaller := []string{"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"}
	for _, row := range []struct {
		name        string
		seen, print []string // print nil = no result
	}{
		{"a passport as it is printed", passport, passport},
		{"a card as it is printed", card, card},
		{"a TD2 as it is printed", smaller, smaller},
		{"figures among letters", []string{"P<UT0ER1K5S0N<<ANNA<MAR1A<<<<<<<<<<<<<<<<<<<", passport[1]}, passport},
		{"a figure in the nationality", []string{passport[0], strings.Replace(passport[1], "UTO", "UT0", 1)}, passport},
		{"letters among figures", []string{passport[0], strings.Replace(passport[1], "7408122F1204159", "74OBI22F12O4IS9", 1)}, passport},
		{"letters behind the names", []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<K<<<KKK<CS<E<<", passport[1]}, passport},
		{"a card's composite digit", []string{card[0], strings.Replace(card[1], "<6", "<G", 1), card[2]}, card},
		{"another letter behind the names", []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<M<<<<<<<<<<<<<", passport[1]}, nil},
		{"a wrong check digit", []string{passport[0], strings.Replace(passport[1], "C36", "C37", 1)}, nil},
		{"a letter in the number", []string{passport[0], strings.Replace(passport[1], "L898902", "L8989O2", 1)}, nil},
		{"what nobody could read", []string{strings.Replace(passport[0], "ANNA", "AN?A", 1), passport[1]}, nil},
		{"a visa", []string{"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"}, nil},
		{"a line too few", passport[:1], nil},
		{"a character too few", []string{passport[0][1:], passport[1]}, nil},
		{"nothing", nil, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, printed, ok := mrz.Seen(row.seen)
			if !ok {
				printed = nil
			}
			if diff := cmp.Diff(row.print, printed); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzSeen(f *testing.F) {
	f.Add("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
	f.Fuzz(func(t *testing.T, text string) {
		_, printed, ok := mrz.Seen(strings.Split(text, "\n"))
		if !ok {
			return
		}
		if again, err := mrz.Read(strings.Join(printed, "\n")); err != nil || !again.Valid() {
			t.Errorf("%q is said to be right: %v, %v", printed, again.Faults, err)
		}
	})
}
