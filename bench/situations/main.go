// Command situations prints different situations, one query a line, made from the personas of the law: each persona in each
// county, in each language. It is what the load driver asks for, so that no answer can come from a memory of the last one.
//
//	go run ./bench/situations -n 1000
package main

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

func main() {
	n := flag.Int("n", 1000, "how many situations")
	law := flag.String("law", "law", "folder of the law")
	flag.Parse()
	err := run(os.DirFS(*law), os.Stdout, *n)
	if err != nil {
		fmt.Fprintln(os.Stderr, "situations:", err)
		os.Exit(1)
	}
}

// persona is what this program reads of a persona: the day and the answers.
type persona struct {
	On    string         `yaml:"on"`
	Facts map[string]any `yaml:"facts"`
}

func run(law fs.FS, out io.Writer, n int) error {
	people, err := read(law)
	if err != nil {
		return err
	}
	lines := situations(people, n)
	if len(lines) < n {
		return fmt.Errorf("only %d different situations, %d wanted", len(lines), n)
	}
	for _, line := range lines {
		_, err = fmt.Fprintln(out, line)
		if err != nil {
			return fmt.Errorf("write a situation: %w", err)
		}
	}
	return nil
}

func read(law fs.FS) ([]persona, error) {
	files, err := fs.Glob(law, "personas/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the personas: %w", err)
	}
	var people []persona
	for _, file := range files {
		text, err := fs.ReadFile(law, file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		var some []persona
		err = yaml.Unmarshal(text, &some)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		people = append(people, some...)
	}
	return people, nil
}

// situations returns at most n paths of the plan's page, all different, always the same for the same personas.
func situations(people []persona, n int) []string {
	var lines []string
	seen := map[string]bool{}
	languages := []string{"en", "ro", "uk"}
	for i, county := range counties() {
		for j, p := range people {
			lang := languages[(i+j)%len(languages)]
			line := "/" + lang + "/plan?" + query(p, county)
			if seen[line] {
				continue
			}
			seen[line] = true
			lines = append(lines, line)
			if len(lines) == n {
				return lines
			}
		}
	}
	return lines
}

func query(p persona, county string) string {
	q := url.Values{}
	for fact, v := range p.Facts {
		q.Set(fact, value(v))
	}
	if p.Facts["nationality"] != nil {
		q.Set("county", county)
	}
	if p.On != "" {
		q.Set("on", p.On)
	}
	return q.Encode()
}

// value writes an answer as the address of a page carries it.
func value(v any) string {
	switch v := v.(type) {
	case nil:
		return "~" // asked, and not known
	case []any:
		periods := make([]string, 0, len(v))
		for _, p := range v {
			ends, _ := p.(map[string]any)
			periods = append(periods, text(ends["from"])+".."+text(ends["to"]))
		}
		if len(periods) == 0 {
			return "none"
		}
		return strings.Join(periods, ",")
	default:
		return text(v)
	}
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// counties are the plate codes of the 41 counties and of Bucharest.
func counties() []string {
	list := strings.Fields(`AB AR AG BC BH BN BT BV BR B BZ CS CL CJ CT CV DB DJ GL GR GJ HR HD IL IS IF MM MH MS NT OT PH SM SJ SB SV TR TM
		TL VS VL VN`)
	slices.Sort(list)
	return list
}
