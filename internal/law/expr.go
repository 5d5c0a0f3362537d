package law

import (
	"fmt"
	"math/bits"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"sejur/internal/calendar"
)

// factSet is a set of facts by their place in facts.yaml.
type factSet [4]uint64

const maxFacts = 256

func (s *factSet) add(i int)       { s[i>>6] |= 1 << (i & 63) }
func (s *factSet) has(i int) bool  { return s[i>>6]&(1<<(i&63)) != 0 }
func (s *factSet) merge(o factSet) { s[0] |= o[0]; s[1] |= o[1]; s[2] |= o[2]; s[3] |= o[3] }
func (s *factSet) empty() bool     { return s[0]|s[1]|s[2]|s[3] == 0 }
func (s *factSet) each(do func(int)) {
	for w, word := range s {
		for ; word != 0; word &= word - 1 {
			do(w<<6 + bits.TrailingZeros64(word))
		}
	}
}

// lawUnknownID marks, in an unknown set, that the law itself does not say.
const lawUnknownID = 1 << 40

// unknownByLaw is the value of what the law's data does not say.
var unknownByLaw = types.NewUnknown(lawUnknownID, types.NewAttributeTrail("@law"))

// truth is a three-valued answer with the facts that would decide it.
type truth struct {
	state state
	facts factSet // what decides, when state is open
	law   bool    // the law itself leaves it open
}

type state int8

const (
	open state = iota
	yes
	no
)

func truthOf(v ref.Val) (truth, error) {
	switch v := v.(type) {
	case types.Bool:
		if v {
			return truth{state: yes}, nil
		}
		return truth{state: no}, nil
	case *types.Unknown:
		return openTruth(v), nil
	case *types.Err:
		return truth{}, v
	}
	return truth{}, fmt.Errorf("an expression gave %T where true or false was expected", v)
}

func openTruth(u *types.Unknown) truth {
	var t truth
	for _, id := range u.IDs() {
		if id == lawUnknownID {
			t.law = true
			continue
		}
		t.facts.add(int(id) - 1)
	}
	return t
}

// expr is one compiled expression. Equal sources share one, so that a plan evaluates each condition once.
type expr struct {
	src     string
	index   int
	program cel.Program
	mention factSet // facts it names
	checked *cel.Ast
}

// compiler compiles expressions and shares equal ones.
type compiler struct {
	env       *cel.Env
	facts     map[string]*Fact
	countries map[string]*countryRow
	exprs     []*expr
	bySrc     map[string]*expr
	faults    *faultList
}

// compile returns nil for an empty source; a fault is added for a bad one.
func (c *compiler) compile(where, src string, want *cel.Type) *expr {
	if src == "" {
		return nil
	}
	if e := c.bySrc[src]; e != nil {
		if !e.checked.OutputType().IsExactType(want) {
			c.faults.add("%s: %q is %v, not %v", where, src, e.checked.OutputType(), want)
		}
		return e
	}
	checked, issues := c.env.Compile(src)
	if issues.Err() != nil {
		c.faults.add("%s: %v", where, issues.Err())
		return nil
	}
	if !checked.OutputType().IsExactType(want) {
		c.faults.add("%s: %q is %v, not %v", where, src, checked.OutputType(), want)
		return nil
	}
	program, err := c.env.Program(checked, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		c.faults.add("%s: %q: %v", where, src, err)
		return nil
	}
	e := &expr{src: src, index: len(c.exprs), program: program, checked: checked}
	c.inspect(where, e)
	c.exprs = append(c.exprs, e)
	c.bySrc[src] = e
	return e
}

// inspect finds the facts an expression names, and the words in it that can never be right.
func (c *compiler) inspect(where string, e *expr) {
	root := ast.NavigateAST(e.checked.NativeRep())
	for _, node := range ast.MatchDescendants(root, ast.KindMatcher(ast.IdentKind)) {
		if f := c.facts[node.AsIdent()]; f != nil {
			e.mention.add(f.index)
			f.used = true
		}
	}
	for _, node := range ast.MatchDescendants(root, ast.KindMatcher(ast.CallKind)) {
		call := node.AsCall()
		switch call.FunctionName() {
		case operators.Equals, operators.NotEquals, operators.In, operators.OldIn:
			c.inspectWords(where, e.src, call.Args())
		case "date":
			c.inspectDate(where, e.src, call.Args())
		case "continuous":
			c.inspectRule(where, e.src, call.Args())
		}
	}
	c.inspectConstants(where, e, root)
}

// inspectWords refuses an option that the fact does not have, and a state that the law does not know: it would be false for ever.
func (c *compiler) inspectWords(where, src string, args []ast.Expr) {
	for i, arg := range args {
		f := c.facts[identName(arg)]
		if f == nil {
			continue
		}
		for _, word := range stringConstants(args[1-i]) {
			switch {
			case word == "": // where the question makes no sense
			case f.Kind == KindChoice && !slices.ContainsFunc(f.Options, func(o FactOption) bool { return o.ID == word }):
				c.faults.add("%s: %q: fact %s has no option %q", where, src, f.ID, word)
			case f.Kind == KindCountry && c.countries[word] == nil:
				c.faults.add("%s: %q: fact %s: unknown state %q", where, src, f.ID, word)
			}
		}
	}
}

func (c *compiler) inspectDate(where, src string, args []ast.Expr) {
	for _, word := range stringConstants(args[0]) {
		if _, err := calendar.Parse(word); err != nil {
			c.faults.add("%s: %q: date %q: %v", where, src, word, err)
		}
	}
}

func (c *compiler) inspectRule(where, src string, args []ast.Expr) {
	for _, word := range stringConstants(args[0]) {
		if !slices.Contains([]string{"long-term", "long-term-protection", "eu-permanent"}, word) {
			c.faults.add("%s: %q: no rule of continuity %q", where, src, word)
		}
	}
}

// inspectConstants refuses a misspelt unit in plus and minus.
func (c *compiler) inspectConstants(where string, e *expr, root ast.NavigableExpr) {
	for _, node := range ast.MatchDescendants(root, ast.KindMatcher(ast.CallKind)) {
		call := node.AsCall()
		if name := call.FunctionName(); name != "plus" && name != "minus" {
			continue
		}
		for _, word := range stringConstants(call.Args()[1]) {
			if !slices.Contains([]string{"days", "months", "years"}, word) {
				c.faults.add("%s: %q: unit %q: use days, months or years", where, e.src, word)
			}
		}
	}
}

func identName(e ast.Expr) string {
	if e.Kind() == ast.IdentKind {
		return e.AsIdent()
	}
	return ""
}

// stringConstants are the strings of a literal or of a list of literals.
func stringConstants(e ast.Expr) []string {
	if e.Kind() == ast.ListKind {
		var out []string
		for _, el := range e.AsList().Elements() {
			out = append(out, stringConstants(el)...)
		}
		return out
	}
	if e.Kind() == ast.LiteralKind {
		if s, ok := e.AsLiteral().(types.String); ok {
			return []string{string(s)}
		}
	}
	return nil
}
