package law

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"sejur/internal/calendar"
	"sejur/internal/stay"
)

// expr is one compiled expression. Equal sources share one, so that a plan evaluates each condition once.
type expr struct {
	src     string
	index   int
	program cel.Program
	mention factSet         // facts it names
	dates   []calendar.Date // days it names
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
			c.inspectDate(where, e, call.Args())
		case "continuous":
			c.inspectWord(where, e.src, "rule of continuity", call.Args()[0], rules())
		case "plus", "minus":
			c.inspectWord(where, e.src, "unit", call.Args()[1], []string{"days", "months", "years"})
		}
	}
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

func (c *compiler) inspectDate(where string, e *expr, args []ast.Expr) {
	for _, word := range stringConstants(args[0]) {
		day, err := calendar.Parse(word)
		if err != nil {
			c.faults.add("%s: %q: date %q: %v", where, e.src, word, err)
			continue
		}
		e.dates = append(e.dates, day)
	}
}

// inspectWord refuses a word where only a few are known.
func (c *compiler) inspectWord(where, src, what string, arg ast.Expr, known []string) {
	for _, word := range stringConstants(arg) {
		if !slices.Contains(known, word) {
			c.faults.add("%s: %q: %s %q: use one of %v", where, src, what, word, known)
		}
	}
}

// rules are the names of stay's rules of continuity.
func rules() []string {
	return []string{string(stay.LongTerm), string(stay.LongTermProtection), string(stay.EUPermanent)}
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
