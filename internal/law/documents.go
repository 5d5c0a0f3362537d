package law

import "sejur/internal/calendar"

// document is one kind of paper, whoever asks for it.
type document struct {
	cited
	id, kind, issuer         string
	title, hint, where, from *text
	fresh                    *calendar.Term
	issued                   *Fact
	upload                   []string
	zone                     bool
	used                     bool
}

func compileDocuments(rows []documentRow, l *Law, faults *faultList) map[string]*document {
	out := make(map[string]*document, len(rows))
	for _, r := range rows {
		where := "documents: " + r.ID
		if out[r.ID] != nil {
			faults.add("%s: stands twice", where)
		}
		d := &document{
			cited: l.cite(where, r.Sources, faults), id: r.ID, kind: r.Kind, issuer: r.Issuer, upload: r.Upload, zone: r.Zone,
			title: l.texts.need("document."+r.ID+".title", faults),
			hint:  l.texts.may("document." + r.ID + ".hint"),
			where: l.texts.may("document." + r.ID + ".where"),
			from:  l.texts.need("issuer."+r.Issuer, faults),
		}
		if r.Kind == "" {
			faults.add("%s: no kind", where)
		}
		if r.Fresh != nil {
			atLeast(where+": fresh", r.Fresh.N, 1, faults)
			d.fresh = &calendar.Term{N: r.Fresh.N, Unit: unit(where, r.Fresh.Unit, faults)}
		}
		if r.Issued != "" {
			d.issued = l.dateFact(where+": issued", r.Issued, faults)
		}
		oneOf(where+": upload", r.Upload, []string{"pdf", "jpeg", "png", "heic"}, faults)
		if r.Zone && len(r.Upload) == 0 {
			faults.add("%s: has a zone, and nobody can send it", where)
		}
		out[r.ID] = d
	}
	return out
}
