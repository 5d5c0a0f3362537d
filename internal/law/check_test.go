package law_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	data "sejur/law"
)

func TestTheEmbeddedLawHoldsTogether(t *testing.T) {
	t.Parallel()
	for _, fault := range check(t, data.Files) {
		t.Error(fault)
	}
}

// edit plants a fault: old becomes new once in a file. An empty old adds new at the end, in a new file if need be.
type edit struct{ file, old, new string }

// The files of the small law that faults are planted in.
const (
	factsFile     = "ro/facts.yaml"
	studentFile   = "ro/procedures/student-permit.yaml"
	visitFile     = "ro/procedures/visit-extension.yaml"
	appealFile    = "ro/procedures/appeal.yaml"
	formFile      = "ro/forms/permit.yaml"
	sourcesFile   = "ro/sources/all.yaml"
	sharedFile    = "ro/shared/all.yaml"
	documentsFile = "ro/documents/all.yaml"
	amountsFile   = "ro/amounts.yaml"
	countriesFile = "ro/countries.yaml"
	officesFile   = "ro/offices.yaml"
	holidaysFile  = "ro/holidays.yaml"
	coverageFile  = "ro/coverage/all.yaml"
	textsRO       = "ro/texts/ro/all.yaml"
	textsEN       = "ro/texts/en/all.yaml"
	textsUK       = "ro/texts/uk/all.yaml"
	studentWho    = "personas/student-permit.yaml"
	visitWho      = "personas/visit-extension.yaml"
	appealWho     = "personas/appeal.yaml"
)

func plant(t *testing.T, edits ...edit) fstest.MapFS {
	t.Helper()
	law := smallFiles(t)
	for _, e := range edits {
		file := law[e.file]
		if file == nil {
			file = &fstest.MapFile{}
			law[e.file] = file
		}
		was := string(file.Data)
		if !strings.Contains(was, e.old) {
			t.Fatalf("%s does not say %q any more", e.file, e.old)
		}
		if e.old == "" {
			file.Data = []byte(was + e.new + "\n")
			continue
		}
		file.Data = []byte(strings.Replace(was, e.old, e.new, 1))
	}
	return law
}

// planted is one fault; one line of the report must name its place: all of want.
type planted struct {
	name  string
	edits []edit
	want  []string
}

func one(file, old, new string) []edit { return []edit{{file, old, new}} }

func (p planted) test(t *testing.T) {
	t.Helper()
	faults := check(t, plant(t, p.edits...))
	for _, fault := range faults {
		if !slices.ContainsFunc(p.want, func(part string) bool { return !strings.Contains(fault, part) }) {
			return
		}
	}
	t.Errorf("no fault names %q; the report is:\n%s", p.want, strings.Join(faults, "\n"))
}

func TestCheckNamesAnUnknownID(t *testing.T) {
	t.Parallel()
	for _, row := range []planted{
		{"a fact in a clause", one(studentFile, "if: age >= 16", "if: agee >= 16"), []string{"student-permit", "old-enough", "agee"}},
		{"a fact in ask_if", one(factsFile, `ask_if: purpose == "study", about: applicant}
- {id: stays`, `ask_if: porpose == "study", about: applicant}
- {id: stays`), []string{"scholarship", "ask_if", "porpose"}},
		{"a fact in else", one(factsFile, "years(birth_date, event)", "years(birthday, event)"), []string{"age", "else", "birthday"}},
		{"a fact in a shared block", one(sharedFile, "title_expires >= on", "title_ends >= on"), []string{"ends-soon", "title_ends"}},
		{"a fact on a form's page", one(formFile, `if: aim == "live"`, `if: goal == "live"`), []string{"forms/permit", "title", "goal"}},
		{"a fact that a form's field comes from", one(formFile, "fact.title_expires", "fact.title_ends"), []string{"title_ends", "fact"}},
		{"a fact that apply counts from", one(studentFile, "of: title_expires", "of: title_ends"), []string{"apply", "title_ends"}},
		{"a fact of another kind that apply counts from", one(studentFile, "of: title_expires", "of: county"), []string{"apply", "county"}},
		{"a fact that an output ends by", one(studentFile, "of: studies_end", "of: school_end"), []string{"output", "until", "school_end"}},
		{"a fact that a contest counts from", one(appealFile, "calendar, of: notified_on", "calendar, of: told_on"), []string{"contest", "told_on"}},
		{"a fact that a duty counts from", one(sharedFile, "of: notified_on", "of: told_on"), []string{"write-appeal", "told_on"}},
		{"a fact that a paper's age counts from", one(documentsFile, "kind: means,", "kind: means, issued: made_on,"), []string{"means-proof", "issued", "made_on"}},
		{"an option in a comparison", one(studentFile, `purpose == "study", sources: [act]}
  authority`, `purpose == "studies", sources: [act]}
  authority`), []string{"student-permit", "purpose", `"studies"`}},
		{"an option in a list", one(factsFile, `ask_if: aim == "visit", about: applicant}
- {id: residence_since`, `ask_if: 'aim in ["visit", "see"]', about: applicant}
- {id: residence_since`), []string{"stays", "aim", `"see"`}},
		{"an option on the left side", one(visitFile, `if: aim == "visit"`, `if: '"visiting" == aim'`), []string{"aim", `"visiting"`}},
		{"an option of a derived fact", one(studentFile, `nationality_group == "third"`, `nationality_group == "thrid"`), []string{"third-country", `"thrid"`}},
		{"a state in a comparison", one(visitFile, `if: aim == "visit"`, `if: aim == "visit" && nationality != "UK"`), []string{"aim", `"UK"`}},
		{"an attribute of a state", one(visitFile, `country(nationality).visa == "required"`, `country(nationality).vissa == "required"`), []string{"on-list", "vissa"}},
		{"an attribute in a state's row", one(countriesFile, "  visa: [{value: none", "  vissa: [{value: none"), []string{"FR", "vissa"}},
		{"a state's code that is no code", one(countriesFile, "FR:", "FRA:"), []string{"countries", "FRA"}},
		{"a document that is asked", one(studentFile, "id: birth-cert", "id: birth-paper"), []string{"student-permit", "birth-paper"}},
		{"a document that comes out", one(studentFile, "document: permit-card, at_least", "document: permit-cart, at_least"), []string{"output", "permit-cart"}},
		{"a fee", one(visitFile, "id: old-fee", "id: new-fee"), []string{"visit-extension", "new-fee"}},
		{"an amount of a document", one(studentFile, "of: wage", "of: wages"), []string{"means-proof", "wages"}},
		{"a source of a clause", one(studentFile, "[act, report]", "[act, reprt]"), []string{"old-enough", "reprt"}},
		{"a source of a state", one(countriesFile, "value: eu, sources: [act]", "value: eu, sources: [atc]"), []string{"FR.group", "atc"}},
		{"a source of a document", one(documentsFile, "issuer: bank, fresh: {n: 3, unit: months}, upload: [pdf], sources: [act]", "issuer: bank, fresh: {n: 3, unit: months}, upload: [pdf], sources: [atc]"), []string{"means-proof", "atc"}},
		{"a source of an amount", one(amountsFile, "sources: [report]", "sources: [reprt]"), []string{"old-fee", "reprt"}},
		{"a source of an office", one(officesFile, "sources: [act]", "sources: [atc]"), []string{"north", "atc"}},
		{"a source of a field", one(formFile, "mrz: surname, max: 60, why: identity, sources: [act]", "mrz: surname, max: 60, why: identity, sources: [atc]"), []string{"surname", "atc"}},
		{"a source of a change", one(studentFile, "change: amendment", "change: amendement"), []string{"student-permit", "change", "amendement"}},
		{"a source of a rule", one(coverageFile, "pays no fee.\", source: act", "pays no fee.\", source: atc"), []string{"scholars-pay-nothing", "atc"}},
		{"a source of a ground", one(studentFile, "no-means, sources: [act]", "no-means, sources: [atc]"), []string{"no-means", "atc"}},
		{"an authority", one(visitFile, "authority: office", "authority: offices"), []string{"authority.offices"}},
		{"a court", one(appealFile, "where: court", "where: high-court"), []string{"court.high-court"}},
		{"a paper's issuer", one(documentsFile, "issuer: bank", "issuer: banks"), []string{"issuer.banks"}},
		{"a ground of refusal", one(studentFile, "id: no-means", "id: no-money"), []string{"ground.no-money"}},
		{"a step", one(studentFile, "steps: [bring-copies]", "steps: [bring-copy]"), []string{"student-permit", "step", "bring-copy"}},
		{"a duty", one(studentFile, "duties: [tell-changes]", "duties: [tell-change]"), []string{"student-permit", "duty", "tell-change"}},
		{"a warning", one(studentFile, "warnings: [ends-soon]", "warnings: [end-soon]"), []string{"student-permit", "warning", "end-soon"}},
		{"a duty that stands among the steps", one(studentFile, "steps: [bring-copies]", "steps: [bring-copies, tell-changes]"), []string{"step", "tell-changes"}},
		{"a rule of offices", one(visitFile, "office: visits", "office: visit"), []string{"visit-extension", "office", `"visit"`}},
		{"a form", one(studentFile, "form: permit", "form: permits"), []string{"student-permit", "form", "permits"}},
		{"a reason for a field", one(formFile, "why: term", "why: terms"), []string{"form-why.terms"}},
		{"a place that a field comes from", one(formFile, "from: person.sex", "from: people.sex"), []string{"sex", "people.sex"}},
		{"a language", []edit{{"ro/texts/xx/all.yaml", "", "reviewed: none"}}, []string{"xx"}},
		{"a file", []edit{{"ro/extra.yaml", "", "a: b"}}, []string{"ro/extra.yaml"}},
		{"a folder", []edit{{"ro/extra/a.yaml", "", "a: b"}}, []string{"ro/extra/a.yaml"}},
		{"a persona's fact", one(studentWho, "scholarship: true", "scolarship: true"), []string{"Indian scholar", "scolarship"}},
		{"a document a persona must not be asked", one(studentWho, "without: [means-proof, card-fee]", "without: [mean-proof, card-fee]"), []string{"Indian scholar", "mean-proof"}},
		{"a fact a persona must not be asked", one(studentWho, "never_asks: [entry_date]", "never_asks: [entry_day]"), []string{"Indian scholar", "entry_day"}},
		{"a rule a persona covers", one(studentWho, "covers: [scholars-pay-nothing]", "covers: [scholars-pay-nothing, scholars-pay]"), []string{"Indian scholar", `"scholars-pay"`}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}

func TestCheckNamesWhatNothingUses(t *testing.T) {
	t.Parallel()
	textOf := func(key string) []edit {
		return []edit{{textsRO, "", key}, {textsEN, "", key}, {textsUK, "", key}}
	}
	fact := func(row, texts string) []edit { return append(one(factsFile, "", row), textOf(texts)...) }
	for _, row := range []planted{
		{"a fact", fact("- {id: shoe_size, kind: number}", `fact.shoe_size: {question: "42?", why: "42."}`), []string{"facts", "shoe_size"}},
		{"a derived fact", one(factsFile, "", "- {id: grown, kind: yes-no, is: age >= 18}"), []string{"facts", "grown"}},
		{"a document", append(one(documentsFile, "", "- {id: diploma, kind: other, issuer: state, sources: [act]}"), textOf(`document.diploma.title: "Diploma"`)...), []string{"documents", "diploma"}},
		{"a source", one(sourcesFile, "", "gossip: {checked: 2026-11-20, grade: unverified}"), []string{"sources", "gossip"}},
		{"an amount", one(amountsFile, "", `fine: [{from: 2020-01-01, amount: "5.00", currency: RON, sources: [act]}]`), []string{"amounts", "fine"}},
		{"a rule of offices", one(officesFile, "", "- {id: residences, service: residence, otherwise: none}"), []string{"offices", "residences"}},
		{"a step", append(one(sharedFile, "", "- {id: sit-down, kind: step, sources: [act]}"), textOf(`step.sit-down: "Sit down"`)...), []string{"step", "sit-down"}},
		{"a form", []edit{{studentFile, "  form: permit\n", ""}, {studentFile, "  form: permit\n", ""}}, []string{"forms", "permit"}},
		{"a text of a document", textOf(`document.pasport.hint: "Hint"`), []string{"document.pasport.hint"}},
		{"a text of a question's option", textOf(`fact.aim.work: "Work"`), []string{"fact.aim.work"}},
		{"a text of why a paper is asked", textOf(`because.student-permit.passports: "So"`), []string{"because.student-permit.passports"}},
		{"a text of an authority", textOf(`authority.ministry: "Ministry"`), []string{"authority.ministry"}},
		{"a text of a court", textOf(`court.high: "High court"`), []string{"court.high"}},
		{"a text of a ground", textOf(`ground.no-passport: "No passport"`), []string{"ground.no-passport"}},
		{"a text of a way of filing", textOf(`filing.filing: "Here"`), []string{"filing.filing"}},
		{"a text of an office", textOf(`office.south.name: "South"`), []string{"office.south.name"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}

func TestCheckReadsTheTexts(t *testing.T) {
	t.Parallel()
	for _, row := range []planted{
		{"a text is missing in Ukrainian", one(textsUK, `first-paper: {title: "Перший папір"}`, ""), []string{"texts/uk", "document.first-paper.title"}},
		{"a text is missing in Romanian", one(textsRO, `means-proof: {title: "Dovada mijloacelor"}`, ""), []string{"texts/ro", "document.means-proof.title"}},
		{"a text is missing in English", one(textsEN, `, fails: "You do not disagree."`, ""), []string{"texts/en", "clause.appeal.aim.fails"}},
		{"a text is missing in every language", one(studentFile, "id: old-enough", "id: older"), []string{"clause.student-permit.older.holds"}},
		{"a clause with open has no sentence for it", one(visitFile, "if: aim == \"visit\",", "if: aim == \"visit\", open: age == 1,"), []string{"clause.visit-extension.aim.open"}},
		{"a text of the engine is missing", one(textsEN, `  not-yet: "Begins on {date}."`, ""), []string{"engine.not-yet"}},
		{"a text is empty", one(textsEN, `photo: {title: "Photo"}`, `photo: {title: ""}`), []string{"texts/en", "document.photo.title"}},
		{"a plural form is empty", one(textsEN, `one: "Tell the office within {days} day."`, `one: ""`), []string{"texts/en", "duty.tell-changes"}},
		{"a plural form is missing", one(textsUK, `many: "Повідомте за {days} днів.", `, ""), []string{"texts/uk", "duty.tell-changes", "many"}},
		{"a language has a plural form too many", one(textsEN, `one: "Tell the office within {days} day."`, `one: "{days} day", few: "{days} days"`), []string{"texts/en", "duty.tell-changes", "few"}},
		{"a placeholder differs", one(textsUK, "Вам потрібно {amount}.", "Вам потрібно {sum}."), []string{"texts/uk", "because.student-permit.means-proof", "sum"}},
		{"a placeholder is missing", one(textsRO, "Scrieți până la {date}.", "Scrieți până azi."), []string{"texts/", "step.write-appeal", "date"}},
		{"a placeholder of a plural differs", one(textsUK, `many: "Повідомте за {days} днів."`, `many: "Повідомте за {dni} днів."`), []string{"texts/uk", "duty.tell-changes", "dni"}},
		{"a brace is left open", one(textsEN, "You need {amount}.", "You need {amount."), []string{"texts/en", "because.student-permit.means-proof"}},
		{"a key stands twice in a file", one(textsEN, `  photo: {title: "Photo"}`, "  photo: {title: \"Photo\"}\n  photo: {title: \"Picture\"}"), []string{textsEN, "photo"}},
		{"a key stands in two files", []edit{{"ro/texts/en/more.yaml", "", "reviewed: none\ndocument: {photo: {title: \"Photo\"}}"}}, []string{"ro/texts/en/", "document.photo.title"}},
		{"a key stands once nested and once dotted", one(textsEN, "warning: {", "document.photo.title: \"Photo\"\nwarning: {"), []string{textsEN, "document.photo.title"}},
		{"a file does not say who has read it", one(textsUK, "reviewed: none\n", ""), []string{textsUK, "reviewed"}},
		{"a text is a number", one(textsEN, `photo: {title: "Photo"}`, `photo: {title: 12}`), []string{textsEN, "document.photo.title"}},
		{"a text is a truth", one(textsEN, `photo: {title: "Photo"}`, `photo: {title: true}`), []string{textsEN, "document.photo.title"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}
