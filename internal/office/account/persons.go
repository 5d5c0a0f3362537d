package account

import (
	"context"
	"time"

	"sejur/internal/access"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// PersonsTx is a transaction as the keeping of persons sees it.
type PersonsTx interface {
	office.Tx
	Persons() Register
	Papers() Items[person.Paper]
	Addresses() Items[person.Address]
	Stays() Items[person.Stay]
	Titles() Items[person.Title]
}

// Register is the port of persons and of the accounts that speak for them. A person whom an account has removed stays in it, marked,
// until they are released.
type Register interface {
	// HoldAccount makes other changes of the account's persons wait until the transaction ends. An account that is not active is a
	// fault of kind NotFound.
	HoldAccount(ctx context.Context, account string) error
	// Hold makes other changes of a person's file wait. A person whom the account does not keep is a fault of kind NotFound,
	// whether there is one or not.
	Hold(ctx context.Context, account string, id person.ID) error
	// Of returns the persons of an account without what lies sealed, the removed ones too: self first, then as they were added.
	Of(ctx context.Context, account string) ([]Kept, error)
	// Find returns a person and the version, or a fault of kind NotFound.
	Find(ctx context.Context, id person.ID) (person.Person, int64, error)
	// Add stores a new person with a key of their own, kept by the account since k.Since.
	Add(ctx context.Context, account string, k Kept) error
	// Change stores a person over the version that was seen; Conflict when it is not the stored one.
	Change(ctx context.Context, p person.Person, version int64) error
	// HasCNP tells whether the account keeps another person with a personal numeric code.
	HasCNP(ctx context.Context, account, cnp string, except person.ID) (bool, error)
	// Relate, Remove and Restore change the link between account and person; Conflict when it is not as they expect it.
	Relate(ctx context.Context, account string, id person.ID, r person.Relation) error
	Remove(ctx context.Context, account string, id person.ID, now time.Time) error
	Restore(ctx context.Context, account string, id person.ID, removed time.Time) error
	// Release ends the link of a person who was removed at that time, and says how many accounts still have one. One who was not is a
	// fault of kind NotFound.
	Release(ctx context.Context, account string, id person.ID, removed time.Time) (left int, err error)
	// Sent tells whether the account ("" = any) sent an application in for the person that was not withdrawn: the office keeps its file.
	// Whoever is sending one in finishes first.
	Sent(ctx context.Context, account string, id person.ID) (bool, error)
	// RemoveDrafts removes what was begun for a person and not sent in.
	RemoveDrafts(ctx context.Context, id person.ID, now time.Time) error
	// Erase removes a person with everything that is theirs, and the key that sealed it. One who is gone is a fault of kind NotFound.
	Erase(ctx context.Context, id person.ID) error
}

// Items is the port of one kind of things in a person's file.
type Items[T any] interface {
	// Of returns all of them in the order of person.File, or a fault of kind NotFound when what lies sealed has no key any more.
	Of(ctx context.Context, id person.ID) ([]person.Item[T], error)
	// Add stores a new item with version 1.
	Add(ctx context.Context, id person.ID, item person.Item[T]) error
	// Change stores an item over the version that it names; Conflict when the person has none of that id and version.
	Change(ctx context.Context, id person.ID, item person.Item[T]) error
	// Remove deletes an item; Conflict as above.
	Remove(ctx context.Context, id person.ID, item string, version int64) error
}

// Kept is a person as an account keeps them, without what lies sealed.
type Kept struct {
	person.Person
	Version  int64
	Relation person.Relation
	Since    time.Time
	Removed  time.Time // zero while the account keeps them
}

// Bounds of an account.
const (
	MaxPersons = 20                  // that an account keeps; as many again may wait for their erasure
	UndoFor    = 30 * 24 * time.Hour // a removed person can be brought back, then they are erased
)

// GoneAt is when a removed person is erased.
func (k Kept) GoneAt() time.Time { return k.Removed.Add(UndoFor) }

// PersonsConfig is what the keeping of persons needs.
type PersonsConfig struct {
	House office.House
	Store office.Store[PersonsTx]
	Title func(document string) bool // tells whether the law knows a document as a title of residence; nil = none is
}

// Persons has the verbs of the persons whom accounts speak for. It may be used by many at once. Somebody else's person is a fault of
// kind NotFound, as one that does not exist.
type Persons struct {
	Papers    *Shelf[person.Paper]
	Addresses *Shelf[person.Address]
	Stays     *Shelf[person.Stay]
	Titles    *Shelf[person.Title]

	office *office.Office[PersonsTx]
}

// NewPersons opens the keeping of persons.
func NewPersons(c PersonsConfig) *Persons {
	if c.Title == nil {
		c.Title = func(string) bool { return false }
	}
	o := office.New(c.House, c.Store)
	return &Persons{Papers: papers(o), Addresses: addresses(o), Stays: stays(o), Titles: titles(o, c.Title), office: o}
}

// Asked is what comes with every request that changes something.
type Asked struct {
	Request string
	Key     string // makes the act happen once; "" = it may happen again
}

// keeping is the act of somebody who minds the persons of their account.
func keeping(by access.Actor, asked Asked, action string, input any) office.Act {
	return office.Act{
		By: by, Needs: access.KeepPersons, Action: action, Purpose: office.PurposeOwn, Request: asked.Request, Key: asked.Key,
		Input: input,
	}
}

// List returns the persons of the actor's account, self first: those it keeps, and those it removed and can bring back.
func (p *Persons) List(ctx context.Context, by access.Actor) ([]Kept, error) {
	return office.See(ctx, p.office, by, access.KeepPersons, func(ctx context.Context, tx PersonsTx) ([]Kept, error) {
		all, err := tx.Persons().Of(ctx, by.ID)
		if err != nil {
			return nil, err
		}
		var out []Kept
		for _, k := range all {
			if k.Removed.IsZero() || p.office.Now().Before(k.GoneAt()) {
				out = append(out, k)
			}
		}
		return out, nil
	})
}

// Opened is a person as their account sees them.
type Opened struct {
	person.File // masked: ShowNumber shows a number
	Relation    person.Relation
}

// Open returns a person of the actor's account with all that is kept of them.
func (p *Persons) Open(ctx context.Context, by access.Actor, id person.ID) (Opened, error) {
	return office.See(ctx, p.office, by, access.KeepPersons, func(ctx context.Context, tx PersonsTx) (Opened, error) {
		k, err := keptBy(ctx, tx, by.ID, id)
		if err != nil {
			return Opened{}, err
		}
		file, err := file(ctx, tx, id)
		return Opened{File: file.Masked(), Relation: k.Relation}, err
	})
}

// keptBy is a person whom an account keeps, or a fault of kind NotFound.
func keptBy(ctx context.Context, tx PersonsTx, account string, id person.ID) (Kept, error) {
	all, err := tx.Persons().Of(ctx, account)
	if err != nil {
		return Kept{}, err
	}
	for _, k := range all {
		if k.ID == id && k.Removed.IsZero() {
			return k, nil
		}
	}
	return Kept{}, fault.New(fault.NotFound, "not-found")
}

// file reads all that is kept of a person.
func file(ctx context.Context, tx PersonsTx, id person.ID) (person.File, error) {
	var f person.File
	var err error
	f.Person, f.Version, err = tx.Persons().Find(ctx, id)
	if err != nil {
		return person.File{}, err
	}
	f.Papers, err = tx.Papers().Of(ctx, id)
	if err != nil {
		return person.File{}, err
	}
	f.Addresses, err = tx.Addresses().Of(ctx, id)
	if err != nil {
		return person.File{}, err
	}
	f.Stays, err = tx.Stays().Of(ctx, id)
	if err != nil {
		return person.File{}, err
	}
	f.Titles, err = tx.Titles().Of(ctx, id)
	if err != nil {
		return person.File{}, err
	}
	return f, nil
}

// today is the legal day of an act.
func today(w *office.Work) calendar.Date { return calendar.Today(w.Now) }
