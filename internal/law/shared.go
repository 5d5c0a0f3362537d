package law

import (
	"sejur/internal/calendar"
	"sejur/internal/locale"

	"cel.dev/cel-go/common/types"
)

// shared is a step, duty or warning that several procedures may name.
type shared struct {
	cited
	id, kind string
	when     *expr
	term     *calendar.Term
	of       *Fact
	url      string
	urgent   bool
	text     *text
	used     bool
}

func (l *Law) compileShared(rows []sharedRow, c *compiler) map[string]*shared {
	out := make(map[string]*shared, len(rows))
	for _, r := range rows {
		where := "shared: " + r.ID
		if out[r.Kind+"."+r.ID] != nil {
			c.faults.add("%s: %s stands twice", where, r.Kind)
		}
		oneOf(where+": kind", []string{r.Kind}, []string{"step", "duty", "warning"}, c.faults)
		s := &shared{
			cited: l.cite(where, r.Sources, c.faults), id: r.ID, kind: r.Kind, url: r.URL, urgent: r.Urgent,
			when: c.compile(where, r.If, types.BoolType), text: l.texts.need(r.Kind+"."+r.ID, c.faults),
		}
		if r.Within != nil {
			atLeast(where+": within", r.Within.N, 1, c.faults)
			s.term = &calendar.Term{N: r.Within.N, Unit: unit(where, r.Within.Unit, c.faults)}
			if r.Within.Of != "" {
				s.of = l.dateFact(where, r.Within.Of, c.faults)
			}
		}
		out[r.Kind+"."+r.ID] = s
	}
	return out
}

// in is the block's sentence in a language; date stands for the day that its term ends on.
func (s *shared) in(lang int, date string) string {
	if s.term == nil {
		return s.text.in(lang)
	}
	return s.text.in(lang, locale.Num("days", s.term.N), locale.Str("date", date))
}

// blocks finds the shared steps, duties or warnings that a version names.
func (l *Law) blocks(where, kind string, ids []string, faults *faultList) []*shared {
	out := make([]*shared, 0, len(ids))
	for _, id := range ids {
		s := l.shared[kind+"."+id]
		if s == nil {
			faults.add("%s: unknown %s %q", where, kind, id)
			continue
		}
		s.used = true
		out = append(out, s)
	}
	return out
}
