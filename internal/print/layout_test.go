package print

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/document"
)

func composed(t rapid.TB, sheet document.Sheet) *paper {
	t.Helper()
	sheet, err := tidy(sheet)
	if err != nil {
		t.Fatal(err)
	}
	faces, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	p := newPaper(sheet, faces)
	if err := p.compose(); err != nil {
		t.Fatal(err)
	}
	return p
}

// anyBlock is a block of any kind with texts of any length; beside it, perhaps, one of any kind too.
func anyBlock(withOther bool) *rapid.Generator[document.Block] {
	text := rapid.Custom(func(t *rapid.T) string {
		word := rapid.SampledFrom([]string{"", "a", "ședere", "https://sejur.example/" + strings.Repeat("x", 90), "drept\nnou", "Їжак"})
		return strings.Join(rapid.SliceOfN(word, 0, rapid.SampledFrom([]int{1, 8, 60, 600}).Draw(t, "words")).Draw(t, "text"), " ")
	})
	headings := []document.BlockKind{document.Title, document.Heading, document.Heading2}
	return rapid.Custom(func(t *rapid.T) document.Block {
		b := document.Block{
			Kind: rapid.SampledFrom([]document.BlockKind{
				document.Title, document.Heading, document.Heading, document.Heading2, document.Paragraph, document.Notice, document.Small,
				document.List, document.Checklist, document.Table, document.Facts, document.Signature,
			}).Draw(t, "kind"),
			Text: text.Draw(t, "text"), Link: rapid.SampledFrom([]string{"", "https://sejur.example"}).Draw(t, "link"),
			Head: rapid.SliceOfN(text, 0, 4).Draw(t, "head"),
			Rows: rapid.SliceOfN(rapid.SliceOfN(text, 0, 4), 0, 6).Draw(t, "rows"),
		}
		for range rapid.IntRange(0, 5).Draw(t, "items") {
			b.Items = append(b.Items, document.Item{Text: text.Draw(t, "item"), Name: text.Draw(t, "name"), Note: text.Draw(t, "note")})
		}
		if slices.Contains(headings, b.Kind) {
			b.Text = strings.ToValidUTF8(b.Text[:min(len(b.Text), 60)], "") // one that is higher than a page cannot stay whole
		}
		if withOther && rapid.Bool().Draw(t, "bilingual") {
			other := anyBlock(false).Draw(t, "other")
			other.Lang, b.Other = "uk", &other
		}
		return b
	})
}

func TestNothingLeavesThePageAndNoHeadingStandsAloneAtItsFoot(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := composed(t, document.Sheet{Title: "x", Lang: "ro", Blocks: rapid.SliceOfN(anyBlock(true), 0, 8).Draw(t, "blocks")})
		for i, page := range p.pages {
			lowest := placed{y: -1}
			for _, r := range page {
				if r.y < top || r.y+r.height > p.bottom+0.01 {
					t.Fatalf("page %d: %v to %v, it ends at %v", i+1, r.y, r.y+r.height, p.bottom)
				}
				if r.y > lowest.y || r.y == lowest.y && r.node != nil && !heading(r.node) {
					lowest = r
				}
			}
			if i < len(p.pages)-1 && len(page) == 0 {
				t.Fatalf("page %d is empty", i+1)
			}
			if i < len(p.pages)-1 && lowest.node != nil && heading(lowest.node) && !onlyHeadings(page) {
				t.Fatalf("page %d ends with a heading", i+1)
			}
		}
	})
}

func heading(n *node) bool {
	return n != nil && (slices.Contains([]string{"H1", "H2", "H3"}, n.tag) || heading(n.up))
}

// onlyHeadings: a page full of headings cannot keep the last one with what follows.
func onlyHeadings(page []placed) bool {
	return !slices.ContainsFunc(page, func(r placed) bool { return r.node != nil && !heading(r.node) })
}

func TestWhatIsDrawnIsWhatTheSheetSays(t *testing.T) {
	t.Parallel()
	sheet := extremes()
	text := strings.Join(said(t, paperOf(t, sheet)), "")
	for word, want := range map[string]int{"somebody": 200, "sixty": 130, "cell": 400, "end.": 300} {
		if got := strings.Count(text, word); got != want {
			t.Errorf("%q is drawn %d times, not %d", word, got, want)
		}
	}
	if got := strings.Count(text, "x") - strings.Count(text, "Ex"); got < 500 {
		t.Errorf("of 500 x in one word %d are drawn", got)
	}
}

func TestLinesFitAndLoseNothing(t *testing.T) {
	t.Parallel()
	faces, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	s := style{face: faces.regular, size: 9.5}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aiWșЇ.-/  "))).Draw(t, "text")
		width := rapid.Float64Range(4, 170).Draw(t, "width")
		lines := s.wrap(text, width)
		if diff := cmp.Diff(strings.Fields(text), strings.Fields(strings.Join(lines, ""))); diff != "" {
			t.Fatal(diff)
		}
		for _, line := range lines {
			if s.width(strings.TrimRight(line, " ")) > width {
				t.Fatalf("%q is wider than %v", line, width)
			}
		}
	})
}

func TestAWordBreaksWhereItBearsIt(t *testing.T) {
	t.Parallel()
	faces, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	s := style{face: faces.regular, size: 10}
	for name, c := range map[string]struct {
		text  string
		width float64
		want  []string
	}{
		"words go on with a space":       {"unu doi trei", 16, []string{"unu doi ", "trei"}},
		"a line feed is obeyed":          {"unu\ndoi", 100, []string{"unu ", "doi"}},
		"an address breaks after a sign": {"https://sejur.example/ro/verify", 45, []string{"https://sejur.example/ro/", "verify"}},
		"a word without signs":           {"aaaaaaaaaa", 11, []string{"aaaaa", "aaaaa"}},
		"a number stays whole":           {"costă 1\u00a0200\u00a0lei", 22, []string{"costă ", "1\u00a0200\u00a0lei"}},
		"a letter wider than the line":   {"WW", 1, []string{"W", "W"}},
	} {
		if diff := cmp.Diff(c.want, s.wrap(c.text, c.width)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestBothFontsHaveEveryLetterThatIsPromised(t *testing.T) {
	t.Parallel()
	for name, ttf := range map[string][]byte{"regular": dejavusans.TTF, "bold": dejavusansbold.TTF} {
		known := lettersOf(ttf)
		for _, s := range letters() {
			for r := s.first; r <= s.last; r++ {
				if !known[int(r)] {
					t.Errorf("%s lacks U+%04X", name, r)
				}
			}
		}
	}
}

// lettersOf reads the table of letters of a TrueType font: cmap, format 4.
func lettersOf(ttf []byte) map[int]bool {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(ttf[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(ttf[at:])) }
	known := map[int]bool{}
	for i := range u16(4) {
		if record := 12 + 16*i; string(ttf[record:record+4]) == "cmap" {
			cmap := u32(record + 8)
			for j := range u16(cmap + 2) {
				if sub := cmap + u32(cmap+4+8*j+4); u16(sub) == 4 {
					readSegments(u16, sub, known)
				}
			}
		}
	}
	return known
}

func readSegments(u16 func(int) int, sub int, known map[int]bool) {
	n := u16(sub + 6)
	for s := 0; s < n; s += 2 {
		last, first := u16(sub+14+s), u16(sub+16+n+s)
		delta, offset := u16(sub+16+2*n+s), u16(sub+16+3*n+s)
		for c := first; c <= last; c++ {
			glyph := c + delta
			if offset != 0 {
				if glyph = u16(sub + 16 + 3*n + s + offset + 2*(c-first)); glyph != 0 {
					glyph += delta
				}
			}
			if glyph&0xFFFF != 0 {
				known[c] = true
			}
		}
	}
}

func TestTwoLanguagesGoOverThePageTogether(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Un text care nu încape pe o pagină. ", 220)
	p := composed(t, document.Sheet{Title: "x", Lang: "ro", Blocks: []document.Block{
		{Kind: document.Paragraph, Text: long, Other: &document.Block{Kind: document.Paragraph, Lang: "uk", Text: strings.Repeat("Текст, що не вміщується на сторінці. ", 200)}},
		{Kind: document.Table, Head: []string{"Ce"}, Rows: [][]string{{"unu"}, {"doi doi doi doi doi doi doi doi doi doi doi doi"}, {"trei"}},
			Other: &document.Block{Kind: document.Table, Lang: "uk", Head: []string{"Що"}, Rows: [][]string{{"один один один один один один один один один"}, {"два"}, {"три"}}}},
	}})
	if len(p.pages) < 2 {
		t.Fatalf("%d pages", len(p.pages))
	}
	first := make([]map[*node]float64, len(p.pages)) // of each page: where each paragraph and row begins
	for i, page := range p.pages {
		first[i] = map[*node]float64{}
		for _, r := range page {
			if y, seen := first[i][r.node]; r.node != nil && (!seen || r.y < y) {
				first[i][r.node] = r.y
			}
		}
	}
	kids := p.tree.root.kids // P, P, Table, Table
	for i := range p.pages {
		if a, b := first[i][kids[0]], first[i][kids[1]]; a != b {
			t.Errorf("page %d: one language begins at %v, the other at %v", i+1, a, b)
		}
	}
	last := first[len(first)-1]
	for i, row := range kids[2].kids {
		if a, b := last[row.kids[0]], last[kids[3].kids[i].kids[0]]; a != b {
			t.Errorf("row %d: one language at %v, the other at %v", i, a, b)
		}
	}
}
