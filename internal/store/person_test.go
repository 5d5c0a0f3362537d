package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/keys"
	"sejur/internal/office"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

// registry is a store with two accounts.
type registry struct {
	*store.Store
	database   string
	keys       *keys.Ring
	mine, hers string
}

// eachRegistry runs a test on both engines.
func eachRegistry(t *testing.T, test func(t *testing.T, r registry)) {
	t.Helper()
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		ring := storetest.Keys(t)
		s := storetest.Open(t, store.Config{Database: database, Keys: ring})
		test(t, registry{s, database, ring, storetest.Account(t, database), storetest.Account(t, database)})
	})
}

// amina is somebody made up.
func amina() account.Kept {
	return account.Kept{
		Person: person.Person{
			ID: person.ID(office.NewID()), Names: person.Names{Surname: "Al-Sayed", Given: "Amina"}, BirthDate: calendar.On(1985, time.May, 17),
			BirthPlace: "Aleppo", BirthCountry: "SY", Sex: person.Female, Nationality: "SY", CNP: "8850517120340",
		},
		Version: 1, Relation: person.Self, Since: noon,
	}
}

// add stores a person for an account.
func (r registry) add(t *testing.T, by string, k account.Kept) person.ID {
	t.Helper()
	change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Add(ctx, by, k) })
	return k.ID
}

// fill puts one of everything into a person's file.
func (r registry) fill(t *testing.T, id person.ID) person.File {
	t.Helper()
	day := calendar.Of(noon)
	f := person.File{
		Papers: []person.Item[person.Paper]{item(person.Paper{
			Kind: person.Passport, Number: "N 012-345", Issuer: "SY", Issued: day.AddYears(-6), Expires: day.AddYears(4), Ended: day,
		})},
		Addresses: []person.Item[person.Address]{item(person.Address{
			Country: "RO", County: "CJ", Locality: "Cluj-Napoca", Street: "Strada Lungă", Number: "7 bis", Details: "ap. 3", Postcode: "400000",
			From: day.AddDays(-9), Until: day,
		})},
		Stays:  []person.Item[person.Stay]{item(person.Stay{Entry: day.AddDays(-9), Exit: day})},
		Titles: []person.Item[person.Title]{item(person.Title{Kind: "residence-permit", Number: "X 1234", From: day, Until: day.AddYears(1)})},
	}
	change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(
			tx.Papers().Add(ctx, id, f.Papers[0]), tx.Addresses().Add(ctx, id, f.Addresses[0]),
			tx.Stays().Add(ctx, id, f.Stays[0]), tx.Titles().Add(ctx, id, f.Titles[0]),
		)
	})
	r.issue(t, id)
	r.sent(t, id)
	return f
}

// sent stores what an applicant has sent and what was said about it, one row in each table.
func (r registry) sent(t *testing.T, id person.ID) {
	t.Helper()
	app, file := "application-"+string(id), "casefile-"+string(id)
	db := storetest.SQL(t, r.database)
	for _, row := range []struct {
		statement string
		args      []any
	}{
		{`INSERT INTO application_page (application, correction, page, answers, law, saved_at, version) VALUES ($1, '', 'identity', 'sealed', 'l', 't', 1)`, []any{app}},
		{`INSERT INTO application_line (application, document, state, reason, note, issued_on, version) VALUES ($1, 'passport', 'open', '', '', '', 1)`, []any{app}},
		{`INSERT INTO upload (id, application, document, correction, position, name, state, refused, kind, pages, size, expected, digest, scanned, received_at,
			checked_at, removed_at, version) VALUES ($1, $2, 'passport', '', 1, 'sealed', 'checking', '', '', 0, 1, 0, 'd', '', 't', '', '', 1)`, []any{"upload-" + string(id), app}},
		{`INSERT INTO upload_zone (upload, zone, read_at) VALUES ($1, 'sealed', 't')`, []any{"upload-" + string(id)}},
		{`INSERT INTO upload_file (place, upload, part, n, size, digest, kept_size, kept, weighed_at, fault) VALUES ($1, $2, 'original', 0, 1, 'd', 1, 'k', '', '')`,
			[]any{"place-" + office.NewID(), "upload-" + string(id)}}, // a place names nobody: it outlives whoever is erased
		{`INSERT INTO case_event (id, casefile, kind, at, side, account, role, office, document, reason, until, body, read_at)
			VALUES ($1, $2, 'message', 't', 'applicant', '', '', '', '', '', '', 'sealed', '')`, []any{"event-" + string(id), file}},
		{`INSERT INTO correction (id, casefile, state, until, opened_at, sent_at, version) VALUES ($1, $2, 'open', 'd', 't', '', 1)`, []any{"correction-" + string(id), file}},
		{`INSERT INTO correction_item (correction, kind, ref, reason, note) VALUES ($1, 'page', 'identity', 'other', '')`, []any{"correction-" + string(id)}},
	} {
		if _, err := db.ExecContext(t.Context(), row.statement, row.args...); err != nil {
			t.Fatal(err)
		}
	}
}

func item[T any](value T) person.Item[T] {
	return person.Item[T]{ID: office.NewID(), Version: 1, Value: value}
}

// file reads what is kept of a person.
func (r registry) file(t *testing.T, id person.ID) (f person.File) {
	t.Helper()
	err := r.Read(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		var errs [5]error
		f.Person, f.Version, errs[0] = tx.Persons().Find(ctx, id)
		f.Papers, errs[1] = tx.Papers().Of(ctx, id)
		f.Addresses, errs[2] = tx.Addresses().Of(ctx, id)
		f.Stays, errs[3] = tx.Stays().Of(ctx, id)
		f.Titles, errs[4] = tx.Titles().Of(ctx, id)
		return errors.Join(errs[:]...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// days compares days as values.
func days() cmp.Option { return cmpopts.EquateComparable(calendar.Date{}) }

// refused runs a change that must fail, and returns the kind of its fault.
func refused(t *testing.T, s *store.Store, fn func(context.Context, *store.Tx) error) fault.Kind {
	t.Helper()
	err := s.Change(t.Context(), fn)
	if err == nil {
		t.Fatal("it was not refused")
	}
	return fault.KindOf(err)
}

func TestWhatIsKeptOfAPersonComesBack(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		k := amina()
		want := r.fill(t, r.add(t, r.mine, k))
		want.Person, want.Version = k.Person, 1
		if diff := cmp.Diff(want, r.file(t, k.ID), days()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhoHasNoNumbersHasNothingSealed(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		k := amina()
		k.CNP, k.BirthPlace = "", ""
		r.add(t, r.mine, k)
		if got := r.file(t, k.ID); got.CNP != "" || got.BirthPlace != "" {
			t.Errorf("read back %+v", got.Person)
		}
	})
}

func TestAChangeNamesTheVersionThatItSaw(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		k := amina()
		f := r.fill(t, r.add(t, r.mine, k))
		k.Names.Given, k.CNP = "Amina Noor", ""
		f.Papers[0].Value.Number = "N 999"
		f.Addresses[0].Value.Street = "Strada Scurtă"
		f.Stays[0].Value.Exit = calendar.Date{}
		f.Titles[0].Value.Number = ""
		for name, write := range map[string]func(context.Context, *store.Tx) error{
			"person":  func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Change(ctx, k.Person, 1) },
			"paper":   func(ctx context.Context, tx *store.Tx) error { return tx.Papers().Change(ctx, k.ID, f.Papers[0]) },
			"address": func(ctx context.Context, tx *store.Tx) error { return tx.Addresses().Change(ctx, k.ID, f.Addresses[0]) },
			"stay":    func(ctx context.Context, tx *store.Tx) error { return tx.Stays().Change(ctx, k.ID, f.Stays[0]) },
			"title":   func(ctx context.Context, tx *store.Tx) error { return tx.Titles().Change(ctx, k.ID, f.Titles[0]) },
		} {
			change(t, r.Store, write)
			if got := refused(t, r.Store, write); got != fault.Conflict {
				t.Errorf("%s: the second with the version got %v", name, got)
			}
		}
		want := f
		want.Person, want.Version = k.Person, 2
		want.Papers[0].Version, want.Addresses[0].Version, want.Stays[0].Version, want.Titles[0].Version = 2, 2, 2, 2
		if diff := cmp.Diff(want, r.file(t, k.ID), days()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAThingIsRemovedAsItWasSeen(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		k, other := amina(), amina()
		f := r.fill(t, r.add(t, r.mine, k))
		r.add(t, r.hers, other)
		remove := map[string]func(context.Context, *store.Tx, person.ID, int64) error{
			"paper": func(ctx context.Context, tx *store.Tx, id person.ID, v int64) error {
				return tx.Papers().Remove(ctx, id, f.Papers[0].ID, v)
			},
			"address": func(ctx context.Context, tx *store.Tx, id person.ID, v int64) error {
				return tx.Addresses().Remove(ctx, id, f.Addresses[0].ID, v)
			},
			"stay": func(ctx context.Context, tx *store.Tx, id person.ID, v int64) error {
				return tx.Stays().Remove(ctx, id, f.Stays[0].ID, v)
			},
			"title": func(ctx context.Context, tx *store.Tx, id person.ID, v int64) error {
				return tx.Titles().Remove(ctx, id, f.Titles[0].ID, v)
			},
		}
		for name, do := range remove {
			for _, wrong := range []struct {
				what string
				id   person.ID
				v    int64
			}{{"another version", k.ID, 2}, {"another person", other.ID, 1}} {
				got := refused(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return do(ctx, tx, wrong.id, wrong.v) })
				if got != fault.Conflict {
					t.Errorf("%s of %s: %v", name, wrong.what, got)
				}
			}
			change(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return do(ctx, tx, k.ID, 1) })
		}
		if got := r.file(t, k.ID); len(got.Papers)+len(got.Addresses)+len(got.Stays)+len(got.Titles) > 0 {
			t.Errorf("something is left: %+v", got)
		}
	})
}

func TestAnAccountHoldsItsOwnPersonsOnly(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.add(t, r.mine, amina())
		hold := func(by string, id person.ID) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Hold(ctx, by, id) }
		}
		change(t, r.Store, hold(r.mine, id))
		for name, fn := range map[string]func(context.Context, *store.Tx) error{
			"somebody else's":         hold(r.hers, id),
			"a person there is not":   hold(r.mine, "nobody"),
			"an account there is not": func(ctx context.Context, tx *store.Tx) error { return tx.Persons().HoldAccount(ctx, "nobody") },
		} {
			if got := refused(t, r.Store, fn); got != fault.NotFound {
				t.Errorf("%s: %v", name, got)
			}
		}
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			return tx.Persons().Remove(ctx, r.mine, id, noon.Add(time.Hour))
		})
		if got := refused(t, r.Store, hold(r.mine, id)); got != fault.NotFound {
			t.Errorf("a removed person: %v", got)
		}
	})
}

func TestPersonsAreListedSelfFirst(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		child, self := amina(), amina()
		child.Relation, child.Since = person.Child, noon
		self.Since = noon.Add(time.Hour)
		r.add(t, r.mine, child)
		r.add(t, r.mine, self)
		r.add(t, r.hers, amina())
		change(t, r.Store, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(
				tx.Persons().Relate(ctx, r.mine, child.ID, person.Ward), tx.Persons().Remove(ctx, r.mine, child.ID, noon.Add(2*time.Hour)))
		})
		child.Relation, child.Removed = person.Ward, noon.Add(2*time.Hour)
		want := []account.Kept{self, child}
		for i := range want {
			want[i].BirthPlace, want[i].CNP = "", "" // a list opens nothing
		}
		got := listed(t, r, r.mine)
		if diff := cmp.Diff(want, got, days()); diff != "" {
			t.Error(diff)
		}
	})
}

func listed(t *testing.T, r registry, by string) (out []account.Kept) {
	t.Helper()
	err := r.Read(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = tx.Persons().Of(ctx, by)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestARemovedPersonComesBackOrGoes(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.add(t, r.mine, amina())
		at := noon.Add(time.Hour)
		step := func(fn func(context.Context, account.Register) error) func(context.Context, *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error { return fn(ctx, tx.Persons()) }
		}
		remove := step(func(ctx context.Context, p account.Register) error { return p.Remove(ctx, r.mine, id, at) })
		restore := step(func(ctx context.Context, p account.Register) error { return p.Restore(ctx, r.mine, id, at) })
		release := step(func(ctx context.Context, p account.Register) error {
			left, err := p.Release(ctx, r.mine, id, at)
			if err == nil && left != 0 {
				t.Errorf("%d accounts are left", left)
			}
			return err
		})
		if got := refused(t, r.Store, release); got != fault.NotFound {
			t.Errorf("released one who was not removed: %v", got)
		}
		change(t, r.Store, remove)
		if got := refused(t, r.Store, remove); got != fault.Conflict {
			t.Errorf("removed twice: %v", got)
		}
		change(t, r.Store, restore)
		if got := refused(t, r.Store, restore); got != fault.Conflict {
			t.Errorf("restored twice: %v", got)
		}
		change(t, r.Store, remove)
		change(t, r.Store, release)
		if got := listed(t, r, r.mine); len(got) > 0 {
			t.Errorf("listed after it was released: %v", got)
		}
	})
}

func TestASecondSelfIsRefusedByTheDatabase(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		r.add(t, r.mine, amina())
		refused(t, r.Store, func(ctx context.Context, tx *store.Tx) error { return tx.Persons().Add(ctx, r.mine, amina()) })
		r.add(t, r.hers, amina())
	})
}

func TestANumberIsFoundByItsCanonicalForm(t *testing.T) {
	t.Parallel()
	eachRegistry(t, func(t *testing.T, r registry) {
		id := r.add(t, r.mine, amina())
		has := func(by, cnp string, except person.ID) (out bool) {
			change(t, r.Store, func(ctx context.Context, tx *store.Tx) (err error) {
				out, err = tx.Persons().HasCNP(ctx, by, cnp, except)
				return err
			})
			return out
		}
		for _, tt := range []struct {
			name, by, cnp string
			except        person.ID
			want          bool
		}{
			{"as it is kept", r.mine, "8850517120340", "", true},
			{"written otherwise", r.mine, "885-0517 12034 0", "", true},
			{"another", r.mine, "8850517120341", "", false},
			{"the person's own", r.mine, "8850517120340", id, false},
			{"in another account", r.hers, "8850517120340", "", false},
		} {
			if got := has(tt.by, tt.cnp, tt.except); got != tt.want {
				t.Errorf("%s: %t", tt.name, got)
			}
		}
	})
}
