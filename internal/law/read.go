package law

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"sejur/internal/calendar"
)

// countryFolder is the folder of the one country the law is written for.
const countryFolder = "ro"

// The years for which holidays are worked out beforehand; others are worked out when asked for.
const (
	firstYear = 2018
	lastYear  = 2040
)

// files is everything law/ says, as written.
type files struct {
	facts      []factRow
	procedures []procedureRow
	documents  []documentRow
	shared     []sharedRow
	sources    map[string]sourceRow
	amounts    map[string][]amountRow
	countries  map[string]map[string][]datedRow
	offices    officesFile
	holidays   []calendar.Rule
	forms      []formRow
	texts      *textFiles
	version    string
}

// readFiles reads the law's folder. Every fault found is in the error, each with file, line and column where it has one.
func readFiles(fsys fs.FS) (*files, error) {
	out := &files{
		sources:   map[string]sourceRow{},
		amounts:   map[string][]amountRow{},
		countries: map[string]map[string][]datedRow{},
		texts:     newTextFiles(),
	}
	names, err := yamlFiles(fsys)
	if err != nil {
		return nil, err
	}
	contents := make([][]byte, len(names))
	merges := make([]func(*files) error, len(names))
	faults := make([]error, len(names))
	var wg sync.WaitGroup
	// Parsing dominates the start of the program; the files are independent.
	for i, name := range names {
		contents[i], err = fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		wg.Go(func() {
			merges[i], faults[i] = parseFile(name, contents[i])
		})
	}
	wg.Wait()
	// In the files' order, so that of two that say the same thing the later is named each time.
	for i, merge := range merges {
		if faults[i] == nil {
			faults[i] = merge(out)
		}
		if faults[i] != nil {
			faults[i] = fmt.Errorf("%s: %w", names[i], faults[i])
		}
	}
	out.version = versionDigest(names, contents)
	slices.SortFunc(out.procedures, func(a, b procedureRow) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(out.documents, func(a, b documentRow) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(out.forms, func(a, b formRow) int { return cmp.Compare(a.ID, b.ID) })
	return out, errors.Join(faults...)
}

// yamlFiles lists the law's own files in order; personas and coverage are read by the check alone.
func yamlFiles(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, countryFolder, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path.Base(name) == "coverage" {
			return fs.SkipDir
		}
		if d.IsDir() {
			return nil
		}
		if path.Ext(name) != ".yaml" {
			return fmt.Errorf("%s: the law's files end in .yaml", name)
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the law: %w", err)
	}
	slices.Sort(names)
	return names, nil
}

// versionDigest is the first 8 hex digits of the SHA-256 over the sorted files.
func versionDigest(names []string, contents [][]byte) string {
	h := sha256.New()
	for i, name := range names {
		// The length keeps two files from running together. A hash never fails.
		_, _ = h.Write(fmt.Appendf(nil, "%s\n%d\n", name, len(contents[i])))
		_, _ = h.Write(contents[i])
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// parseFile parses one file by its place and returns what adds it to the rest.
func parseFile(name string, data []byte) (func(*files) error, error) {
	rest := strings.TrimPrefix(name, countryFolder+"/")
	folder, base := path.Split(rest)
	switch folder {
	case "procedures/":
		return one(data, func(f *files, p procedureRow) error {
			if p.ID+".yaml" != base {
				return fmt.Errorf("id %q does not match the file's name", p.ID)
			}
			f.procedures = append(f.procedures, p)
			return nil
		})
	case "forms/":
		return one(data, func(f *files, r formRow) error {
			if r.ID+".yaml" != base {
				return fmt.Errorf("id %q does not match the file's name", r.ID)
			}
			f.forms = append(f.forms, r)
			return nil
		})
	case "sources/":
		return one(data, func(f *files, m map[string]sourceRow) error { return addAll("source", f.sources, m) })
	case "shared/":
		return one(data, func(f *files, rows []sharedRow) error { f.shared = append(f.shared, rows...); return nil })
	case "documents/":
		return one(data, func(f *files, rows []documentRow) error { f.documents = append(f.documents, rows...); return nil })
	case "":
		return parseTopFile(base, data)
	}
	if lang, ok := strings.CutPrefix(folder, "texts/"); ok {
		tree, err := parseTexts(data)
		if err != nil {
			return nil, err
		}
		return func(f *files) error { return f.texts.add(strings.TrimSuffix(lang, "/"), tree) }, nil
	}
	return nil, fmt.Errorf("no such place in the law: see docs/writing-law.md")
}

func parseTopFile(base string, data []byte) (func(*files) error, error) {
	switch base {
	case "facts.yaml":
		return one(data, func(f *files, rows []factRow) error { f.facts = rows; return nil })
	case "amounts.yaml":
		return one(data, func(f *files, m map[string][]amountRow) error { return addAll("amount", f.amounts, m) })
	case "countries.yaml":
		return one(data, func(f *files, m map[string]map[string][]datedRow) error { return addAll("country", f.countries, m) })
	case "offices.yaml":
		return one(data, func(f *files, o officesFile) error { f.offices = o; return nil })
	case "holidays.yaml":
		return one(data, func(f *files, rows []calendar.Rule) error { f.holidays = rows; return nil })
	}
	return nil, fmt.Errorf("no such file in the law: see docs/writing-law.md")
}

// one decodes a file strictly into a T.
func one[T any](data []byte, add func(*files, T) error) (func(*files) error, error) {
	var v T
	if err := decodeStrict(data, &v); err != nil {
		return nil, err
	}
	return func(f *files) error { return add(f, v) }, nil
}

func decodeStrict(data []byte, into any) error {
	err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into)
	if errors.Is(err, io.EOF) {
		return nil // an empty file says nothing
	}
	return err
}

func addAll[V any](what string, into, from map[string]V) error {
	for id, v := range from {
		if _, twice := into[id]; twice {
			return fmt.Errorf("%s %q stands twice", what, id)
		}
		into[id] = v
	}
	return nil
}

// Holidays reads the public holidays alone, for callers that need no law.
func Holidays(fsys fs.FS) (*calendar.Calendar, error) {
	data, err := fs.ReadFile(fsys, countryFolder+"/holidays.yaml")
	if err != nil {
		return nil, fmt.Errorf("read the holidays: %w", err)
	}
	var rules []calendar.Rule
	if err := decodeStrict(data, &rules); err != nil {
		return nil, fmt.Errorf("holidays.yaml: %w", err)
	}
	cal, err := calendar.New(rules, firstYear, lastYear)
	if err != nil {
		return nil, fmt.Errorf("holidays.yaml: %w", err)
	}
	return cal, nil
}
