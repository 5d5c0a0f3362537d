package law_test

import (
	"strings"
	"testing"
)

func TestCheckReadsTheExpressions(t *testing.T) {
	t.Parallel()
	old := "if: age >= 16"
	clause := func(src string) []edit { return one(studentFile, old, "if: '"+strings.ReplaceAll(src, "'", "''")+"'") }
	place := func(part string) []string { return []string{"student-permit", "old-enough", part} }
	for _, row := range []planted{
		{"a number is compared with a word", clause(`age >= "16"`), place("age")},
		{"a date is compared with a word", clause(`title_expires >= "2026-01-01"`), place("title_expires")},
		{"a word is compared with a number", clause(`aim == 1`), place("aim")},
		{"an expression does not parse", clause(`age >=`), place("Syntax")},
		{"a clause gives a number", clause(`age + 1`), place("int")},
		{"a clause gives a word", clause(`aim`), place("string")},
		{"a clause gives a date", clause(`title_expires`), place("Date")},
		{"a clause has no condition", one(studentFile, "if: age >= 16, ", ""), []string{"student-permit", "old-enough", "no condition"}},
		{"the same source is a number here and a truth there", append(clause(`age >= 16 ? age : 0`), edit{factsFile, "else: 'years(birth_date, event)'", "else: 'age >= 16 ? age : 0'"}), place("int")},
		{"ask_if is no truth", one(factsFile, `ask_if: aim == "visit", about: applicant}
- {id: residence`, `ask_if: aim, about: applicant}
- {id: residence`), []string{"facts", "stays", "ask_if", "string"}},
		{"a derived choice gives a truth", one(factsFile, "is: country(nationality).group", `is: country(nationality).group == "eu"`), []string{"facts", "nationality_group", "bool"}},
		{"an else of a number gives a word", one(factsFile, "'years(birth_date, event)'", "aim"), []string{"facts", "age", "else", "string"}},
		{"an option's condition is no truth", one(factsFile, `{id: visit, if: nationality_group == "third"}`, `{id: visit, if: nationality}`), []string{"facts", "aim", "visit", "string"}},
		{"a date that is not in the calendar", clause(`date("2026-02-30") <= event`), place("2026-02-30")},
		{"a date that is no date", clause(`event <= date("next week")`), place("next week")},
		{"a unit that does not exist", clause(`event <= title_expires.plus(3, "weeks")`), place("weeks")},
		{"a unit of minus that does not exist", clause(`event <= title_expires.minus(3, "day")`), place(`"day"`)},
		{"a rule of continuity that does not exist", clause(`continuous("longterm", residence_since, stays, stays, on)`), place("longterm")},
		{"a function that does not exist", clause(`today() >= event`), place("today")},
		{"the clock is not to be had", clause(`timestamp("2026-01-01T00:00:00Z") < now`), place("now")},
		{"a document's condition", one(studentFile, "if: age < 18,", "if: age <,"), []string{"student-permit", "birth-cert", "Syntax"}},
		{"a fee's condition", one(studentFile, "{id: card-fee, if: '!scholarship'", "{id: card-fee, if: '!scholar'"), []string{"student-permit", "card-fee", "scholar"}},
		{"a processing term's condition", one(visitFile, "if: age >= 65", "if: age"), []string{"visit-extension", "processing 1", "int"}},
		{"an output's condition", one(appealFile, "continuous(\"long-term\", residence_since, [], [], on)", "residence_since"), []string{"appeal", "output 1", "Date"}},
		{"a contest's condition", one(appealFile, "contest: {where", "contest: {if: aim, where"), []string{"appeal", "contest 1", "string"}},
		{"an apply's condition", one(appealFile, "apply: {of", "apply: {if: aim, of"), []string{"appeal", "apply 1", "string"}},
		{"an open condition", one(visitFile, "open: age == 18", "open: age"), []string{"visit-extension", "grown-up", "open", "int"}},
		{"a fact depends on itself", one(factsFile, `ask_if: aim == "live", about: applicant}
- {id: first_time`, `ask_if: purpose == "study", about: applicant}
- {id: first_time`), []string{"facts", "purpose", "itself"}},
		{"an option's condition names an unknown fact", one(factsFile, `{id: visit, if: nationality_group == "third"}`, `{id: visit, if: agee > 3}`), []string{"facts", "aim", "visit", "agee"}},
		{"three facts lead back to the first", []edit{
			{factsFile, `{id: stays, kind: periods, ask_if: aim == "visit"`, `{id: stays, kind: periods, ask_if: residence_since < on`},
			{factsFile, `past: true, ask_if: aim == "contest", about: applicant}
- {id: document`, `past: true, ask_if: notified_on < on, about: applicant}
- {id: document`},
			{factsFile, `past: true, ask_if: aim == "contest", about: applicant}
- {id: county`, `past: true, ask_if: "shortStay(stays, on) > 0", about: applicant}
- {id: county`},
		}, []string{"facts", "itself"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}

func TestCheckReadsTheVersions(t *testing.T) {
	t.Parallel()
	second := "- from: 2024-03-01\n"
	for _, row := range []planted{
		{"versions overlap", one(studentFile, "- from: 2022-01-01", "- from: 2022-01-01\n  until: 2024-03-01"), []string{"student-permit", "two versions", "2024-03-01"}},
		{"versions leave a gap", one(studentFile, "- from: 2022-01-01", "- from: 2022-01-01\n  until: 2024-02-01"), []string{"student-permit", "2024-02-01", "2024-03-01"}},
		{"versions stand out of order", one(studentFile, second, "- from: 2021-03-01\n"), []string{"student-permit", "2021-03-01", "2022-01-01"}},
		{"two versions begin on one day", one(studentFile, second, "- from: 2022-01-01\n"), []string{"student-permit", "does not follow", "2022-01-01"}},
		{"a version ends before it begins", one(visitFile, "until: 2026-06-30", "until: 2022-06-30"), []string{"visit-extension", "2022-06-30"}},
		{"a version does not begin", one(appealFile, "- from: 2020-01-01\n  filing", "- filing"), []string{"appeal", "no date"}},
		{"a procedure has no version", []edit{{"ro/procedures/empty.yaml", "", "id: empty\narea: visit\nby: filing"}}, []string{"procedures/empty", "no versions"}},
		{"a version has no clause", one(appealFile, "  applies:\n  - {id: aim, if: aim == \"contest\", sources: [act]}\n", ""), []string{"appeal", "no clause"}},
		{"a clause stands twice", one(studentFile, "id: old-enough", "id: purpose"), []string{"student-permit", `"purpose"`, "twice"}},
		{"a document stands twice", one(studentFile, "- {id: photo, forms: [original], sources: [rumour]}", "- {id: photo, forms: [original], sources: [rumour]}\n  - {id: photo, forms: [copy], sources: [rumour]}"), []string{"student-permit", `"photo"`, "twice"}},
		{"the rest of a version stands as somewhere else", one(studentFile, second, second+"  rest: as-after\n"), []string{"student-permit from 2024-03-01", "rest", "as-after"}},
		{"the first version stands as before", one(appealFile, "  filing: none", "  rest: as-before\n  filing: none"), []string{"appeal from 2020-01-01", "rest"}},
		{"an event that does not exist", one(appealFile, "by: notification", "by: decision"), []string{"appeal", "by", "decision"}},
		{"no event", one(appealFile, "by: notification\n", ""), []string{"appeal", "by"}},
		{"a way of filing that does not exist", one(visitFile, "filing: counter", "filing: post"), []string{"visit-extension", "filing", "post"}},
		{"no way of filing", one(visitFile, "  filing: counter\n", ""), []string{"visit-extension", "filing"}},
		{"a form at the counter", one(visitFile, "filing: counter", "filing: counter\n  form: permit"), []string{"visit-extension", "form"}},
		{"an area that does not exist", one(appealFile, "area: visit", "area: sport"), []string{"appeal", "area", "sport"}},
		{"no area", one(appealFile, "area: visit\n", ""), []string{"appeal", "area"}},
		{"a page that is not only a page", one(appealFile, "by: notification", "page: yes\nby: notification"), []string{"appeal", "page"}},
		{"the id is not the file's name", one(appealFile, "id: appeal", "id: appeals"), []string{appealFile, "appeals"}},
		{"a form's id is not the file's name", one(formFile, "id: permit", "id: permits"), []string{formFile, "permits"}},
		{"a date that is not in the calendar", one(appealFile, "from: 2020-01-01", "from: 2020-02-30"), []string{appealFile}},
		{"an event's fact is missing", one(factsFile, "{id: filing_date, kind: date", "{id: filed_on, kind: date"), []string{"facts", "filing_date"}},
		{"an event's fact is of another kind", one(factsFile, "{id: filing_date, kind: date", "{id: filing_date, kind: number"), []string{"facts", "filing_date", "date"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}

func TestCheckReadsTheSources(t *testing.T) {
	t.Parallel()
	for _, row := range []planted{
		{"a clause without a source", one(studentFile, "if: age >= 16, sources: [act, report]", "if: age >= 16"), []string{"old-enough", "no source"}},
		{"a clause with an empty list of sources", one(studentFile, "sources: [act, report]", "sources: []"), []string{"old-enough", "no source"}},
		{"a document without a source", one(studentFile, "forms: [original, copy], sources: [act]", "forms: [original, copy]"), []string{"student-permit", "passport", "no source"}},
		{"a fee without a source", one(visitFile, "{id: old-fee, sources: [act]}", "{id: old-fee}"), []string{"visit-extension", "old-fee", "no source"}},
		{"an apply without a source", one(studentFile, "unit: calendar}, sources: [act]}\n  documents", "unit: calendar}}\n  documents"), []string{"student-permit", "apply", "no source"}},
		{"a processing without a source", one(studentFile, "starts: lodging, sources: [act]", "starts: lodging"), []string{"student-permit", "processing", "no source"}},
		{"an output without a source", one(studentFile, "unit: months}, sources: [amendment]", "unit: months}"), []string{"student-permit", "output", "no source"}},
		{"a contest without a source", one(visitFile, "contest: {where: none, sources: [act]}", "contest: {where: none}"), []string{"visit-extension", "contest", "no source"}},
		{"a ground without a source", one(studentFile, "{id: no-means, sources: [act]}", "{id: no-means}"), []string{"ground no-means", "no source"}},
		{"a shared block without a source", one(sharedFile, "https://example.org/copies\", sources: [act]", "https://example.org/copies\""), []string{"bring-copies", "no source"}},
		{"a kind of document without a source", one(documentsFile, "upload: [pdf, jpeg], sources: [act]", "upload: [pdf, jpeg]"), []string{"passport", "no source"}},
		{"an amount without a source", one(amountsFile, "currency: RON, sources: [report]", "currency: RON"), []string{"old-fee", "no source"}},
		{"a state's value without a source", one(countriesFile, "{value: eu, sources: [act]}", "{value: eu}"), []string{"FR.group", "no source"}},
		{"an office without a source", one(officesFile, "closures: []\n  sources: [act]", "closures: []"), []string{"north", "no source"}},
		{"a field without a source", one(formFile, "why: term, sources: [act]", "why: term"), []string{"title_ends", "no source"}},
		{"a rule without a source", one(coverageFile, `no fee.", source: act`, `no fee."`), []string{"scholars-pay-nothing"}},
		{"a clause that rests on a rumour", one(studentFile, "[act, report]", "[rumour]"), []string{"old-enough", "unverified"}},
		{"an apply that rests on a rumour", one(studentFile, "unit: calendar}, sources: [act]}\n  documents", "unit: calendar}, sources: [rumour]}\n  documents"), []string{"student-permit", "apply", "unverified"}},
		{"a processing that rests on a rumour", one(studentFile, "starts: lodging, sources: [act]", "starts: lodging, sources: [rumour]"), []string{"student-permit", "processing", "unverified"}},
		{"an output that rests on a rumour", one(studentFile, "unit: months}, sources: [amendment]", "unit: months}, sources: [rumour]"), []string{"student-permit", "output", "unverified"}},
		{"a contest that rests on a rumour", one(visitFile, "where: none, sources: [act]", "where: none, sources: [rumour]"), []string{"visit-extension", "contest", "unverified"}},
		{"a source without a title", one("ro/texts/en/sources.yaml", "  rumour: \"What people say\"\n", ""), []string{"texts/en", "source.rumour", "missing"}},
		{"a source that nobody checked", one(sourcesFile, "rumour: {checked: 2026-11-20, ", "rumour: {"), []string{"sources", "rumour", "checked"}},
		{"a source checked on no day", one(sourcesFile, "rumour: {checked: 2026-11-20", "rumour: {checked: 2026-11-31"), []string{"sources", "rumour", "2026-11-31"}},
		{"a source with a grade that does not exist", one(sourcesFile, "grade: secondary", "grade: good"), []string{"sources", "report", "good"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}

func TestCheckReadsTheItems(t *testing.T) {
	t.Parallel()
	for _, row := range []planted{
		{"an unknown key of a version", one(studentFile, "  authority: office", "  autority: office"), []string{studentFile, "[12:3]", "autority"}},
		{"an unknown key of a clause", one(studentFile, "if: age >= 16,", "when: age >= 16,"), []string{studentFile, "[25:22]", "when"}},
		{"an unknown key of one apply", one(studentFile, "apply: {of:", "apply: {off:"), []string{studentFile, "[28:11]", "off"}},
		{"an unknown key in a list of outputs", one(appealFile, "document: permit-card, until", "document: permit-card, til"), []string{appealFile, "[14:29]", "til"}},
		{"an unknown key of a fact", one(factsFile, "- {id: nationality, kind: country", "- {id: nationality, sort: country"), []string{factsFile, "[2:", "sort"}},
		{"an unknown key of an option", one(factsFile, "{id: visit, if:", "{id: visit, when:"), []string{factsFile, "when"}},
		{"an unknown key of an amount", one(amountsFile, "until: 2026-06-30", "til: 2026-06-30"), []string{amountsFile, "[2:", "til"}},
		{"an unknown key of a source", one(sourcesFile, "seed: 1", "seeds: 1"), []string{sourcesFile, "seeds"}},
		{"an unknown key of a shared block", one(sharedFile, "kind: step, url", "kind: step, link"), []string{sharedFile, "link"}},
		{"an unknown key of an office", one(officesFile, "phone: null", "fon: null"), []string{officesFile, "fon"}},
		{"an unknown key of a field", one(formFile, "max: 60", "most: 60"), []string{formFile, "most"}},
		{"an unknown key of a holiday", one(holidaysFile, "easter: 1", "eastern: 1"), []string{holidaysFile, "[2:", "eastern"}},
		{"an unknown key of a rule", one(coverageFile, "page: offices", "pages: offices"), []string{coverageFile, "pages"}},
		{"an unknown key of a persona", one(studentWho, "  covers: [scholars", "  cover: [scholars"), []string{studentWho, "cover"}},
		{"an unknown key of what a persona expects", one(studentWho, "      usually: [photo]", "      usual: [photo]"), []string{studentWho, "usual"}},
		{"a fact stands twice", one(factsFile, "", "- {id: county, kind: county}"), []string{"facts", "county", "twice"}},
		{"a fact has a name of the engine", one(factsFile, "", "- {id: event, kind: date}"), []string{"facts", "event", "reserved"}},
		{"a fact of a kind that does not exist", one(factsFile, "{id: age, kind: number", "{id: age, kind: integer"), []string{"facts", "age", "integer"}},
		{"a choice without options", one(factsFile, "kind: choice, options: [study, family]", "kind: choice"), []string{"facts", "purpose", "options"}},
		{"a number with options", one(factsFile, "kind: number, min", "kind: number, options: [one, two], min"), []string{"facts", "age", "options"}},
		{"a document kind stands twice", one(documentsFile, "", "- {id: photo, kind: photo, issuer: state, sources: [act]}"), []string{"documents", "photo", "twice"}},
		{"a document without a kind", one(documentsFile, "id: photo, kind: photo,", "id: photo,"), []string{"documents", "photo", "kind"}},
		{"a zone on a paper that nobody sends", one(documentsFile, "upload: [pdf, jpeg], sources: [act]", "zone: true, sources: [act]"), []string{"passport", "zone"}},
		{"a kind of file that is not taken", one(documentsFile, "[jpeg, png, heic]", "[jpeg, gif]"), []string{"photo", "upload", "gif"}},
		{"a paper that is fresh for a bad unit", one(documentsFile, "unit: months", "unit: month"), []string{"means-proof", `"month"`}},
		{"a paper that is fresh for less than no time", one(documentsFile, "n: 3, unit: months", "n: -3, unit: months"), []string{"means-proof", "fresh", "-3"}},
		{"a document in no form", one(studentFile, "{id: photo, forms: [original],", "{id: photo,"), []string{"photo", "forms"}},
		{"a document in a form that does not exist", one(studentFile, "{id: photo, forms: [original],", "{id: photo, forms: [scan],"), []string{"photo", "forms", "scan"}},
		{"a formality that does not exist", one(studentFile, "formalities: [translation]", "formalities: [stamp]"), []string{"first-paper", "formalities", "stamp"}},
		{"a word for formalities other than foreign", one(studentFile, "formalities: foreign", "formalities: abroad"), []string{studentFile, "abroad"}},
		{"an amount that is no decimal", one(amountsFile, `"7.00"`, `"7"`), []string{"old-fee", `"7"`}},
		{"an amount with a comma", one(amountsFile, `"7.00"`, `"7,00"`), []string{"old-fee", "7,00"}},
		{"an amount below nothing", one(amountsFile, `"7.00"`, `"-7.00"`), []string{"old-fee", "-7.00"}},
		{"an amount in no currency", one(amountsFile, `"7.00", currency: RON`, `"7.00", currency: lei`), []string{"old-fee", "lei"}},
		{"an amount without a beginning", one(amountsFile, "{from: 2020-01-01, amount", "{amount"), []string{"old-fee", "from"}},
		{"an amount that ends before it begins", one(amountsFile, "until: 2026-06-30", "until: 2021-06-30"), []string{"wage", "2021-06-30"}},
		{"amounts that overlap", one(amountsFile, "until: 2026-06-30", "until: 2026-07-01"), []string{"wage", "2026-07-01"}},
		{"amounts out of order", one(amountsFile, "- {from: 2026-01-01, amount: null", "- {from: 2021-01-01, amount: null"), []string{"card-fee", "2021-01-01"}},
		{"a state's values overlap", one(countriesFile, "value: unknown, from: 2024-01-01", "value: unknown, from: 2023-12-31"), []string{"XK.visa", "at once"}},
		{"a state has two values for ever", one(countriesFile, "{value: eu, until: 2020-01-31, sources: [act]}", "{value: eu, sources: [act]}"), []string{"GB.group", "at once"}},
		{"a state's value ends before it begins", one(countriesFile, "value: third, from: 2020-02-01", "value: third, from: 2020-02-01, until: 2019-02-01"), []string{"GB.group", "2019-02-01"}},
		{"apply says neither before nor after", one(studentFile, "by: {before: 30, unit: calendar}", "by: {unit: calendar}"), []string{"student-permit", "apply", "before"}},
		{"apply says before and after", one(studentFile, "by: {before: 30,", "by: {before: 30, after: 30,"), []string{"student-permit", "apply", "before"}},
		{"apply counts in a bad unit", one(studentFile, "before: 30, unit: calendar", "before: 30, unit: days"), []string{"student-permit", "apply", `"days"`}},
		{"apply opens neither before nor after", one(studentFile, "by: {before: 30, unit: calendar}", "by: {before: 30, unit: calendar}, from: {unit: months}"), []string{"student-permit", "from", "before"}},
		{"an office is closed until before it closes", one(officesFile, "closures: []", "closures: [{from: 2026-01-02, until: 2026-01-01}]"), []string{"closures", "2026-01-01"}},
		{"apply counts below nothing", one(studentFile, "before: 30,", "before: -30,"), []string{"student-permit", "apply", "-30"}},
		{"processing has no length", one(studentFile, "processing: {n: 30, ", "processing: {"), []string{"student-permit", "processing", "n:"}},
		{"processing is below nothing", one(studentFile, "processing: {n: 30,", "processing: {n: -1,"), []string{"student-permit", "processing", "-1"}},
		{"processing counts in a bad unit", one(studentFile, "processing: {n: 30, unit: calendar", "processing: {n: 30, unit: weeks"), []string{"student-permit", "processing", "weeks"}},
		{"processing is extended in another unit", one(studentFile, "extend: [{n: 15, unit: calendar}]", "extend: [{n: 1, unit: months}]"), []string{"student-permit", "processing", "extend"}},
		{"processing is extended by nothing", one(studentFile, "extend: [{n: 15,", "extend: [{n: 0,"), []string{"student-permit", "processing", "extend"}},
		{"processing starts nowhere", one(studentFile, "starts: lodging", "starts: someday"), []string{"student-permit", "starts", "someday"}},
		{"an output's longest time is no period", one(studentFile, "at_most: P1Y", "at_most: 1 year"), []string{"student-permit", "output", "1 year"}},
		{"an output's shortest time is no period", one(studentFile, "at_least: P1M", "at_least: PM"), []string{"student-permit", "output", `"PM"`}},
		{"an output ends in a bad unit", one(studentFile, "plus: 3, unit: months", "plus: 3, unit: moons"), []string{"student-permit", "until", "moons"}},
		{"an output ends on a day that does not exist", one(appealFile, "until: 2030-12-31", "until: 2030-12-32"), []string{appealFile, "[14:36]", "2030-12-32"}},
		{"a contest without a length", one(appealFile, "where: court, n: 10,", "where: court,"), []string{"appeal", "contest", "n:"}},
		{"a contest in a bad unit", one(appealFile, "n: 10, unit: calendar", "n: 10, unit: hours"), []string{"appeal", "contest", "hours"}},
		{"a contest under a regime that does not exist", one(studentFile, "regime: procedural", "regime: ancient"), []string{"student-permit", "contest", "ancient"}},
		{"a duty in a bad unit", one(sharedFile, "within: {n: 30, unit: calendar}", "within: {n: 30, unit: day}"), []string{"tell-changes", `"day"`}},
		{"a shared block of a kind that does not exist", one(sharedFile, "id: tell-changes, kind: duty", "id: tell-changes, kind: task"), []string{"tell-changes", "kind", "task"}},
		{"a shared block stands twice", one(sharedFile, "", "- {id: bring-copies, kind: step, sources: [act]}"), []string{"bring-copies", "twice"}},
		{"an office stands twice", one(officesFile, "- id: capital", "- id: north"), []string{"north", "twice"}},
		{"an office of a kind that does not exist", one(officesFile, "kind: unit", "kind: shop"), []string{"north", "shop"}},
		{"an office opens on a day that does not exist", one(officesFile, "[mon, tue]", "[mon, tues]"), []string{"north", "tues"}},
		{"a rule of offices that says nothing of the rest", one(officesFile, ", otherwise: all", ""), []string{"visits", "otherwise"}},
		{"a seat in a county that does not exist", one(officesFile, "CJ: [46.8", "KJ: [46.8"), []string{"seats", "KJ"}},
		{"a seat abroad", one(officesFile, "[46.8, 23.6]", "[23.6, 46.8]"), []string{"seats", "CJ"}},
		{"an office whose county lies nobody knows where", one(officesFile, "B: [44.4, 26.1], ", ""), []string{"seats", "B", "visits"}},
		{"a rule of offices for a service nobody offers", one(officesFile, "service: visits,", "service: visas,"), []string{"visits", "visas"}},
		{"a source stands in two files", []edit{{"ro/sources/more.yaml", "", `act: {checked: 2026-11-20, grade: official}`}}, []string{"ro/sources/more.yaml", `"act"`, "twice"}},
		{"a holiday on no day", one(holidaysFile, "day: 1", "day: 32"), []string{"holidays.yaml", "small-day"}},
		{"a file that is no YAML", []edit{{"ro/sources/more.yaml", "", "a: [b"}}, []string{"ro/sources/more.yaml"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}

func TestCheckReadsTheForms(t *testing.T) {
	t.Parallel()
	for _, row := range []planted{
		{"a field of a kind that does not exist", one(formFile, "id: surname, kind: name", "id: surname, kind: names"), []string{"forms/permit", "surname", "names"}},
		{"a field that says no why", one(formFile, "max: 60, why: identity", "max: 60"), []string{"forms/permit", "surname", "why"}},
		{"a field that comes from nowhere", one(formFile, "from: person.surname", "from: person"), []string{"forms/permit", "surname", "person"}},
		{"a field that comes from a derived fact", one(formFile, "kind: choice, options: [female, male], from: person.sex", "kind: choice, options: [female, male], from: fact.nationality_group"), []string{"forms/permit", "sex", "nationality_group"}},
		{"a field that comes from a fact of another kind", one(formFile, "from: fact.title_expires", "from: fact.county"), []string{"forms/permit", "title_ends", "county"}},
		{"a label that speaks to the person has no other name for the record", one("ro/texts/en/all.yaml", `label: "Number"`, `label: "Your number"`), []string{"form-record.title_number"}},
		{"a page of more than one thought", one(formFile, "- id: title\n", strings.Repeat("  - {id: sex, kind: date, why: identity, sources: [act]}\n", 5)+"- id: title\n"), []string{"forms/permit", "person", "7 fields"}},
		{"a field stands twice", one(formFile, "id: title_number", "id: title_ends"), []string{"forms/permit", "title_ends", "twice"}},
		{"a choice without options", one(formFile, "kind: choice, options: [female, male]", "kind: choice"), []string{"forms/permit", "sex", "options"}},
		{"a date with options", one(formFile, "kind: date,", "kind: date, options: [a, b],"), []string{"forms/permit", "title_ends", "options"}},
		{"an option without a text", one(formFile, "[female, male]", "[female, male, other]"), []string{"form.permit.sex.other"}},
		{"a pattern that does not compile", one(formFile, "{5,9}", "{9,5}"), []string{"forms/permit", "title_number", "pattern"}},
		{"a pattern that no hint explains", one(formFile, "id: surname, kind: name,", `id: surname, kind: name, pattern: "[A-Z]+",`), []string{"forms/permit", "surname", "hint"}},
		{"a date after a field that does not stand before it", one(formFile, "id: title_ends, kind: date,", "id: title_ends, kind: date, after: title_number,"), []string{"forms/permit", "title_ends", "title_number"}},
		{"a declaration that is no yes or no", one(formFile, "id: surname, kind: name,", "id: surname, kind: name, declared: true,"), []string{"forms/permit", "surname", "declared"}},
		{"a page that is the same as none", one(formFile, "- id: person\n", "- same: permit.persons\n- id: person\n"), []string{"forms/permit", "permit.persons"}},
		{"a page stands twice", one(formFile, "- id: person\n", "- same: permit.title\n- id: person\n"), []string{"forms/permit", "title", "twice"}},
		{"a page about nobody", one(formFile, "who: applicant", "who: neighbour"), []string{"forms/permit", "page person", "neighbour"}},
		{"a page's condition", one(formFile, `if: aim == "live"`, "if: aim"), []string{"forms/permit", "page title", "string"}},
		{"a field without a label", one(formFile, "id: surname", "id: family_name"), []string{"form.permit.family_name.label"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}

func TestCheckRunsThePersonas(t *testing.T) {
	t.Parallel()
	student := func(old, new string) []edit { return one(studentWho, old, new) }
	scholar := func(what ...string) []string { return append([]string{"Indian scholar"}, what...) }
	for _, row := range []planted{
		{"a procedure that nobody reaches", []edit{{appealWho, "    routes: [appeal]\n    appeal:\n      apply: {by: 2026-12-19, rolls_to: 2026-12-21, advised_by: 2026-12-18}\n      output: {document: permit-card, at_most: P10Y}\n      steps: [write-appeal]\n      contest: 10 days", "    possible: []"}}, []string{"appeal", "no persona"}},
		{"a persona that lives on no day", student("  on: 2026-09-01\n  facts: {nationality: IN, aim: live, purpose: study, age", "  facts: {nationality: IN, aim: live, purpose: study, age"), scholar("on")},
		{"a persona with an answer of another kind", student("age: 20, scholarship: true", "age: twenty, scholarship: true"), scholar("age", "fact.number")},
		{"the status", student("status: complete", "status: no-route"), scholar("status")},
		{"a status that does not exist", student("status: complete", "status: done"), scholar("status")},
		{"the routes", student("routes: [student-permit]\n    possible", "routes: [appeal]\n    possible"), scholar("routes")},
		{"what is possible", student("possible: []", "possible: [appeal]"), scholar("possible")},
		{"the clause that rules out", student("appeal: aim", "appeal: purpose"), scholar("excluded", "appeal")},
		{"what is ruled out", student("appeal: aim,", "student-permit: aim,"), scholar("excluded", "student-permit")},
		{"the first question", student("asks: scholarship", "asks: age"), []string{"Indian student of 20", "asks"}},
		{"a question that is never asked", student("    asks: scholarship", "    asks: scholarship\n    never_asks: [scholarship]"), []string{"Indian student of 20", "never_asks"}},
		{"a procedure that is no route", student("    student-permit:\n      amounts", "    appeal:\n      amounts"), []string{"Indian student of 20", "appeal"}},
		{"the documents", student("documents: [passport, first-paper]", "documents: [first-paper, passport]"), scholar("documents")},
		{"the documents usually asked", student("usually: [photo]", "usually: []"), scholar("usually")},
		{"a document that is not asked", student("without: [means-proof, card-fee]", "without: [photo]"), scholar("without", "photo")},
		{"the forms of a document", student("forms: {passport: [original, copy]}", "forms: {passport: [copy]}"), scholar("forms", "passport")},
		{"the forms of a document that is not asked", student("forms: {passport: [original, copy]}", "forms: {birth-cert: [copy]}"), scholar("forms", "birth-cert")},
		{"the formalities of a document", student("formalities: {first-paper: [translation]}", "formalities: {first-paper: []}"), scholar("formalities", "first-paper")},
		{"the amount of a document", student(`amounts: {means-proof: "600.00 RON"}`, `amounts: {means-proof: "500.00 RON"}`), []string{"amounts", "means-proof"}},
		{"until when a document is good", student(`amounts: {means-proof: "600.00 RON"}`, "fresh: {means-proof: 2025-12-02}"), []string{"fresh of means-proof", "2025-12-01"}},
		{"the fees", student("fees: []", "fees: [card-fee]"), scholar("fees")},
		{"the amount of a fee", student(`amounts: {means-proof: "600.00 RON"}`, `amounts: {card-fee: "1.00 RON"}`), []string{"amounts of card-fee", "1.00 RON"}},
		{"the first day", student("by: 2026-12-01, rolls_to", "from: 2026-09-01, by: 2026-12-01, rolls_to"), scholar("apply from", "2026-09-01")},
		{"the last day", student("by: 2026-12-01, rolls_to", "by: 2026-12-02, rolls_to"), scholar("apply by", "2026-12-02")},
		{"the day it rolls to", student("rolls_to: none", "rolls_to: 2026-12-02"), scholar("rolls_to")},
		{"the advised day", student("advised_by: 2026-11-30", "advised_by: 2026-12-01"), scholar("advised_by")},
		{"the processing", student("30+15 days from lodging", "30 days from lodging"), scholar("processing")},
		{"the document that comes out", student("{document: permit-card, at_least", "{document: passport, at_least"), scholar("output")},
		{"the day the output ends", student("until: 2028-10-01", "until: 2028-10-02"), scholar("output until")},
		{"the shortest time of the output", student("at_least: P1M", "at_least: P2M"), scholar("at_least")},
		{"the longest time of the output", student("at_most: P1Y", "at_most: P2Y"), []string{"old rules", "at_most"}},
		{"the offices", student("offices: [north]", "offices: [capital]"), scholar("offices")},
		{"the contest", student("contest: 10 days, suspends", "contest: 10 days"), scholar("contest")},
		{"a contest that suspends nothing", student("contest: 10 days, suspends", "contest: 10 days, does not suspend"), scholar("contest")},
		{"the court", student("      duties: [tell-changes]", "      court: authority"), scholar("court", "authority")},
		{"who decides", student("      duties: [tell-changes]", "      authority: police"), scholar("authority", "police")},
		{"how it is filed", student("      duties: [tell-changes]", "      filing: elsewhere"), scholar("filing", "elsewhere")},
		{"how long a duty gives", student("      duties: [tell-changes]", "      within: {tell-changes: 29 days}"), scholar("within", "tell-changes", "30 days")},
		{"how long a step without a term gives", student("      duties: [tell-changes]", "      within: {bring-copies: 30 days}"), scholar("within", "bring-copies", "none")},
		{"the grounds", student("      duties: [tell-changes]", "      grounds: [no-flat]"), scholar("grounds", "no-flat")},
		{"a duty that is not shown", student("without: [means-proof, card-fee]", "without: [tell-changes]"), scholar("without", "tell-changes")},
		{"the steps", student("steps: [bring-copies]", "steps: [write-appeal]"), scholar("steps", "write-appeal")},
		{"the duties", student("duties: [tell-changes]", "duties: [be-good]"), scholar("duties", "be-good")},
		{"the warnings", student("warnings: [ends-soon]", "warnings: [ends-late]"), []string{"warnings", "ends-late"}},
		{"what is not needed", student("not_needed: [means-proof]", "not_needed: [photo]"), scholar("not_needed", "photo")},
		{"what is open", student("open: {means-proof: [scholarship]}", "open: {means-proof: [age]}"), []string{"open", "means-proof"}},
		{"a reason why there is no version", one(visitWho, "visit-extension: ended", "visit-extension: not-yet"), []string{"after the rule", "not-yet"}},
		{"a rule that nothing covers", student("  covers: [scholars-pay-nothing]\n", ""), []string{"coverage", "scholars-pay-nothing"}},
		{"a rule that stands twice", one(coverageFile, "", `- {id: visits-end, rule: "Again.", source: act}`), []string{"coverage", "visits-end", "twice"}},
		{"a rule that says nothing", one(coverageFile, `rule: "The office has a telephone.", `, ""), []string{"coverage", "office-phone"}},
		{"a persona without a line about who it is", student("- who: Indian scholar of 20, files under the new rules\n  covers", "- covers"), []string{"student-permit.yaml", "who"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.test(t)
		})
	}
}
