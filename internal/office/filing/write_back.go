package filing

import (
	"context"
	"encoding/json"

	"sejur/internal/office"
	"sejur/internal/person"
)

// writeBack puts what the form learned into the person's file, so that the next form knows it. What is empty there is filled; what is there stays,
// whatever the form says: a name, a birth date or a number that differs is for an officer to compare with the paper, and is never overwritten
// in passing. A passport that the file does not have is added beside the others, days of one that it has are mended. An address is added
// where none of today is known. What would not pass the checks of the file is left out: it stands in the application all the same.
func (s *sending) writeBack(ctx context.Context) error {
	if err := s.writePerson(ctx); err != nil {
		return err
	}
	if err := s.writePassport(ctx); err != nil {
		return err
	}
	return s.writeAddress(ctx)
}

// writePerson fills what the file does not know of the person.
func (s *sending) writePerson(ctx context.Context) error {
	before, after := s.file.Person, s.file.Person
	fill := func(into *string, from string) {
		if *into == "" {
			*into = s.answer(from)
		}
	}
	fill(&after.BirthPlace, "person.birth_place")
	fill(&after.BirthCountry, "person.birth_country")
	fill(&after.CNP, "person.cnp")
	if after == before || len(after.Check(s.asked.On)) > 0 {
		return nil
	}
	if after.CNP != before.CNP {
		if twice, err := s.tx.People().HasCNP(ctx, s.app.Account, after.CNP, s.app.Person); err != nil || twice {
			return err
		}
	}
	record := s.w.Also("person.change", "person", string(s.app.Person))
	record.Changed("birth_place", before.BirthPlace, after.BirthPlace)
	record.Changed("birth_country", before.BirthCountry, after.BirthCountry)
	record.Changed("cnp", before.CNP, after.CNP)
	return s.tx.People().Change(ctx, after, s.file.Version)
}

// writePassport adds the passport of the form, or mends its days.
func (s *sending) writePassport(ctx context.Context) error {
	p := person.Paper{
		Kind: person.PaperKind(s.answer("paper.passport.kind")), Number: s.answer("paper.passport.number"), Issuer: s.answer("paper.passport.issuer"),
		Issued: s.asked.Date("paper.passport.issued_on"), Expires: s.asked.Date("paper.passport.expires"),
	}
	if p.Kind == "" {
		p.Kind = person.Passport
	}
	if p.Number == "" || len(p.Check(s.asked.On)) > 0 {
		return nil
	}
	for _, item := range s.file.Papers {
		if item.Value.Issuer != p.Issuer || person.Canonical(item.Value.Number) != person.Canonical(p.Number) {
			continue // of whatever kind: a form knows fewer kinds than the file
		}
		if item.Value.Issued == p.Issued && item.Value.Expires == p.Expires {
			return nil
		}
		before := item.Value
		item.Value.Issued, item.Value.Expires = p.Issued, p.Expires
		s.recordPaper("person.change-paper", before, item.Value)
		return s.tx.People().ChangePaper(ctx, s.app.Person, item)
	}
	if len(s.file.Papers) >= person.MaxPapers {
		return nil
	}
	s.recordPaper("person.add-paper", person.Paper{}, p)
	return s.tx.People().AddPaper(ctx, s.app.Person, person.Item[person.Paper]{ID: office.NewID(), Version: 1, Value: p})
}

// recordPaper notes what changed about a paper, under the names of the desk of persons.
func (s *sending) recordPaper(action string, before, after person.Paper) {
	record := s.w.Also(action, "person", string(s.app.Person))
	record.Changed("paper.kind", string(before.Kind), string(after.Kind))
	record.Changed("paper.number", before.Number, after.Number)
	record.Changed("paper.issuer", before.Issuer, after.Issuer)
	record.Changed("paper.issued", before.Issued.String(), after.Issued.String())
	record.Changed("paper.expires", before.Expires.String(), after.Expires.String())
}

// writeAddress adds where somebody lives, where the file knows of no place today.
func (s *sending) writeAddress(ctx context.Context) error {
	f := s.asked.Form.FieldFrom("address.romania")
	if _, known := s.file.AddressIn(true); f == nil || known || len(s.file.Addresses) >= person.MaxAddresses {
		return nil
	}
	var parts map[string]string
	if json.Unmarshal(s.asked.Answers[f.ID], &parts) != nil {
		return nil
	}
	a := person.Address{
		Country: parts["country"], County: parts["county"], Locality: parts["locality"], Street: parts["street"], Number: parts["number"],
		Details: parts["details"], Postcode: parts["postcode"],
	}
	others := make([]person.Address, len(s.file.Addresses))
	for i, item := range s.file.Addresses {
		others[i] = item.Value
	}
	if len(a.Check())+len(a.Beside(others)) > 0 {
		return nil
	}
	record := s.w.Also("person.add-address", "person", string(s.app.Person))
	for _, part := range sortedIDs(parts) {
		record.Changed("address."+part, "", parts[part])
	}
	return s.tx.People().AddAddress(ctx, s.app.Person, person.Item[person.Address]{ID: office.NewID(), Version: 1, Value: a})
}
