//go:build prove

package law_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	data "sejur/law"

	"sejur/internal/calendar"
	"sejur/internal/law"
)

// number finds what decides something in a procedure: terms, lengths, ages, multiples and days. A day of a version's end follows from
// the next one and is not looked at.
var number = regexp.MustCompile(
	`\b(?:n|before|after|plus|times): (\d+)` +
		`|[<>=]=? (\d+)\b` +
		`|"?P(\d+)[YMD]"?` +
		`|from: (\d{4}-\d{2}-\d{2})` +
		`|until: (\d{4}-\d{2}-\d{2})` +
		`|date\("(\d{4}-\d{2}-\d{2})"\)` +
		`|amount: "(\d+)\.\d\d"`)

// mutant is a number of the law made one greater, a day made one later.
type mutant struct {
	file       string
	start, end int
	now        string
}

func (m mutant) String(content string) string {
	line := 1 + strings.Count(content[:m.start], "\n")
	return fmt.Sprintf("%s:%d: %s -> %s", m.file, line, content[m.start:m.end], m.now)
}

// TestEveryNumberIsTested changes every number of the procedures and amounts, one at a time, and names those that no persona and no check
// notices. LAW_FILE narrows it to the files whose name contains it. It is made for the long run: make prove.
func TestEveryNumberIsTested(t *testing.T) {
	t.Parallel()
	files := wholeLaw(t)
	var mutants []mutant
	for _, name := range slices.Sorted(maps.Keys(files)) {
		content := string(files[name].Data)
		decides := strings.HasPrefix(name, "ro/procedures/") && !strings.Contains(content, "\npage: only") || name == "ro/amounts.yaml"
		if decides && strings.Contains(name, os.Getenv("LAW_FILE")) {
			mutants = append(mutants, mutantsOf(name, content)...)
		}
	}
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var survivors []string
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, 2)
	for _, m := range mutants {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			content := string(files[m.file].Data)
			changed := maps.Clone(files)
			changed[m.file] = &fstest.MapFile{Data: []byte(content[:m.start] + m.now + content[m.end:])}
			if _, err := law.Check(changed, c); err == nil {
				mu.Lock()
				survivors = append(survivors, m.String(content))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(survivors)
	t.Logf("%d numbers changed one at a time, %d unnoticed", len(mutants), len(survivors))
	for _, s := range survivors {
		t.Log(s)
	}
	if 10*len(survivors) > len(mutants) {
		t.Errorf("%d of %d changes went unnoticed, more than a tenth", len(survivors), len(mutants))
	}
}

func wholeLaw(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(data.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(data.Files, name)
		out[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// mutantsOf lists a file's numbers. The first day of the first version is left out: it is where our knowledge begins, and no rule.
func mutantsOf(name, content string) []mutant {
	var out []mutant
	begins := max(0, strings.Index(content, "- from: ")) + len("- from: 2006-01-02")
	for _, found := range number.FindAllStringSubmatchIndex(content, -1) {
		if strings.HasPrefix(name, "ro/procedures/") && found[1] <= begins {
			continue
		}
		for i := 2; i < len(found); i += 2 {
			if found[i] < 0 {
				continue
			}
			old := content[found[i]:found[i+1]]
			out = append(out, mutant{name, found[i], found[i+1], more(old)})
		}
	}
	return out
}

// more is a number one greater, or the day after.
func more(old string) string {
	if d, err := calendar.Parse(old); err == nil {
		return d.AddDays(1).String()
	}
	n, err := strconv.Atoi(old)
	if err != nil {
		return old
	}
	return strconv.Itoa(n + 1)
}
