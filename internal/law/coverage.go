package law

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Rule is one rule of the law in plain words, which some persona or page test must cover.
type Rule struct {
	ID     string `yaml:"id" json:"id"`
	Rule   string `yaml:"rule" json:"rule"`
	Source string `yaml:"source" json:"source"`
	Page   string `yaml:"page" json:"page,omitempty"` // the kind of page whose test covers what no persona can

	Of     string   `yaml:"-" json:"of"`      // the file it stands in: a procedure, or base
	Covers []string `yaml:"-" json:"covered"` // the personas that cover it, by who they are
}

// Coverage lists the rules of a law's folder with the personas that cover each.
func Coverage(fsys fs.FS) ([]Rule, error) {
	rules, err := readCoverage(fsys)
	if err != nil {
		return nil, err
	}
	personas, err := Personas(fsys)
	if err != nil {
		return nil, err
	}
	who := map[string][]string{}
	for i := range personas {
		for _, id := range personas[i].Covers {
			who[id] = append(who[id], personas[i].Who)
		}
	}
	for i := range rules {
		rules[i].Covers = slices.Concat([]string{}, who[rules[i].ID])
	}
	return rules, nil
}

func readCoverage(fsys fs.FS) ([]Rule, error) {
	names, err := fs.Glob(fsys, countryFolder+"/coverage/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the coverage: %w", err)
	}
	var out []Rule
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		var rows []Rule
		if err := decodeStrict(data, &rows); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for i := range rows {
			rows[i].Of = strings.TrimSuffix(path.Base(name), ".yaml")
		}
		out = append(out, rows...)
	}
	return out, nil
}
