package law

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"sejur/internal/calendar"
	"sejur/internal/stay"
)

// newEnv declares what an expression may say: the facts, `on`, `event`, dates, and the few functions of docs/writing-law.md.
// There is no clock: two evaluations with the same facts and days give the same answer for ever.
func newEnv(facts []*Fact, countries map[string]*countryRow) (*cel.Env, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, fmt.Errorf("type registry: %w", err)
	}
	opts := []cel.EnvOption{
		cel.CustomTypeProvider(lawTypes{registry}),
		cel.CustomTypeAdapter(registry),
		cel.Variable("on", dateType),
		cel.Variable("event", dateType),
		cel.Macros(cel.GlobalMacro("country", 1, countryAsOfEvent)),
	}
	for _, f := range facts {
		opts = append(opts, cel.Variable(f.ID, f.Kind.celType()))
	}
	opts = append(opts, dateFunctions()...)
	opts = append(opts, lawFunctions(countries)...)
	env, err := cel.NewCustomEnv(append([]cel.EnvOption{cel.StdLib()}, opts...)...)
	if err != nil {
		return nil, fmt.Errorf("expression environment: %w", err)
	}
	return env, nil
}

// countryAsOfEvent turns country(c) into a call that also sees the day of the event, so that a list that changed on
// a date is read as of that date.
func countryAsOfEvent(f cel.MacroExprFactory, _ ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
	return f.NewCall("@country", args[0], f.NewIdent("event")), nil
}

func dateFunctions() []cel.EnvOption {
	compare := func(op, id string) cel.EnvOption {
		return cel.Function(op, cel.Overload(id, []*cel.Type{dateType, dateType}, cel.BoolType))
	}
	shift := func(sign int) cel.OverloadOpt {
		return cel.FunctionBinding(func(args ...ref.Val) ref.Val { return shiftDate(sign, args) })
	}
	member := []*cel.Type{dateType, cel.IntType, cel.StringType}
	return []cel.EnvOption{
		compare(operators.Less, "less_date"),
		compare(operators.LessEquals, "less_equals_date"),
		compare(operators.Greater, "greater_date"),
		compare(operators.GreaterEquals, "greater_equals_date"),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, dateType, cel.UnaryBinding(parseDate))),
		cel.Function("plus", cel.MemberOverload("date_plus", member, dateType, shift(1))),
		cel.Function("minus", cel.MemberOverload("date_minus", member, dateType, shift(-1))),
		cel.Function("years", cel.Overload("years_date_date", []*cel.Type{dateType, dateType}, cel.IntType, cel.BinaryBinding(completedYears))),
		cel.Function("days", cel.Overload("days_date_date", []*cel.Type{dateType, dateType}, cel.IntType, cel.BinaryBinding(daysBetween))),
	}
}

func lawFunctions(countries map[string]*countryRow) []cel.EnvOption {
	periods := cel.ListType(periodType)
	return []cel.EnvOption{
		cel.Function("@country", cel.Overload("country_as_of", []*cel.Type{cel.StringType, dateType}, countryType,
			cel.BinaryBinding(func(code, on ref.Val) ref.Val {
				row := countries[string(code.(types.String))]
				if row == nil {
					row = noCountry
				}
				return countryVal{row: row, on: on.(dateVal).Date}
			}))),
		cel.Function("shortStay", cel.Overload("short_stay", []*cel.Type{periods, dateType}, cel.IntType, cel.BinaryBinding(shortStay))),
		cel.Function("continuous", cel.Overload("continuous_stay",
			[]*cel.Type{cel.StringType, dateType, periods, periods, dateType}, cel.BoolType,
			cel.FunctionBinding(continuousStay))),
		cel.Function("awayOver", cel.Overload("away_over",
			[]*cel.Type{periods, cel.IntType, cel.StringType, dateType}, cel.BoolType,
			cel.FunctionBinding(awayOver))),
	}
}

func parseDate(s ref.Val) ref.Val {
	d, err := calendar.Parse(string(s.(types.String)))
	if err != nil {
		return types.NewErr("%v", err)
	}
	return dateVal{d}
}

func shiftDate(sign int, args []ref.Val) ref.Val {
	d, n, unit := args[0].(dateVal).Date, sign*int(args[1].(types.Int)), string(args[2].(types.String))
	switch unit {
	case "days":
		return dateVal{d.AddDays(n)}
	case "months":
		return dateVal{d.AddMonths(n)}
	case "years":
		return dateVal{d.AddYears(n)}
	}
	return types.NewErr("unit %q: use days, months or years", unit)
}

// completedYears is an age: the birthday itself completes the year.
func completedYears(from, to ref.Val) ref.Val {
	f, t := from.(dateVal).Date, to.(dateVal).Date
	n := t.Year() - f.Year()
	if f.AddYears(n).After(t) {
		n--
	}
	return types.Int(n)
}

func daysBetween(from, to ref.Val) ref.Val {
	return types.Int(to.(dateVal).Sub(from.(dateVal).Date))
}

// periodList reads a list value; the checker has made sure of its elements.
func periodList(v ref.Val) []Period {
	list := v.(traits.Lister)
	n := int(list.Size().(types.Int))
	out := make([]Period, 0, n)
	for i := range n {
		if p, ok := list.Get(types.Int(i)).(periodVal); ok {
			out = append(out, p.Period)
		}
	}
	return out
}

// shortStay counts the days of stay in the 180 days that end on a day (Regulation (EU) 2016/399, art. 6(1)).
func shortStay(periods, on ref.Val) ref.Val {
	in := stay.ShortInput{On: on.(dateVal).Date}
	// Only what lies in the window is handed on: a visit of decades ago is a true answer and must not fail the count.
	window := in.On.AddDays(1 - stay.ShortWindow)
	for _, p := range periodList(periods) {
		if inside, ok := p.within(window, in.On); ok {
			in.Stays = append(in.Stays, stay.Stay{Entry: inside.From, Exit: inside.To})
		}
	}
	res, err := stay.Short(in)
	if err != nil {
		return types.NewErr("shortStay: %v", err)
	}
	return types.Int(res.DaysUsed)
}

// continuousStay says whether the stay up to a day was long and unbroken enough under one of stay's rules.
func continuousStay(args ...ref.Val) ref.Val {
	since, on := args[1].(dateVal).Date, args[4].(dateVal).Date
	if since.After(on) {
		return types.False
	}
	in := continuousInput(stay.Rule(args[0].(types.String)), since, periodList(args[2]), periodList(args[3]), on)
	res, err := stay.Continuous(in)
	if err != nil {
		return types.NewErr("continuous: %v", err)
	}
	return types.Bool(res.Eligible)
}

// awayOver says whether one absence, up to a day, was longer than a term. An absence of exactly the term is not longer; one
// without an end still lasts (GEO 194/2002 and GEO 102/2005 on the end of a long-term or permanent right).
func awayOver(args ...ref.Val) ref.Val {
	on := args[3].(dateVal).Date
	for _, p := range periodList(args[0]) {
		back := on
		if p.To != nil && p.To.Before(on) {
			back = *p.To
		}
		limit, ok := shiftDate(1, []ref.Val{dateVal{p.From}, args[1], args[2]}).(dateVal)
		if !ok {
			return types.NewErr("awayOver: unit %v: use days, months or years", args[2].Value())
		}
		if back.After(limit.Date) {
			return types.True
		}
	}
	return types.False
}
