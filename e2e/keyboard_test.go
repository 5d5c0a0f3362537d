//go:build e2e

package e2e

import (
	"strconv"
	"strings"
	"testing"

	"sejur/e2e/browser"
)

// mostKeys is how often somebody presses the same key before they give up. The list of countries is the longest.
const mostKeys = 260

// tabTo presses the tab key until the element has the focus, and wants to see where the focus is.
func (j *journey) tabTo(css string) {
	j.t.Helper()
	for range mostKeys {
		j.must(j.tab.Press(browser.KeyTab))
		there, err := browser.Read[bool](j.tab, "document.activeElement.matches("+strconv.Quote(css)+")")
		j.must(err)
		if there {
			j.focusShows(css)
			return
		}
	}
	j.t.Fatalf("the tab key never reaches %s", css)
}

func (j *journey) focusShows(css string) {
	j.t.Helper()
	shows, err := browser.Read[bool](j.tab, `(e => {
		const on = getComputedStyle(e);
		return (on.outlineStyle !== "none" && parseFloat(on.outlineWidth) > 0) || on.boxShadow !== "none";
	})(document.activeElement)`)
	j.must(err)
	if !shows {
		j.t.Errorf("the focus on %s cannot be seen", css)
	}
}

// downTo presses the arrow key until the control of the question holds the value.
func (j *journey) downTo(read, value string) {
	j.t.Helper()
	for range mostKeys {
		got, err := browser.Read[string](j.tab, read)
		j.must(err)
		if got == value {
			return
		}
		j.must(j.tab.Press(browser.KeyDown))
	}
	j.t.Fatalf("the arrow key never reaches %s", value)
}

// answerByKeys gives the person's answer by keyboard alone.
func (j *journey) answerByKeys(fact string, p person) {
	j.t.Helper()
	value, known := p.answers[fact]
	if !known {
		j.tabTo(`form button[name="` + fact + `"][value="~"]`)
		j.must(j.tab.PressAndGo(browser.KeyEnter))
		return
	}
	switch kind := j.kind(fact); kind {
	case "select":
		j.tabTo("#" + fact)
		j.downTo(`document.getElementById("`+fact+`").value`, value)
	case "radio":
		j.tabTo(`input[name="` + fact + `"]`)
		j.must(j.tab.Press(browser.KeySpace))
		j.downTo(`(document.querySelector('input[name="`+fact+`"]:checked') || {value: ""}).value`, value)
	case "text":
		j.tabTo("#" + fact)
		j.must(j.tab.Press(value))
	case "date":
		part := strings.Split(value, "-")
		for i, name := range []string{"-day", "-month", "-year"} {
			j.tabTo("#" + fact + name)
			j.must(j.tab.Press(part[2-i]))
		}
	default:
		j.t.Fatalf("%s is asked by %s, which no person of these tests can answer", fact, kind)
	}
	j.tabTo(forward)
	j.must(j.tab.PressAndGo(browser.KeyEnter))
}

func TestAMoldovanSpouseFindsTheirPlanByKeyboardAlone(t *testing.T) {
	t.Parallel()
	j := begin(t, "ro", browser.Desk())
	j.open("/check?on=" + day)

	// The first thing that the tab key reaches leads past the header.
	j.must(j.tab.Press(browser.KeyTab))
	skips, err := browser.Read[bool](j.tab, `document.activeElement.matches('a[href="#main"]')`)
	j.must(err)
	if !skips {
		t.Error("the first stop is no link to the content")
	}

	p := moldovanSpouse()
	j.walk(p, j.answerByKeys)
	j.planIs(p)
	j.clean()
}
