package print

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/document"
	"sejur/internal/fault"
)

func TestTheSameSheetIsTheSameBytes(t *testing.T) {
	t.Parallel()
	if first, second := drawn(t), drawn(t); !bytes.Equal(first, second) {
		t.Error("two drawings of one sheet differ")
	}
	other := letter()
	other.Blocks[2].Text += "."
	if bytes.Equal(drawn(t), paperOf(t, other)) {
		t.Error("another sheet gives the same bytes")
	}
}

func TestJudgesFindNoFaultInAnyFile(t *testing.T) {
	t.Parallel()
	for name, sheet := range map[string]document.Sheet{
		"a letter": letter(), "a checklist": checklist(), "extremes": extremes(), "nothing": {}, "a seal alone": {Seal: sampleSeal()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pdf := paperOf(t, sheet)
			if said := judged(t, pdf, "qpdf", "--check", "%s"); !strings.Contains(said, "No syntax or stream encoding errors found") {
				t.Error(said)
			}
			if got := field(judged(t, pdf, "pdfinfo", "%s"), "Tagged"); got != "yes" {
				t.Errorf("tagged: %q", got)
			}
		})
	}
}

func TestAFileSaysWhatItIs(t *testing.T) {
	t.Parallel()
	pdf := drawn(t)
	info := judged(t, pdf, "pdfinfo", "-isodates", "%s")
	got := map[string]string{}
	for _, name := range []string{"Title", "CreationDate", "Pages", "Page size", "PDF version", "Suspects", "JavaScript"} {
		got[name] = field(info, name)
	}
	want := map[string]string{
		"Title": letter().Title, "CreationDate": "2026-11-30T09:30:00Z", "Pages": "2", "Page size": "595.28 x 841.89 pts (A4)",
		"PDF version": "1.7", "Suspects": "no", "JavaScript": "no",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	f, err := open(pdf)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := f.object(f.root)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"/Lang (ro)", "/DisplayDocTitle true", "/Marked true", "/Metadata ", "/Outlines "} {
		if !bytes.Contains(catalogue, []byte(part)) {
			t.Errorf("the catalogue lacks %q: %s", part, catalogue)
		}
	}
}

func TestPDFUAIsClaimedOnlyWithWhatItNeeds(t *testing.T) {
	t.Parallel()
	untitled, tongueless, wordless := letter(), letter(), letter()
	untitled.Title, tongueless.Lang, wordless.SealText = "", "", ""
	for name, c := range map[string]struct {
		sheet document.Sheet
		want  bool
	}{
		"whole": {letter(), true}, "without a title": {untitled, false}, "without a language": {tongueless, false}, "a seal without words": {wordless, false},
	} {
		meta := judged(t, paperOf(t, c.sheet), "pdfinfo", "-meta", "%s")
		if got := strings.Contains(meta, "<pdfuaid:part>1</pdfuaid:part>"); got != c.want {
			t.Errorf("%s: claimed %v", name, got)
		}
	}
}

func TestAReaderHearsThePaperInOrder(t *testing.T) {
	t.Parallel()
	sheet := document.Sheet{
		Title: "Titlu", Lang: "ro", Sender: []string{"Biroul"}, Seal: sampleSeal(), SealText: "Sigiliul", Under: "Cod",
		Blocks: []document.Block{
			{Kind: document.Title, Text: "Titlu", Other: &document.Block{Kind: document.Title, Lang: "uk", Text: "Назва"}},
			{Kind: document.Heading2, Text: "Al treilea nivel sub niciunul al doilea"},
			{Kind: document.Paragraph, Text: "Unu", Other: &document.Block{Kind: document.Paragraph, Lang: "uk", Text: "Один"}},
			{Kind: document.Checklist, Items: []document.Item{{Text: "Act", Note: "Notă"}}},
			{Kind: document.Table, Head: []string{"Ce", "Lei"}, Rows: [][]string{{"Taxă", "1"}}},
			{Kind: document.Facts, Rows: [][]string{{"Nume", "Valoare"}}},
			{Kind: document.Paragraph, Text: "Verificați", Link: "https://sejur.example/v?a=(b)"},
			{Kind: document.Signature, Items: []document.Item{{Text: "Cine", Note: "ca ce"}}},
		},
	}
	said := judged(t, paperOf(t, sheet), "pdfinfo", "-struct-text", "%s")
	said = regexp.MustCompile(`(?m)^.*(/BBox|Object \d).*\n`).ReplaceAllString(strings.ReplaceAll(said, " (block)", ""), "")
	lines := strings.Split(strings.TrimSpace(said), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	heard := []string{
		"Document", "P", `"Biroul"`, "H1", `"Titlu"`, "H1", `"Назва"`, "H2", `"Al treilea nivel sub niciunul al doilea"`,
		"P", `"Unu"`, "P", `"Один"`,
		"L:", "/ListNumbering /None", "LI", "Lbl", `""`, "LBody", "P", `"Act"`, "P", `"Notă"`,
		"Table", "TR", "TH:", "/Scope /Column", `"Ce"`, "TH:", "/Scope /Column", `"Lei"`, "TR", "TD", `"Taxă"`, "TD", `"1"`,
		"Table", "TR", "TH:", "/Scope /Row", `"Nume"`, "TD", `"Valoare"`,
		"P", "Link (inline)", `"Verificați"`, "P", `"Cine"`, "P", `"ca ce"`, "Figure:", "/Placement /Block", `""`, "P", `"Cod"`,
	}
	if diff := cmp.Diff(heard, lines); diff != "" {
		t.Error(diff)
	}
}

func TestEachLanguageIsMarked(t *testing.T) {
	t.Parallel()
	sheet := document.Sheet{Title: "Titlu", Lang: "ro", Blocks: []document.Block{
		{Kind: document.Paragraph, Text: "Unu", Other: &document.Block{Kind: document.Paragraph, Lang: "uk", Text: "Один"}},
		{Kind: document.List, Items: []document.Item{{Text: "Act", Name: "Paper", NameLang: "en", Note: "sejur.example", Link: "https://sejur.example/act"}}},
		{Kind: document.List, Lang: "ro", Items: []document.Item{{Text: "Doi"}}, Other: &document.Block{Kind: document.List, Lang: "en", Items: []document.Item{{Text: "Two"}}}},
	}}
	pdf := paperOf(t, sheet)
	var got []string
	for _, m := range regexp.MustCompile(`/S /(\w+) /P \d+ 0 R(?: /Pg \d+ 0 R)? /Lang \((\w+)\)`).FindAllSubmatch(pdf, -1) {
		got = append(got, string(m[1])+" "+string(m[2]))
	}
	if diff := cmp.Diff([]string{"P uk", "P en", "L en"}, got); diff != "" {
		t.Error(diff)
	}
	if links := judged(t, pdf, "pdfinfo", "-url", "%s"); !strings.Contains(links, "https://sejur.example/act") {
		t.Errorf("the note leads nowhere: %s", links)
	}
}

func TestEverythingDrawnIsTaggedOrAnArtifact(t *testing.T) {
	t.Parallel()
	begins, paints := regexp.MustCompile(`^/(\w+) .*BDC$`), regexp.MustCompile(`(^|\s)(Tj|TJ|f|f\*|B|S|s|Do)( ET)?( Q)?$`)
	for name, sheet := range map[string]document.Sheet{"a letter": letter(), "a checklist": checklist(), "extremes": extremes()} {
		pdf := paperOf(t, sheet)
		for page, text := range contents(t, pdf) {
			inside := ""
			for line := range strings.Lines(text) {
				line = strings.TrimRight(line, "\n")
				switch m := begins.FindStringSubmatch(line); {
				case m != nil && inside != "":
					t.Fatalf("%s, page %d: %s inside %s", name, page+1, line, inside)
				case m != nil:
					inside = m[1]
				case line == "EMC":
					inside = ""
				case inside == "" && paints.MatchString(line):
					t.Fatalf("%s, page %d: drawn outside of everything: %q", name, page+1, line)
				}
			}
		}
	}
}

func TestEveryMarkLeadsToItsElementAndBack(t *testing.T) {
	t.Parallel()
	pdf := paperOf(t, extremes())
	f, err := open(pdf)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, _ := f.object(f.root)
	root, _ := f.object(entry(catalogue, "/StructTreeRoot "))
	parents, _ := f.object(entry(root, "/ParentTree "))
	lists := regexp.MustCompile(`\[[^\[\]]*\]`).FindAllString(strings.TrimPrefix(string(parents), "<</Nums ["), -1)
	for page, text := range contents(t, pdf) {
		marks := regexp.MustCompile(`/(\w+) <</MCID (\d+)>> BDC`).FindAllStringSubmatch(text, -1)
		owners := regexp.MustCompile(`(\d+) 0 R`).FindAllStringSubmatch(lists[page], -1)
		if len(marks) != len(owners) {
			t.Fatalf("page %d: %d marks, %d owners", page+1, len(marks), len(owners))
		}
		for i, m := range marks {
			element, err := f.object(entry([]byte(owners[i][1]), ""))
			if err != nil || m[2] != fmt.Sprint(i) || !bytes.Contains(element, []byte("/S /"+m[1]+" ")) {
				t.Errorf("page %d, mark %v: its element is %s (%v)", page+1, m, element, err)
			}
		}
	}
}

func TestLettersComeBackExactly(t *testing.T) {
	t.Parallel()
	const romanian, ukrainian = "Ștefan și Țuțea: ăâîșț ĂÂÎȘȚ", "Ґанна, їжак, є, і, Ї Є І ґ з’їзд"
	sheet := document.Sheet{Title: "x", Lang: "ro", Blocks: []document.Block{
		{Kind: document.Paragraph, Text: romanian}, {Kind: document.Heading, Text: ukrainian},
		{Kind: document.Paragraph, Text: "Decomposed: s\u0326 t\u0326 a\u0306 \u0456\u0308"},
	}}
	text := strings.Join(said(t, paperOf(t, sheet)), "")
	for _, want := range []string{romanian, ukrainian, "Decomposed: ș ț ă ї"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

func TestALetterThatTheFontsLackIsAFault(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"محمد", "日本", "a\U0001F600"} {
		_, err := Draw(document.Sheet{Blocks: []document.Block{{Kind: document.Table, Rows: [][]string{{"", text}}}}})
		if f := fault.All(err)[0]; f.Kind != fault.Invalid || f.Key != "print.letter" {
			t.Errorf("%s: %v", text, err)
		}
	}
	_, err := Draw(document.Sheet{Seal: make([]byte, 4000)})
	if f := fault.All(err)[0]; f.Kind != fault.Invalid || f.Key != "print.seal" {
		t.Errorf("a seal that is too large: %v", err)
	}
}

// A paper that is not one yet, or is worth nothing, says so on every page, for the eye alone: what is heard says it in words.
func TestEveryPageOfASpecimenOrPreviewSaysSo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		specimen bool
		mark     string
		want     string
	}{
		"a specimen": {true, "", "SPECIMEN"}, "a preview": {false, "PREVIZUALIZARE", "PREVIZUALIZARE"}, "neither": {false, "", ""},
		"a preview of a specimen": {true, "PREVIEW", "SPECIMENPREVIEW"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sheet := document.Sheet{Title: "x", Lang: "ro", Specimen: tt.specimen, Mark: tt.mark, Blocks: []document.Block{
				{Kind: document.Paragraph, Text: "unu"}, {Kind: document.Paragraph, Text: "doi", Apart: true},
			}}
			pages := said(t, paperOf(t, sheet))
			if len(pages) != 2 {
				t.Fatalf("%d pages", len(pages))
			}
			for i, text := range pages {
				if got := capitals(text); got != tt.want {
					t.Errorf("page %d: across it stands %q, not %q", i+1, got, tt.want)
				}
			}
		})
	}
}

// capitals are those of a page: what stands from corner to corner, when all else is small.
func capitals(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return r
		}
		return -1
	}, text)
}

func TestEachPageHasItsNumberItsTitleAndItsFoot(t *testing.T) {
	t.Parallel()
	pages := said(t, paperOf(t, checklist()))
	for i, text := range pages {
		for _, want := range []string{fmt.Sprintf("pagina %d din %d", i+1, len(pages)), "Actele de care aveți nevoie", "Nu înlocuiește legea."} {
			if !strings.Contains(text, want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
	}
	if len(pages) < 10 {
		t.Errorf("only %d pages", len(pages))
	}
}

func TestTheHeadOfATableIsRepeatedForTheEyeAlone(t *testing.T) {
	t.Parallel()
	b := document.Block{Kind: document.Table, Head: []string{"Kolumna", "Else"}}
	for i := range 80 {
		b.Rows = append(b.Rows, []string{fmt.Sprint(i), "x"})
	}
	pdf := paperOf(t, document.Sheet{Title: "x", Lang: "en", Blocks: []document.Block{b}})
	seen := 0
	for _, page := range said(t, pdf) {
		seen += strings.Count(page, "Kolumna")
	}
	heard := strings.Count(judged(t, pdf, "pdfinfo", "-struct-text", "%s"), "Kolumna")
	if pages := len(contents(t, pdf)); seen != pages || heard != 1 || pages < 2 {
		t.Errorf("%d pages, seen %d times, heard %d times", pages, seen, heard)
	}
}

func TestHeadingsAreBookmarksAndLinksLead(t *testing.T) {
	t.Parallel()
	pdf := drawn(t)
	outline := judged(t, pdf, "qpdf", "--json", "--json-key=outlines", "%s")
	var got []string
	for _, m := range regexp.MustCompile(`"title": "([^"]*)"`).FindAllStringSubmatch(outline, -1) {
		got = append(got, m[1])
	}
	want := []string{letter().Title, "Ce se prelungește", "Ce urmează", "Taxe", "Dacă nu sunteți de acord"}
	if diff := cmp.Diff(want, sortedLike(want, got)); diff != "" {
		t.Error(diff)
	}
	if links := judged(t, pdf, "pdfinfo", "-url", "%s"); !strings.Contains(links, "https://sejur.example/ro/verify") {
		t.Errorf("no link: %s", links)
	}
}

func TestAReaderOfSealsReadsTheDataMatrix(t *testing.T) {
	t.Parallel()
	pdf := drawn(t)
	dir := t.TempDir()
	judged(t, pdf, "pdftoppm", "-r", "300", "-f", "2", "-l", "2", "-gray", "%s", filepath.Join(dir, "page"))
	if _, err := exec.LookPath("dmtxread"); err != nil {
		t.Fatal("dmtxread is missing: scripts/setup.sh installs it")
	}
	pictures, err := filepath.Glob(filepath.Join(dir, "page*.pgm"))
	if err != nil || len(pictures) != 1 {
		t.Fatal(pictures, err)
	}
	raw, err := exec.Command("dmtxread", "-N1", pictures[0]).Output()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(letter().Seal, raw); diff != "" {
		t.Error(diff)
	}
}

// sortedLike gives got in the order of want when it holds the same, because qpdf names the bookmarks below one last.
func sortedLike(want, got []string) []string {
	if len(want) != len(got) {
		return got
	}
	for _, w := range want {
		if !strings.Contains(strings.Join(got, "\x00"), w) {
			return got
		}
	}
	return want
}
