package account

import (
	"context"
	"slices"
	"time"

	"sejur/internal/access"
	"sejur/internal/fault"
	"sejur/internal/office"
	"sejur/internal/person"
)

// EraseRemoved is the kind of job that erases a removed person. Its body is a RemovedPerson.
const EraseRemoved = "person.erase"

// RemovedPerson says which removal a job is about: whoever was brought back, or removed again later, is another's.
type RemovedPerson struct {
	Account string    `json:"account"`
	Person  person.ID `json:"person"`
	Removed time.Time `json:"removed"`
}

// erasing is the job that erases a person who was removed from an account, at a time.
func erasing(account string, id person.ID, removed, at time.Time) office.Job {
	return office.Job{
		Kind: EraseRemoved, Key: EraseRemoved + "/" + account + "/" + string(id) + "/" + removed.Format(time.RFC3339Nano),
		Body: RemovedPerson{Account: account, Person: id, Removed: removed}, At: at,
	}
}

// RemovePerson takes a person out of the actor's account. For UndoFor they can be brought back; then they are erased, with the drafts of
// their applications. A person for whom the account sent an application in stays until it was withdrawn: Invalid with the key person.sent.
func (p *Persons) RemovePerson(ctx context.Context, by access.Actor, asked Asked, id person.ID) error {
	_, err := office.Do(ctx, p.office, keeping(by, asked, "person.remove", id),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (person.ID, error) {
			sent, err := tx.Persons().Sent(ctx, by.ID, id) // before the person is held, as whoever sends one in takes them in this order
			if err != nil {
				return "", err
			}
			if _, _, err := p.hold(ctx, tx, by.ID, id); err != nil {
				return "", err
			}
			if sent {
				return "", fault.New(fault.Invalid, "person.sent")
			}
			w.About("person", string(id))
			w.Enqueue(erasing(by.ID, id, w.Now, w.Now.Add(UndoFor)))
			return id, tx.Persons().Remove(ctx, by.ID, id, w.Now)
		})
	return err
}

// RestorePerson brings a removed person back. One who was not removed, or too long ago, is a fault of kind NotFound; Invalid when the
// account is full, or has become another self.
func (p *Persons) RestorePerson(ctx context.Context, by access.Actor, asked Asked, id person.ID) error {
	_, err := office.Do(ctx, p.office, keeping(by, asked, "person.restore", id),
		func(ctx context.Context, tx PersonsTx, w *office.Work) (person.ID, error) {
			if err := tx.Persons().HoldAccount(ctx, by.ID); err != nil {
				return "", err
			}
			all, err := tx.Persons().Of(ctx, by.ID)
			if err != nil {
				return "", err
			}
			i := slices.IndexFunc(all, func(k Kept) bool { return k.ID == id && !k.Removed.IsZero() && w.Now.Before(k.GoneAt()) })
			if i < 0 {
				return "", fault.New(fault.NotFound, "not-found")
			}
			others := keptOf(all)
			if len(others) >= MaxPersons {
				return "", fault.New(fault.Invalid, "person.too-many", fault.Num("max", MaxPersons))
			}
			if err := beside(others, all[i]).Err(); err != nil {
				return "", err
			}
			w.About("person", string(id))
			return id, tx.Persons().Restore(ctx, by.ID, id, all[i].Removed)
		})
	return err
}

// EraseRemoved does the job of that kind: it erases a person whom no account keeps any more. When the person was brought back it
// changes nothing. A person for whom an application was sent in stays, nobody's any more, for the office keeps its files (the entry is
// person.kept); what was only begun for them goes.
func (p *Persons) EraseRemoved(ctx context.Context, held office.Held, in RemovedPerson) error {
	act := office.Act{
		By: access.Named("persons"), Needs: access.RunOperations, Action: EraseRemoved, Purpose: office.PurposeUpkeep, Job: &held,
	}
	_, err := office.Do(ctx, p.office, act, func(ctx context.Context, tx PersonsTx, w *office.Work) (person.ID, error) {
		w.About("person", string(in.Person))
		left, err := tx.Persons().Release(ctx, in.Account, in.Person, in.Removed)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			w.Became("person.not-erased")
			return "", nil
		case err != nil:
			return "", err
		case left > 0:
			w.Became("person.release")
			return in.Person, nil
		}
		sent, err := tx.Persons().Sent(ctx, "", in.Person)
		switch {
		case err != nil:
			return "", err
		case sent:
			w.Became("person.kept")
			return in.Person, tx.Persons().RemoveDrafts(ctx, in.Person, w.Now)
		}
		return in.Person, tx.Persons().Erase(ctx, in.Person)
	})
	return err
}
