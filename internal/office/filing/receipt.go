package filing

import (
	"cmp"
	"context"
	"log/slog"

	"sejur/internal/document"
	"sejur/internal/locale"
	"sejur/internal/office"
)

// receipt plans the receipt, seals it where the key is in this process, and leaves the rest to a job.
func (s *sending) receipt(ctx context.Context) (document.ID, error) {
	doc, sealed, signed, err := document.PlanSigned(ctx, s.tx.Sealing(), document.New{
		ID: document.ID(office.NewID()), Kind: document.Receipt, Basis: document.Basis{Kind: document.OfApplication, ID: string(s.app.ID)},
		Person: s.app.Person, Procedure: s.app.Procedure, Lang: s.app.Lang, IssuedOn: s.asked.On, Facts: s.receiptFacts(), Specimen: s.desk.specimen,
	}, s.w.Now, func(doc document.Document) (document.Sealed, bool, error) { return s.seal(ctx, doc) })
	if err != nil {
		return "", err
	}
	record := s.w.Also("document.plan", "document", string(doc.ID))
	record.Changed("state", "", string(document.Planned))
	record.Changed("number", "", string(doc.Number))
	if !signed {
		s.w.Enqueue(office.Job{Kind: document.SignJob, Key: doc.SignKey(), Body: document.Job{Document: doc.ID}})
		return doc.ID, nil
	}
	record = s.w.Also("document.sign", "document", string(doc.ID))
	record.Changed("state", string(document.Planned), string(document.Signed))
	record.Changed("seal", "", sealed.Digest)
	record.Changed("certificate", "", sealed.Reference)
	s.w.Enqueue(office.Job{Kind: document.PrintJob, Key: doc.PrintKey(), Body: document.Job{Document: doc.ID}})
	return doc.ID, nil
}

// seal seals a receipt; false where another process signs, or the key does not sign now. Nobody's application waits for a key: the job that signs
// later says what is wrong with it.
func (s *sending) seal(ctx context.Context, doc document.Document) (document.Sealed, bool, error) {
	if s.desk.key == nil {
		return document.Sealed{}, false, nil
	}
	key, err := s.desk.key(ctx)
	if err != nil {
		s.desk.log.Warn("a receipt is signed later", slog.Any("cause", err))
		return document.Sealed{}, false, nil
	}
	all, err := s.tx.Sealing().Certificates(ctx)
	if err != nil {
		return document.Sealed{}, false, err
	}
	sealed, err := document.Sign(doc, key, all, s.w.Now)
	if err != nil {
		s.desk.log.Warn("a receipt is signed later", slog.Any("cause", err))
		return document.Sealed{}, false, nil
	}
	return sealed, true, nil
}

// receiptFacts are what the receipt says: who, what, when, where, and what it is in law.
func (s *sending) receiptFacts() []document.Fact {
	name := func(from, known string) string { return cmp.Or(s.answer(from), known) }
	out := []document.Fact{
		{Name: document.Surname, Value: name("person.surname", s.file.Names.Surname)},
		{Name: document.BirthDate, Value: name("fact.birth_date", s.file.BirthDate.String())},
		{Name: document.Application, Value: s.app.Reference.String()},
		{Name: document.FiledOn, Value: s.asked.On.String()},
		{Name: document.Filing, Value: s.filing()},
		{Name: document.Procedure, Value: s.asked.Form.TitleRO, Other: s.asked.Form.Title},
		{Name: document.Office, Value: s.where(locale.RO), Other: s.where(s.app.Lang)},
	}
	if given := name("person.given_names", s.file.Names.Given); given != "" {
		out = append(out, document.Fact{Name: document.Given, Value: given})
	}
	ends := rightEnds(s.asked.Facts)
	if soon := !ends.IsZero() && ends.Sub(s.asked.On) <= RightEndsSoon; soon && s.filing() == document.FilingPreparation && ends.After(s.asked.On) {
		out = append(out, document.Fact{Name: document.ComeBy, Value: ends.String()})
	}
	return out
}

// filing is what sending is in law.
func (s *sending) filing() string {
	if s.asked.Form.Filing == document.FilingFiled {
		return document.FilingFiled
	}
	return document.FilingPreparation
}

// where is the office, or the authority where no office is known, in a language.
func (s *sending) where(lang locale.Lang) string {
	if o, known := s.desk.law.Office(s.office, lang); known {
		return o.Name
	}
	page, _ := s.desk.law.Procedure(s.app.Procedure, lang, s.asked.On)
	return page.Route.AuthorityName
}

// answer is what the form says of something that is a text, "" when it does not ask for it.
func (s *sending) answer(from string) string { return s.asked.Text(from) }
