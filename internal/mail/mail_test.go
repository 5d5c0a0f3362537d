package mail

import (
	"context"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"sejur/internal/locale"
)

// letterID is a UUIDv7, as the outbox makes them.
const letterID = "01930a2c-7f00-7abc-8def-0123456789ab"

func noon() time.Time { return time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC) }

// kept is a sender that keeps what it gets.
type kept struct{ messages []Message }

func (k *kept) Deliver(_ context.Context, m Message) error {
	k.messages = append(k.messages, m)
	return nil
}

func (*kept) Check(context.Context) error { return nil }

// config is a whole configuration with made-up names.
func config(t *testing.T, way Sender) Config {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Catalogue: catalogue, From: netmail.Address{Name: "Sejur, biroul de ședere", Address: "no-reply@sejur.example"},
		Origin: "https://sejur.example", Sender: way, Now: noon,
	}
}

func post(t *testing.T, way Sender) *Post {
	t.Helper()
	p, err := New(config(t, way))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// example is a letter of a template with good values.
func example(name string, lang locale.Lang) Letter {
	values := map[form]string{
		code: "042913", count: "2", serial: "18204", hash: strings.Repeat("0123456789abcdef", 4), moment: "2026-03-02T22:30:00Z",
		day: "2026-12-14",
	}
	args := make(map[string]string)
	for arg, f := range templates()[name].args {
		args[arg] = values[f]
	}
	return Letter{ID: letterID, To: "ion.popescu@example.org", Lang: lang, Template: name, Args: args}
}

func TestAPostWithoutAllItNeedsIsRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Config){
		"no catalogue":                    func(c *Config) { c.Catalogue = nil },
		"no way out":                      func(c *Config) { c.Sender = nil },
		"no clock":                        func(c *Config) { c.Now = nil },
		"no sender's address":             func(c *Config) { c.From.Address = "" },
		"a sender's name of two lines":    func(c *Config) { c.From.Name = "Sejur\r\nBcc: x@example.org" },
		"a sender's address of two lines": func(c *Config) { c.From.Address = "a@example.org\r\nBcc: x@example.org" },
		"no origin":                       func(c *Config) { c.Origin = "" },
		"an origin without a host":        func(c *Config) { c.Origin = "/en" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(t, new(kept))
			spoil(&c)
			if _, err := New(c); err == nil {
				t.Error("it was taken")
			}
		})
	}
}

func TestTheMessageIDIsTheLettersAndTheHostOfTheOrigin(t *testing.T) {
	t.Parallel()
	for origin, want := range map[string]string{
		"https://sejur.example":  letterID + "@sejur.example",
		"http://localhost:8080":  letterID + "@localhost",
		"http://[::1]:8080":      letterID + "@[::1]",
		"https://sejur.example/": letterID + "@sejur.example",
	} {
		t.Run(origin, func(t *testing.T) {
			t.Parallel()
			way := new(kept)
			c := config(t, way)
			c.Origin = origin
			p, err := New(c)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // sent again, it is the same letter
				if err := p.Send(t.Context(), example("message-waiting", locale.EN)); err != nil {
					t.Fatal(err)
				}
			}
			if len(way.messages) != 2 || way.messages[0].ID != want || way.messages[1].ID != want {
				t.Errorf("sent %v, want twice %s", way.messages, want)
			}
		})
	}
}

func TestALetterThatIsNotWholeIsRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Letter){
		"an unknown template":              func(l *Letter) { l.Template = "dear-friend" },
		"no ID":                            func(l *Letter) { l.ID = "" },
		"an ID that leads elsewhere":       func(l *Letter) { l.ID = "../x" },
		"an ID of two lines":               func(l *Letter) { l.ID = "a\r\nBcc: x@example.org" },
		"an address of two lines":          func(l *Letter) { l.To = "a@example.org\r\nBcc: x@example.org" },
		"two addresses":                    func(l *Letter) { l.To = "a@example.org, b@example.org" },
		"a value missing":                  func(l *Letter) { delete(l.Args, "code") },
		"a value too many":                 func(l *Letter) { l.Args["name"] = "Ion" },
		"a code of two lines":              func(l *Letter) { l.Args["code"] = "1\r\nBcc: x@example.org" },
		"a code that is a sentence":        func(l *Letter) { l.Args["code"] = "CALL US" },
		"a code that is a link":            func(l *Letter) { l.Args["code"] = "http://x.example" },
		"a code that is too long":          func(l *Letter) { l.Args["code"] = "01234567890123456" },
		"an empty code":                    func(l *Letter) { l.Args["code"] = "" },
		"minutes that are no number":       func(l *Letter) { l.Args["minutes"] = "ten" },
		"minutes below zero":               func(l *Letter) { l.Args["minutes"] = "-1" },
		"a moment that is none":            func(l *Letter) { *l = with(example("test", locale.EN), "at", "yesterday") },
		"a hash that is too short":         func(l *Letter) { *l = with(example("daily-heads", locale.EN), "hash", "00ff") },
		"a number of an entry with a sign": func(l *Letter) { *l = with(example("daily-heads", locale.EN), "seq", "-4") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := example("sign-in-code", locale.EN)
			spoil(&l)
			_, err := post(t, new(kept)).Render(l)
			if err == nil {
				t.Fatal("it was written")
			}
			if strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("the error has more than one line: %q", err)
			}
		})
	}
}

func with(l Letter, name, value string) Letter {
	l.Args[name] = value
	return l
}

func TestMomentsAreToldInBucharest(t *testing.T) {
	t.Parallel()
	m, err := post(t, new(kept)).Render(example("test", locale.EN)) // 22:30 UTC is half past midnight there
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(m.Text, "3 March 2026, 00:30") {
		t.Errorf("not the day and hour of Bucharest: %s", m.Text)
	}
}

func TestALanguageThatNobodySpeaksIsRomanian(t *testing.T) {
	t.Parallel()
	m, err := post(t, new(kept)).Render(example("test", "de"))
	if err != nil {
		t.Fatal(err)
	}
	if m.Lang != locale.RO {
		t.Errorf("language %q", m.Lang)
	}
}

func TestACodeOfEightDigitsStandsInTwoGroups(t *testing.T) {
	t.Parallel()
	l := example("sign-in-code", locale.EN)
	l.Args["code"] = "04291357"
	m, err := post(t, &kept{}).Render(l)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(m.Text, "    0429 1357\n") || !strings.Contains(m.HTML, "0429 1357") {
		t.Errorf("the code is not shown in two groups: %s", m.Text)
	}
}
