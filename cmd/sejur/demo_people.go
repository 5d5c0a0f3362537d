//go:build demo

package main

import (
	"context"
	"fmt"
	"time"

	"sejur/internal/access"
	"sejur/internal/appointment"
	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/office/admin"
	"sejur/internal/person"
	pages "sejur/internal/web/account"
	"sejur/internal/web/public"
)

// demoOffice is where the made-up staff work.
const demoOffice = "igi-cj"

// invent makes up the people of the demo, and an office that is open, and says who there is. What is there already stays as it is.
func (h *house) invent(ctx context.Context, l public.Guide) ([]pages.Made, error) {
	if err := h.resume(ctx); err != nil { // the certificate by which the papers are verified
		return nil, err
	}
	var cast []pages.Made
	var head, officer access.Account
	for _, a := range demoStaff() {
		there, err := h.desks.account.Invent(ctx, a)
		if err != nil {
			return nil, err
		}
		cast = append(cast, pages.Made{Account: there})
		if there.Roles[0] == access.Head {
			head = there
		}
		if there.Roles[0] == access.CaseOfficer {
			officer = there
		}
		if there.Roles[0] != access.Administrator {
			continue
		}
		if err := h.openDemoOffice(ctx, there.Actor("", time.Time{})); err != nil {
			return nil, err
		}
	}
	for _, p := range demoApplicants(calendar.Today(h.store.Now())) {
		there, err := h.desks.account.Invent(ctx, p.account)
		if err != nil {
			return nil, err
		}
		if err := h.keepDemoPersons(ctx, there.Actor("", time.Time{}), p.persons); err != nil {
			return nil, err
		}
		if err := h.applyDemo(ctx, there, officer, p.applies); err != nil {
			return nil, fmt.Errorf("apply for %s: %w", p.account.Email, err)
		}
		papers, err := h.issueDemoPapers(ctx, l, head, there)
		if err != nil {
			return nil, err
		}
		cast = append(cast, pages.Made{Account: there, Who: p.who, Papers: papers})
	}
	return cast, h.desks.issuing.PublishList(ctx)
}

func demoStaff() []access.Account {
	var out []access.Account
	for _, s := range []struct {
		name, address string
		role          access.Role
	}{
		{"Ioana Marin", "ioana.marin", access.Administrator},
		{"Radu Enache", "radu.enache", access.Head},
		{"Elena Dobre", "elena.dobre", access.CaseOfficer},
		{"Mihai Stoica", "mihai.stoica", access.FrontDesk},
		{"Ana Petrescu", "ana.petrescu", access.Auditor},
	} {
		out = append(out, access.Account{
			Kind: access.Staff, Name: s.name, Email: s.address + "@sejur.example", Lang: locale.RO, Office: demoOffice, Roles: []access.Role{s.role},
		})
	}
	return out
}

// demoApplicant is an account with the persons it keeps.
type demoApplicant struct {
	account access.Account
	who     string // key of the sentence that says who it is
	persons []demoPerson
	applies demoApplication
}

type demoPerson struct {
	relation person.Relation
	person   person.Person
	passport string
}

func demoApplicants(today calendar.Date) []demoApplicant {
	applicant := func(address string, lang locale.Lang) access.Account {
		return access.Account{Kind: access.Applicant, Email: address + "@post.example", Lang: lang}
	}
	made := func(r person.Relation, surname, given string, sex person.Sex, born calendar.Date, country, passport string) demoPerson {
		return demoPerson{r, person.Person{
			Names: person.Names{Surname: surname, Given: given}, Sex: sex, BirthDate: born, Nationality: country, BirthCountry: country,
		}, passport}
	}
	return []demoApplicant{
		{applicant("priya.sharma", locale.EN), "demo.student", []demoPerson{
			made(person.Self, "Sharma", "Priya", person.Female, calendar.On(2003, time.May, 14), "IN", "Z1234567"),
		}, demoStudies(demoBegun, "IN", "23", "Jaipur", today)},
		{applicant("olena.koval", locale.UK), "demo.family", []demoPerson{
			made(person.Self, "Koval", "Olena", person.Female, calendar.On(1988, time.February, 2), "UA", "FA123456"),
			made(person.Child, "Koval", "Taras", person.Male, calendar.On(2016, time.September, 21), "UA", "FA123457"),
			made(person.Child, "Koval", "Sofiia", person.Female, calendar.On(2020, time.January, 9), "UA", ""),
		}, demoApplication{}},
		{applicant("marie.dupont", locale.RO), "demo.citizen", []demoPerson{
			made(person.Self, "Dupont", "Marie", person.Female, calendar.On(1957, time.July, 30), "FR", "18AB12345"),
		}, demoResidence(demoAccepted, "Lyon", today)},
		{applicant("nobody.yet", locale.EN), "demo.new", nil, demoApplication{}},
		{applicant("amara.okafor", locale.EN), "demo.waiting", []demoPerson{
			made(person.Self, "Okafor", "Amara", person.Female, calendar.On(2001, time.March, 8), "NG", "A12345678"),
		}, demoStudies(demoSent, "NG", "25", "Lagos", today)},
		{applicant("nodira.karimova", locale.EN), "demo.returned", []demoPerson{
			made(person.Self, "Karimova", "Nodira", person.Female, calendar.On(2004, time.August, 17), "UZ", "FA7654321"),
		}, demoStudies(demoReturned, "UZ", "22", "Samarkand", today)},
		{applicant("lia.santos", locale.EN), "demo.photographed", []demoPerson{
			made(person.Self, "Santos", "Lia", person.Female, calendar.On(2004, time.February, 11), "PH", ""),
		}, demoPhotographed("PH", "22", "Cebu", today)},
	}
}

// keepDemoPersons adds persons to an account that keeps none.
func (h *house) keepDemoPersons(ctx context.Context, by access.Actor, persons []demoPerson) error {
	kept, err := h.desks.persons.List(ctx, by)
	if err != nil || len(kept) > 0 {
		return err
	}
	today := calendar.Today(h.store.Now())
	for _, p := range persons {
		id, err := h.desks.persons.AddPerson(ctx, by, account.Asked{}, account.AddPerson{Relation: p.relation, Person: p.person})
		if err != nil {
			return err
		}
		if p.passport == "" {
			continue
		}
		_, err = h.desks.persons.Papers.Add(ctx, by, account.Asked{}, account.AddItem[person.Paper]{Person: id, Value: person.Paper{
			Kind: person.Passport, Number: p.passport, Issuer: p.person.Nationality, Issued: today.AddYears(-2), Expires: today.AddYears(8),
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// openDemoOffice lets the office take part, with a service, two desks and hours, unless it does already.
func (h *house) openDemoOffice(ctx context.Context, by access.Actor) error {
	desk := h.desks.admin
	_, err := desk.PutOffice(ctx, by, admin.PutOffice{ID: demoOffice, Active: true})
	if fault.KindOf(err) == fault.Conflict && err != nil {
		return nil // it takes part
	}
	if err != nil {
		return err
	}
	service, err := desk.PutService(ctx, by, admin.PutService{Service: appointment.Service{
		Office: demoOffice, Visit: appointment.Filing, Minutes: 20, Active: true,
	}})
	if err != nil {
		return err
	}
	for _, name := range []string{"1", "2"} {
		_, err := desk.PutDesk(ctx, by, admin.PutDesk{Desk: appointment.Desk{Office: demoOffice, Name: name, Services: []string{service.ID}, Active: true}})
		if err != nil {
			return err
		}
	}
	today := calendar.Today(h.store.Now())
	for day := time.Monday; day <= time.Friday; day++ {
		_, err := desk.PutHours(ctx, by, admin.PutHours{Hours: appointment.Hours{
			Office: demoOffice, Service: service.ID, Weekday: day, Opens: 8*60 + 30, Closes: 13*60 + 30, From: today, Active: true,
		}})
		if err != nil {
			return err
		}
	}
	return nil
}
