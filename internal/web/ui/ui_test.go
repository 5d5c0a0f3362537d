package ui

import (
	"bytes"
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/locale"
)

func TestEverySheetHasItsPlaceInTheOrder(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(files, "*.css")
	if err != nil {
		t.Fatal(err)
	}
	placed := make(map[string]bool)
	for _, name := range order() {
		placed[name+".css"] = true
	}
	for _, name := range names {
		if !placed[name] {
			t.Errorf("%s is in no page", name)
		}
	}
	if len(placed) != len(names) {
		t.Errorf("%d sheets in order, %d there", len(placed), len(names))
	}
}

// Physical sides break right-to-left pages; nothing in the sheets may name one.
func TestTheSheetKnowsNoLeftAndRight(t *testing.T) {
	t.Parallel()
	sheet, err := Sheet()
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"margin-left", "margin-right", "padding-left", "padding-right", "float:", "text-align:left", "text-align:right", "border-left", "border-right", "{left:", ";left:", "{right:", ";right:", "@import", "http://", "https://"} {
		if bytes.Contains(sheet, []byte(wrong)) {
			t.Errorf("the sheet has %q", wrong)
		}
	}
	if o, c := bytes.Count(sheet, []byte("{")), bytes.Count(sheet, []byte("}")); o != c {
		t.Errorf("%d braces open, %d close", o, c)
	}
}

func TestPointsOfATimelineStandApartAndInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, maxDrawn).Draw(t, "n")
		line := Timeline{RTL: rapid.Bool().Draw(t, "rtl")}
		day := 0
		for range n {
			line.Points = append(line.Points, Point{Day: day, Text: "a text of some words"})
			day += rapid.IntRange(0, 4000).Draw(t, "gap")
		}
		spots := line.spots()
		for i, s := range spots {
			if s.X < lineMargin || s.X > lineWidth-lineMargin {
				t.Fatalf("point %d stands at %d", i, s.X)
			}
			if i == 0 {
				continue
			}
			apart := s.X - spots[i-1].X
			if line.RTL {
				apart = -apart
			}
			if apart < 80 {
				t.Fatalf("points %d and %d are %d apart", i-1, i, apart)
			}
		}
	})
}

func TestLongTextsBreakNearTheirMiddle(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"today":                      {"today"},
		"decision at the latest":     {"decision at", "the latest"},
		"ultimazidinlegeatoatălegea": {"ultimazidinlegeatoatălegea"},
		"останній день за законом": {"останній день", "за законом"},
	} {
		if diff := cmp.Diff(want, twoRows(text, 18)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWhatPeopleTypeIsEscaped(t *testing.T) {
	t.Parallel()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	const evil = `"><script>alert(1)</script>`
	field := Field{Name: "age", Text: evil, Hint: evil, Wrong: evil}
	var b bytes.Buffer
	if err := InputField(c.For(locale.EN), Input{Field: field, Value: evil}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if err := ErrorSummary(c.For(locale.EN), []FieldError{{ID: "age", Text: evil}}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if err := SummaryList([]Row{{Key: evil, Value: evil, Href: "javascript:alert(1)", Action: evil}}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>") || strings.Contains(b.String(), "javascript:") {
		t.Errorf("not escaped: %s", b.String())
	}
}
