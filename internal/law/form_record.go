package law

import (
	"cmp"
	"regexp"

	"sejur/internal/locale"
)

// recordKey begins the keys of what pages and fields are called in the record. Officers read it, so there is none in Ukrainian.
const recordKey = "form-record."

// InRecord is the form as an officer reads it and as paper keeps it: where a title or label speaks to the person ("Your passport"), its neutral name
// stands instead. Where a language has no such name the title stays.
func (f PlanForm) InRecord() PlanForm {
	pages := make([]PlanFormPage, len(f.Pages))
	for i, page := range f.Pages {
		page.Title, page.TitleRO = cmp.Or(page.Record, page.Title), cmp.Or(page.RecordRO, page.TitleRO)
		fields := make([]PlanField, len(page.Fields))
		for k, field := range page.Fields {
			own := *field.Field
			own.Label, own.LabelRO = cmp.Or(own.Record, own.Label), cmp.Or(own.RecordRO, own.LabelRO)
			field.Field = &own
			fields[k] = field
		}
		page.Fields = fields
		pages[i] = page
	}
	f.Pages = pages
	return f
}

// The words by which a title or label speaks to somebody. In Romanian verbs do so by their ending.
var (
	speaksEN = regexp.MustCompile(`(?i)\byou(rs?)?\b`)
	speaksRO = regexp.MustCompile(`(?i)dumneavoastră|(^| )(vă|v-|-o)|\pL{2}(ați|eți|iți)( |\?|$)`)
)

// recordText is what a page or a field is called in the record: as its form calls it there, as it is shown where that speaks to nobody, or as all forms
// call it.
func (l *Law) recordText(form, key string, shown *text, faults *faultList) *text {
	if own := l.texts.may(recordKey + form + "." + key); own != nil {
		return own
	}
	if speaksEN.MatchString(shown.in(langIndex(locale.EN))) || speaksRO.MatchString(shown.in(langIndex(locale.RO))) {
		return l.texts.need(recordKey+key, faults)
	}
	return shown
}
