package law

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"sejur/internal/locale"
)

const personaFolder = "personas"

// Persona is a made-up person with a situation and what the law must answer: a readable test of the law.
type Persona struct {
	Who    string         `yaml:"who"`
	Covers []string       `yaml:"covers"`
	On     day            `yaml:"on"`
	Facts  map[string]any `yaml:"facts"`
	Expect expectation    `yaml:"expect"`

	file string
}

// expectation is what must hold; what is not named is not tested.
type expectation struct {
	status     *Status
	routes     *[]string
	possible   *[]string
	excluded   map[string]string
	asks       *string
	neverAsks  []string
	procedures map[string]procedureExpectation
}

type procedureExpectation struct {
	Documents   *[]string           `yaml:"documents"` // official and secondary ones, in order
	Usually     *[]string           `yaml:"usually"`   // unverified ones
	Without     []string            `yaml:"without"`   // documents and fees that are not asked; steps, duties and warnings not shown
	Forms       map[string][]string `yaml:"forms"`
	Formalities map[string][]string `yaml:"formalities"`
	Amounts     map[string]string   `yaml:"amounts"`
	Fresh       map[string]string   `yaml:"fresh"` // until when a paper of that day is good
	Fees        *[]string           `yaml:"fees"`
	Apply       *applyExpectation   `yaml:"apply"`
	Processing  string              `yaml:"processing"`
	Output      *outputExpectation  `yaml:"output"`
	Offices     *[]string           `yaml:"offices"`
	Contest     string              `yaml:"contest"`
	Court       string              `yaml:"court"`
	Authority   string              `yaml:"authority"`
	Filing      string              `yaml:"filing"`
	Within      map[string]string   `yaml:"within"` // how long a step or a duty gives: "10 days"
	Warnings    []string            `yaml:"warnings"`
	Duties      []string            `yaml:"duties"`
	Steps       []string            `yaml:"steps"`
	Grounds     []string            `yaml:"grounds"`
	NotNeeded   []string            `yaml:"not_needed"`
	Open        map[string][]string `yaml:"open"`
}

type applyExpectation struct {
	From      string `yaml:"from"`
	By        string `yaml:"by"`
	RollsTo   string `yaml:"rolls_to"`
	AdvisedBy string `yaml:"advised_by"`
}

type outputExpectation struct {
	Document string `yaml:"document"`
	Until    string `yaml:"until"`
	AtMost   string `yaml:"at_most"`
	AtLeast  string `yaml:"at_least"`
}

func (e *expectation) UnmarshalYAML(node ast.Node) error {
	var pairs []*ast.MappingValueNode
	switch node := node.(type) {
	case *ast.MappingNode:
		pairs = node.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{node}
	default:
		return fmt.Errorf("expect: a map is needed")
	}
	e.procedures = map[string]procedureExpectation{}
	for _, pair := range pairs {
		var err error
		switch key := pair.Key.String(); key {
		case "status":
			e.status, err = decoded[Status](pair.Value)
		case "routes":
			e.routes, err = decoded[[]string](pair.Value)
		case "possible":
			e.possible, err = decoded[[]string](pair.Value)
		case "excluded":
			err = yaml.NodeToValue(pair.Value, &e.excluded, yaml.Strict())
		case "asks":
			e.asks, err = decoded[string](pair.Value)
		case "never_asks":
			err = yaml.NodeToValue(pair.Value, &e.neverAsks, yaml.Strict())
		default:
			var p *procedureExpectation
			if p, err = decoded[procedureExpectation](pair.Value); err == nil {
				e.procedures[key] = *p
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// decoded reads a value into a new T: the YAML package leaves a nil pointer nil and says nothing.
func decoded[T any](node ast.Node) (*T, error) {
	v := new(T)
	if err := yaml.NodeToValue(node, v, yaml.Strict()); err != nil {
		return nil, err
	}
	return v, nil
}

// Personas reads every persona, in the order of the files.
func Personas(fsys fs.FS) ([]Persona, error) {
	names, err := fs.Glob(fsys, personaFolder+"/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the personas: %w", err)
	}
	var out []Persona
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		var list []Persona
		if err := decodeStrict(data, &list); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for i := range list {
			list[i].file = path.Base(name)
		}
		out = append(out, list...)
	}
	return out, nil
}

// String names the persona for a report.
func (p *Persona) String() string { return p.file + ": " + p.Who }

// Ask puts the persona's facts to the law.
func (l *Law) Ask(p *Persona, lang locale.Lang) (Query, Plan, error) {
	facts, faults := l.ReadFactsJSON(p.Facts, p.On.Date)
	if err := faults.Err(); err != nil {
		return Query{}, Plan{}, err
	}
	q := Query{On: p.On.Date, Lang: lang, Facts: facts}
	plan, err := l.Plan(q)
	return q, plan, err
}
