package account_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/access"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store/storetest"
)

// canaries are the values of every field that lies sealed. The code is one that holds.
const canaryCNP = "8850517120340"

func canaries() []string {
	return []string{
		canaryCNP, "Canaryville", "CNRY 100-001", "CNRY 200-002", "Canary Town", "Canary Street", "777 canary", "Canary flat", "CNRY-300",
	}
}

// sing fills every sealed field with a canary, by every verb that takes one, and returns the person.
func sing(t *testing.T, d *personsDesk, by access.Actor) person.ID {
	t.Helper()
	asked := func(key string) account.Asked { return account.Asked{Request: "r", Key: key} }
	who := amina()
	who.BirthPlace = "Canaryville"
	id := must[person.ID](t)(d.AddPerson(t.Context(), by, asked("1"), account.AddPerson{Relation: person.Self, Person: who}))
	none, code := "", canaryCNP
	for i, cnp := range []*string{&none, &code} {
		in := account.ChangePerson{Person: id, Version: int64(i + 1), CNP: cnp, Birth: &account.Birth{
			Date: who.BirthDate, Place: "Canaryville", Country: "SY", Sex: person.Female}}
		if err := d.ChangePerson(t.Context(), by, asked(fmt.Sprint("2", i)), in); err != nil {
			t.Fatal(err)
		}
	}
	paper := d.passport()
	paper.Number = "CNRY 100-001"
	old := must[string](t)(d.Papers.Add(t.Context(), by, asked("3"), account.AddItem[person.Paper]{Person: id, Value: paper}))
	paper.Number, paper.Issuer = "CNRY 200-002", "UA"
	must[string](t)(d.ReplacePaper(t.Context(), by, asked("4"), account.ChangeItem[person.Paper]{Person: id, Item: old, Version: 1, Value: paper}))
	home := person.Address{
		Country: "RO", County: "CJ", Locality: "Canary Town", Street: "Canary Street", Number: "777 canary", Details: "Canary flat",
		Postcode: "CNRY-300", From: d.day(),
	}
	must[string](t)(d.Move(t.Context(), by, asked("5"), account.AddItem[person.Address]{Person: id, Value: home}))
	title := person.Title{Kind: "visa", Number: "CNRY 100-001", From: d.day()}
	must[string](t)(d.Titles.Add(t.Context(), by, asked("6"), account.AddItem[person.Title]{Person: id, Value: title}))
	must[string](t)(d.ShowNumber(t.Context(), by, "r", account.ShowNumber{Person: id, Of: account.OfCNP}))
	officer := access.Actor{Kind: access.Staff, ID: "o1", Roles: []access.Role{access.FrontDesk}}
	must[person.File](t)(d.LookAtPerson(t.Context(), officer, account.LookAtPerson{Person: id, Purpose: office.PurposeCounter}))

	// What is refused must not be repeated either.
	home.Until = d.day().AddDays(-1)
	_, err := d.Addresses.Add(t.Context(), by, asked("7"), account.AddItem[person.Address]{Person: id, Value: home})
	if err == nil {
		t.Error("an address that ends before it begins was taken")
	}
	_, _ = fmt.Fprint(d.log, err)
	return id
}

// heard are the canaries that a text holds, in any form in which they could be written.
func heard(text string) (out []string) {
	text = strings.ToLower(text)
	for _, canary := range canaries() {
		for _, form := range []string{
			canary, person.Canonical(canary), base64.StdEncoding.EncodeToString([]byte(canary)), hex.EncodeToString([]byte(canary)),
		} {
			if strings.Contains(text, strings.ToLower(strings.TrimRight(form, "="))) {
				out = append(out, form)
			}
		}
	}
	return out
}

func TestNoSealedValueIsReadableAnywhere(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		d := personsOn(t, database)
		sing(t, d, d.mine)
		dump := storetest.Dump(t, database)
		if !strings.Contains(dump["person"], "Al-Sayed") {
			t.Error("what lies in clear is not found: the search would find nothing sealed either")
		}
		for where, text := range dump {
			if got := heard(text); len(got) > 0 {
				t.Errorf("%s holds %v", where, got)
			}
		}
		if got := heard(d.log.String()); len(got) > 0 {
			t.Errorf("the log holds %v", got)
		}
	})
}

func TestARemovedPersonIsErasedWhenTheTimeIsOver(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		d := personsOn(t, database)
		gone, back := sing(t, d, d.mine), d.add(d.mine, person.Child, noor())
		for _, id := range []person.ID{gone, back} {
			if err := d.RemovePerson(t.Context(), d.mine, account.Asked{}, id); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.RestorePerson(t.Context(), d.mine, account.Asked{}, back); err != nil {
			t.Fatal(err)
		}
		d.forward(account.UndoFor - time.Second)
		if n := d.erase(); n != 0 {
			t.Errorf("%d jobs ran too early", n)
		}
		d.forward(time.Second)
		if n := d.erase(); n != 2 {
			t.Errorf("%d jobs ran, want 2", n)
		}
		must[account.Opened](t)(d.Open(t.Context(), d.mine, back))
		for table, text := range storetest.Dump(t, database) {
			switch table {
			case "audit_entry", "job", "file": // what was done stays, about an id that leads to nobody
			default:
				if strings.Contains(text, string(gone)) {
					t.Errorf("%s still names the person", table)
				}
			}
		}
		var did []string
		for _, e := range append(d.recorded("person/"+string(gone)), d.recorded("person/"+string(back))...) {
			if e.As == string(access.System) {
				did = append(did, e.Action)
			}
		}
		if want := []string{"person.erase", "person.not-erased"}; !equal(want, did) {
			t.Errorf("the system did %v, want %v", did, want)
		}
	})
}

func equal(want, got []string) bool { return fmt.Sprint(want) == fmt.Sprint(got) }

func TestTwoWhoAddWhatExcludesTheOther(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		d := personsOn(t, database)
		who := d.add(d.mine, person.Self, amina())
		results := make(chan error, 8)
		for range cap(results) {
			go func() { results <- try(t, d.Stays, d, who, person.Stay{Entry: d.day().AddDays(-3)}) }()
		}
		done := 0
		for range cap(results) {
			err := <-results
			if err == nil {
				done++
			} else if got := told(err); !equal([]string{"entry person.stay-overlaps"}, got) {
				t.Errorf("refused with %v", got)
			}
		}
		if done != 1 {
			t.Errorf("%d stays were added", done)
		}
	})
}

// begin puts an application for a person into the database, in a state.
func (d *personsDesk) begin(by access.Actor, id person.ID, state, procedure string) string {
	d.t.Helper()
	app := office.NewID()
	_, err := storetest.SQL(d.t, d.database).ExecContext(d.t.Context(), `INSERT INTO application (id, person, state, submitted_at, version, account,
		procedure_id, created_at, changed_at) VALUES ($1, $2, $3, CASE WHEN $3 = 'draft' THEN '' ELSE $6 END, 1, $4, $5, $6, $6)`,
		app, string(id), state, by.ID, procedure, "2026-11-30T12:00:00.000000Z")
	if err != nil {
		d.t.Fatal(err)
	}
	return app
}

func TestAPersonForWhomAnApplicationWasSentInStays(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		d := personsOn(t, database)
		who, drafted, over := d.add(d.mine, person.Self, amina()), d.add(d.mine, person.Child, noor()), d.add(d.mine, person.Ward, noor())
		sent, draft := d.begin(d.mine, who, "draft", "study-permit"), d.begin(d.mine, who, "draft", "visa-extension")
		d.begin(d.mine, drafted, "draft", "study-permit")
		d.begin(d.mine, over, "withdrawn", "study-permit")
		remove := func(id person.ID) []string { return told(d.RemovePerson(t.Context(), d.mine, account.Asked{}, id)) }
		state := func(is string) {
			_, err := storetest.SQL(t, database).ExecContext(t.Context(),
				"UPDATE application SET state = $1, submitted_at = CASE WHEN $1 = 'draft' THEN '' ELSE changed_at END WHERE id = $2", is, sent)
			if err != nil {
				t.Fatal(err)
			}
		}
		state("submitted")
		if diff := cmp.Diff([]string{"person.sent"}, remove(who)); diff != "" {
			t.Errorf("one for whom an application was sent in: %s", diff)
		}
		must[account.Opened](t)(d.Open(t.Context(), d.mine, who))
		state("draft")
		for _, id := range []person.ID{who, drafted, over} {
			if got := remove(id); got != nil {
				t.Errorf("%v", got)
			}
		}
		state("submitted") // meanwhile
		d.forward(account.UndoFor)
		if n := d.erase(); n != 3 {
			t.Errorf("%d jobs ran", n)
		}
		dump := storetest.Dump(t, database)
		for _, id := range []person.ID{drafted, over} {
			if strings.Contains(dump["person"]+dump["application"]+dump["person_key"], string(id)) {
				t.Error("somebody for whom nothing is kept is still there")
			}
		}
		for table, want := range map[string]bool{"person": true, "person_key": true, "application": true, "account_person": false} {
			if strings.Contains(dump[table], string(who)) != want {
				t.Errorf("%s names whoever stays: %t", table, !want)
			}
		}
		if !strings.Contains(dump["application"], sent) || strings.Contains(dump["application"], draft) {
			t.Error("what was sent in stays, and what was begun goes")
		}
		entries := d.recorded("person/" + string(who))
		if last := entries[len(entries)-1]; last.Action != "person.kept" || last.As != string(access.System) {
			t.Errorf("%+v", last)
		}
	})
}
