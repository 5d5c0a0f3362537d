package law_test

import (
	"reflect"
	"slices"
	"testing"

	data "sejur/law"

	"sejur/internal/calendar"
	"sejur/internal/law"
	"sejur/internal/locale"
)

func TestTheOpenLawIsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	l := realLaw(t)
	for _, lang := range append(locale.All(), locale.Pseudo) {
		for _, on := range []calendar.Date{calendar.On(2015, 1, 1), calendar.On(2026, 6, 30), calendar.On(2026, 11, 20)} {
			about := string(lang) + " " + on.String()
			whole := func(what string, v any) { checkTexts(t, about, reflect.ValueOf(v), what) }
			for _, info := range l.Procedures(lang, on) {
				page, ok := l.Procedure(info.ID, lang, on)
				if !ok || len(page.History) == 0 {
					t.Errorf("%s: no page or no history of %s", about, info.ID)
				}
				checkRoute(t, about, &page.Route)
				info.Ended, page.Ended = "-", "-" // what replaces it need not be said
				whole("procedure", info)
				page.History = slices.Clone(page.History)
				for i := range page.History {
					page.History[i].Differences = nil // what they say is one of several things: TestWhatChanged
				}
				whole("page", page)
			}
			whole("document", l.DocumentList(lang))
			whole("amount", l.AmountList(lang, on))
			for _, c := range l.CountryList(lang, on) {
				whole("country", c)
			}
			offices := l.Offices(lang, on)
			for i := range offices {
				if _, ok := l.Office(offices[i].ID, lang); !ok {
					t.Errorf("%s: no office %s", about, offices[i].ID)
				}
			}
		}
	}
}

func TestWhatTheLawDoesNotHave(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	on := day(t, askedOn)
	if _, ok := l.Procedure("nothing", locale.EN, on); ok {
		t.Error("a procedure that is not there has a page")
	}
	if _, ok := l.Office("nothing", locale.EN); ok {
		t.Error("an office that is not there is found")
	}
	if _, ok := l.Question("nationality_group", law.Query{On: on, Lang: locale.EN}); ok {
		t.Error("a derived fact is asked")
	}
	if _, ok := l.Question("nothing", law.Query{On: on, Lang: locale.EN}); ok {
		t.Error("a fact that is not there is asked")
	}
	if l.HasCountry("XX") || !l.HasCountry("IN") {
		t.Error("states are confused")
	}
	if l.Reviewed(locale.UK) {
		t.Error("nobody has read the Ukrainian texts, yet they count as read")
	}
}

func TestAnswersInWords(t *testing.T) {
	t.Parallel()
	l := smallLaw(t)
	on := day(t, askedOn)
	const answers = "nationality=IN aim=visit birth_date=2000-01-02 age=26 scholarship=~ stays=2026-01-01..2026-01-05,2026-03-01.. county=CJ first_time=true"
	for _, lang := range locale.All() {
		list := l.Answers(law.Query{On: on, Lang: lang, Facts: situation(t, l, on, answers)})
		got := ids(list, func(a law.Answer) string { return a.Fact })
		want := []string{"nationality", "aim", "first_time", "birth_date", "age", "scholarship", "stays", "county"}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", lang, got, want)
		}
		checkTexts(t, string(lang), reflect.ValueOf(list), "answer")
	}
}

func TestHolidaysNeedNoLaw(t *testing.T) {
	t.Parallel()
	cal, err := law.Holidays(data.Files)
	if err != nil {
		t.Fatal(err)
	}
	if cal.IsWorking(calendar.On(2026, 12, 1)) || !cal.IsWorking(calendar.On(2026, 12, 2)) {
		t.Error("1 December 2026 is a holiday and the 2nd is not")
	}
	if _, err := law.Holidays(plant(t, edit{holidaysFile, "easter: 1", "easter: soon"})); err == nil {
		t.Error("a bad holiday is read")
	}
}
