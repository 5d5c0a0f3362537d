package public

import (
	"os"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"sejur/internal/calendar"
	"sejur/internal/law"
)

// holidays are those of the law, read from its own file.
func holidays(t *testing.T) *calendar.Calendar {
	t.Helper()
	data, err := os.ReadFile("../../../law/ro/holidays.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var rules []calendar.Rule
	if err := yaml.Unmarshal(data, &rules); err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.New(rules, 2026, 2027)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func TestNextOpening(t *testing.T) {
	t.Parallel()
	cal := holidays(t)
	counter := []law.Hours{{Days: []string{"mon", "tue", "thu"}, Open: "08:30", Close: "13:30"}}
	employers := []law.Hours{{Days: []string{"mon"}, Open: "08:00", Close: "10:00"}}
	split := []law.Hours{{Days: []string{"fri"}, Open: "14:00", Close: "16:00"}, {Days: []string{"fri"}, Open: "08:30", Close: "12:00"}}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.November, day, hour, minute, 0, 0, calendar.Bucharest())
	}
	for name, row := range map[string]struct {
		hours []law.Hours
		now   time.Time
		want  opening
		none  bool
	}{
		"on a Wednesday the counter waits for Thursday": {
			counter, at(25, 12, 0), opening{Day: calendar.On(2026, 11, 26), Open: "08:30", Close: "13:30"}, false,
		},
		"two public holidays move Friday's next opening to Thursday": {
			counter, at(27, 12, 0), opening{Day: calendar.On(2026, 12, 3), Open: "08:30", Close: "13:30"}, false,
		},
		"employers lose the Monday that is a holiday": {
			employers, at(27, 12, 0), opening{Day: calendar.On(2026, 12, 7), Open: "08:00", Close: "10:00"}, false,
		},
		"before it opens today counts": {
			counter, at(26, 7, 0), opening{Day: calendar.On(2026, 11, 26), Open: "08:30", Close: "13:30"}, false,
		},
		"while it is open it is open now": {
			counter, at(26, 8, 30), opening{Day: calendar.On(2026, 11, 26), Open: "08:30", Close: "13:30", Now: true}, false,
		},
		"after it closes today is over": {
			counter, at(26, 13, 30), opening{Day: calendar.On(2026, 12, 3), Open: "08:30", Close: "13:30"}, false,
		},
		"between two openings of a day the second is next": {
			split, at(27, 12, 30), opening{Day: calendar.On(2026, 11, 27), Open: "14:00", Close: "16:00"}, false,
		},
		"the day is that of Bucharest, not of Greenwich": {
			counter, time.Date(2026, 11, 25, 22, 30, 0, 0, time.UTC), opening{Day: calendar.On(2026, 11, 26), Open: "08:30", Close: "13:30"}, false,
		},
		"without hours there is no opening": {nil, at(25, 12, 0), opening{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := nextOpening(cal, row.hours, nil, row.now)
			if got != row.want || ok == row.none {
				t.Errorf("got %+v, %v; want %+v", got, ok, row.want)
			}
		})
	}
}

func TestAClosedOfficeOpensAgainAfterItsClosure(t *testing.T) {
	t.Parallel()
	counter := []law.Hours{{Days: []string{"mon", "tue", "thu"}, Open: "08:30", Close: "13:30"}}
	closures := []law.Closure{{From: calendar.On(2026, 11, 23), Until: calendar.On(2026, 11, 24), Reason: "lucrări"}}
	friday := time.Date(2026, time.November, 20, 12, 0, 0, 0, calendar.Bucharest())
	want := opening{Day: calendar.On(2026, 11, 26), Open: "08:30", Close: "13:30"}
	if got, ok := nextOpening(holidays(t), counter, closures, friday); got != want || !ok {
		t.Errorf("got %+v, %v; want %+v", got, ok, want)
	}
}
