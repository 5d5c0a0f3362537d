package law

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"sejur/internal/calendar"
)

// The rows are the law's files as they are written (docs/writing-law.md): strict, so that an unknown key is an error with its
// line and column. Loading turns them into compiled values; nothing else reads them.

// day is a calendar.Date in a file. Its own decoder matters: the YAML package would write the whole file out again for each
// value that reads itself from text.
type day struct{ calendar.Date }

func (d *day) UnmarshalYAML(node ast.Node) error {
	parsed, err := calendar.Parse(node.GetToken().Value)
	if err != nil {
		at := node.GetToken().Position
		return fmt.Errorf("[%d:%d] %q: %w", at.Line, at.Column, node.GetToken().Value, err)
	}
	d.Date = parsed
	return nil
}

type factRow struct {
	ID        string      `yaml:"id"`
	Kind      Kind        `yaml:"kind"`
	Options   []optionRow `yaml:"options"`
	Is        string      `yaml:"is"`
	Else      string      `yaml:"else"`
	Agree     bool        `yaml:"agree"`
	AskIf     string      `yaml:"ask_if"`
	Ask       *bool       `yaml:"ask"`
	Min       *int        `yaml:"min"`
	Max       *int        `yaml:"max"`
	Past      bool        `yaml:"past"`
	Sensitive bool        `yaml:"sensitive"`
	About     string      `yaml:"about"`
}

// optionRow is an option's id alone, or a map with its condition.
type optionRow struct {
	ID string `yaml:"id"`
	If string `yaml:"if"`
}

func (o *optionRow) UnmarshalYAML(node ast.Node) error {
	if node.Type() == ast.StringType {
		return yaml.NodeToValue(node, &o.ID)
	}
	type plain optionRow
	return yaml.NodeToValue(node, (*plain)(o), yaml.Strict())
}

type procedureRow struct {
	ID       string       `yaml:"id"`
	Page     string       `yaml:"page"`
	Area     string       `yaml:"area"`
	By       string       `yaml:"by"`
	Versions []versionRow `yaml:"versions"`
}

type versionRow struct {
	From       day               `yaml:"from"`
	Until      day               `yaml:"until"`
	Change     string            `yaml:"change"`
	Rest       string            `yaml:"rest"` // as-before: a key that is not written stands as in the version before
	Filing     string            `yaml:"filing"`
	Form       string            `yaml:"form"`
	Applies    []clauseRow       `yaml:"applies"`
	Authority  string            `yaml:"authority"`
	Office     string            `yaml:"office"`
	Apply      many[applyRow]    `yaml:"apply"`
	Documents  []documentItemRow `yaml:"documents"`
	Fees       []feeItemRow      `yaml:"fees"`
	Processing many[processRow]  `yaml:"processing"`
	Output     many[outputRow]   `yaml:"output"`
	Contest    many[contestRow]  `yaml:"contest"`
	Grounds    []groundRow       `yaml:"grounds"`
	Steps      []string          `yaml:"steps"`
	Duties     []string          `yaml:"duties"`
	Warnings   []string          `yaml:"warnings"`
}

// many is one map or a list of maps.
type many[T any] []T

func (m *many[T]) UnmarshalYAML(node ast.Node) error {
	if node.Type() == ast.SequenceType {
		var all []T
		if err := yaml.NodeToValue(node, &all, yaml.Strict()); err != nil {
			return err
		}
		*m = all
		return nil
	}
	var one T
	if err := yaml.NodeToValue(node, &one, yaml.Strict()); err != nil {
		return err
	}
	*m = many[T]{one}
	return nil
}

type clauseRow struct {
	ID      string   `yaml:"id"`
	If      string   `yaml:"if"`
	Open    string   `yaml:"open"`
	Sources []string `yaml:"sources"`
}

type applyRow struct {
	If       string   `yaml:"if"`
	Of       string   `yaml:"of"`
	By       termRow  `yaml:"by"`
	From     termRow  `yaml:"from"`
	Ninety   bool     `yaml:"ninety"`
	Everyday bool     `yaml:"everyday"`
	Sources  []string `yaml:"sources"`
}

// termRow counts from a date: `after` forward, `before` backward.
type termRow struct {
	After  *int          `yaml:"after"`
	Before *int          `yaml:"before"`
	Unit   calendar.Unit `yaml:"unit"`
}

type documentItemRow struct {
	ID          string      `yaml:"id"`
	Forms       []string    `yaml:"forms"`
	Formalities formalities `yaml:"formalities"`
	If          string      `yaml:"if"`
	Open        string      `yaml:"open"`
	Amount      amountOf    `yaml:"amount"`
	Sources     []string    `yaml:"sources"`
}

// formalities is `foreign` (decided from where the paper was issued and translated) or a fixed list.
type formalities struct {
	Foreign bool
	Fixed   []string
}

func (f *formalities) UnmarshalYAML(node ast.Node) error {
	if node.Type() == ast.SequenceType {
		return yaml.NodeToValue(node, &f.Fixed)
	}
	var word string
	if err := yaml.NodeToValue(node, &word); err != nil {
		return err
	}
	if word != "foreign" {
		return fmt.Errorf("formalities: %q: use foreign, or a list", word)
	}
	f.Foreign = true
	return nil
}

type amountOf struct {
	Of    string `yaml:"of"`
	Times int    `yaml:"times"`
}

type feeItemRow struct {
	ID      string   `yaml:"id"`
	If      string   `yaml:"if"`
	Sources []string `yaml:"sources"`
}

type processRow struct {
	If      string        `yaml:"if"`
	N       *int          `yaml:"n"`
	Unit    calendar.Unit `yaml:"unit"`
	Extend  []extendRow   `yaml:"extend"`
	Starts  string        `yaml:"starts"`
	Sources []string      `yaml:"sources"`
}

type extendRow struct {
	N    int           `yaml:"n"`
	Unit calendar.Unit `yaml:"unit"`
}

type outputRow struct {
	If       string   `yaml:"if"`
	Document string   `yaml:"document"`
	AtMost   string   `yaml:"at_most"`
	AtLeast  string   `yaml:"at_least"`
	Until    untilRow `yaml:"until"`
	Sources  []string `yaml:"sources"`
}

// untilRow is a fixed date, or a fact with a term added.
type untilRow struct {
	Date day
	Of   string        `yaml:"of"`
	Plus int           `yaml:"plus"`
	Unit calendar.Unit `yaml:"unit"`
}

func (u *untilRow) UnmarshalYAML(node ast.Node) error {
	if node.Type() == ast.StringType {
		return yaml.NodeToValue(node, &u.Date)
	}
	type plain struct {
		Of   string        `yaml:"of"`
		Plus int           `yaml:"plus"`
		Unit calendar.Unit `yaml:"unit"`
	}
	var p plain
	if err := yaml.NodeToValue(node, &p, yaml.Strict()); err != nil {
		return err
	}
	u.Of, u.Plus, u.Unit = p.Of, p.Plus, p.Unit
	return nil
}

type contestRow struct {
	If       string        `yaml:"if"`
	Where    string        `yaml:"where"`
	N        int           `yaml:"n"`
	Unit     calendar.Unit `yaml:"unit"`
	Regime   string        `yaml:"regime"`
	Suspends *bool         `yaml:"suspends"`
	Of       string        `yaml:"of"`
	Sources  []string      `yaml:"sources"`
}

type groundRow struct {
	ID      string   `yaml:"id"`
	Sources []string `yaml:"sources"`
}

type documentRow struct {
	ID      string     `yaml:"id"`
	Kind    string     `yaml:"kind"`
	Issuer  string     `yaml:"issuer"`
	Fresh   *extendRow `yaml:"fresh"`
	Issued  string     `yaml:"issued"` // fact that holds the day of issue
	Upload  []string   `yaml:"upload"`
	Zone    bool       `yaml:"zone"` // its first page has the machine-readable zone of whom it is asked for
	Sources []string   `yaml:"sources"`
}

type amountRow struct {
	From     day      `yaml:"from"`
	Until    day      `yaml:"until"`
	Amount   *string  `yaml:"amount"`
	Currency string   `yaml:"currency"`
	Sources  []string `yaml:"sources"`
}

type sharedRow struct {
	ID      string     `yaml:"id"`
	Kind    string     `yaml:"kind"`
	If      string     `yaml:"if"`
	Within  *withinRow `yaml:"within"`
	URL     string     `yaml:"url"`
	Urgent  bool       `yaml:"urgent"` // time is running out, or has run out
	Sources []string   `yaml:"sources"`
}

type withinRow struct {
	N    int           `yaml:"n"`
	Unit calendar.Unit `yaml:"unit"`
	Of   string        `yaml:"of"`
}

type sourceRow struct {
	Act     string `yaml:"act"`
	Article string `yaml:"article"`
	URL     string `yaml:"url"`
	Seed    *int   `yaml:"seed"`
	Checked string `yaml:"checked"`
	Grade   Grade  `yaml:"grade"`
}

type officesFile struct {
	Offices []officeRow           `yaml:"offices"`
	Seats   map[string][2]float64 `yaml:"seats"` // degrees north and east, by county
	Rules   []ruleRow             `yaml:"rules"`
}

type officeRow struct {
	ID       string                `yaml:"id"`
	Kind     string                `yaml:"kind"`
	County   string                `yaml:"county"`
	Counties []string              `yaml:"counties"`
	City     string                `yaml:"city"`
	Address  *string               `yaml:"address"`
	Phone    *string               `yaml:"phone"`
	Email    *string               `yaml:"email"`
	URL      *string               `yaml:"url"`
	Hours    map[string][]hoursRow `yaml:"hours"`
	Services []string              `yaml:"services"`
	Closures []closureRow          `yaml:"closures"`
	From     day                   `yaml:"from"`
	Until    day                   `yaml:"until"`
	Note     string                `yaml:"note"`
	Sources  []string              `yaml:"sources"`
}

type hoursRow struct {
	Days  []string `yaml:"days"`
	Open  string   `yaml:"open"`
	Close string   `yaml:"close"`
}

type closureRow struct {
	From   day    `yaml:"from"`
	Until  day    `yaml:"until"`
	Reason string `yaml:"reason"`
}

type ruleRow struct {
	ID        string `yaml:"id"`
	Service   string `yaml:"service"`
	Otherwise string `yaml:"otherwise"` // all | none: what holds where the county has no such office
}
