package law

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"sejur/internal/calendar"
)

// The types that the law's expressions know beside CEL's own.
var (
	dateType    = types.NewOpaqueType("Date")
	dateTrait   = types.NewOpaqueType("Date").WithTraits(traits.ComparerType)
	periodType  = types.NewOpaqueType("Period")
	countryType = types.NewObjectType("Country")
)

// dateVal is a calendar.Date inside an expression.
type dateVal struct{ calendar.Date }

func (d dateVal) ConvertToNative(t reflect.Type) (any, error) {
	if t == reflect.TypeFor[calendar.Date]() {
		return d.Date, nil
	}
	return nil, fmt.Errorf("a Date does not become %v", t)
}

func (d dateVal) ConvertToType(t ref.Type) ref.Val {
	if t.TypeName() == types.StringType.TypeName() {
		return types.String(d.String())
	}
	return types.NewErr("a Date does not become %s", t.TypeName())
}

func (d dateVal) Equal(other ref.Val) ref.Val {
	o, ok := other.(dateVal)
	return types.Bool(ok && d.Date == o.Date)
}

// Compare makes < <= > >= work on dates.
func (d dateVal) Compare(other ref.Val) ref.Val {
	o, ok := other.(dateVal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.Date.Compare(o.Date))
}

func (dateVal) Type() ref.Type { return dateTrait }
func (d dateVal) Value() any   { return d.Date }

type periodVal struct{ Period }

func (p periodVal) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a Period does not become %v", t)
}

func (p periodVal) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("a Period does not become %s", t.TypeName())
}

func (p periodVal) Equal(other ref.Val) ref.Val {
	o, ok := other.(periodVal)
	if !ok || p.From != o.From || (p.To == nil) != (o.To == nil) {
		return types.False
	}
	return types.Bool(p.To == nil || *p.To == *o.To)
}

func (periodVal) Type() ref.Type { return periodType }
func (p periodVal) Value() any   { return p.Period }

// countryVal is one country as of one day.
type countryVal struct {
	row *countryRow
	on  calendar.Date
}

func (c countryVal) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a Country does not become %v", t)
}

func (c countryVal) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("a Country does not become %s", t.TypeName())
}

func (c countryVal) Equal(other ref.Val) ref.Val {
	o, ok := other.(countryVal)
	return types.Bool(ok && c.row == o.row && c.on == o.on)
}

func (countryVal) Type() ref.Type { return countryType }
func (c countryVal) Value() any   { return c }

// lawTypes lets the checker see Country and its attributes: a misspelt attribute is an error when the law is loaded.
type lawTypes struct{ *types.Registry }

func (p lawTypes) FindStructType(name string) (*types.Type, bool) {
	if name == "Country" {
		return types.NewTypeTypeWithParam(countryType), true
	}
	return p.Registry.FindStructType(name)
}

func (p lawTypes) FindStructFieldNames(name string) ([]string, bool) {
	if name == "Country" {
		return countryAttributes(), true
	}
	return p.Registry.FindStructFieldNames(name)
}

func (p lawTypes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if name != "Country" {
		return p.Registry.FindStructFieldType(name, field)
	}
	i := attributeIndex(field)
	if i < 0 {
		return nil, false
	}
	return &types.FieldType{
		Type:  types.StringType,
		IsSet: func(any) bool { return true },
		GetFrom: func(target any) (any, error) {
			c, ok := target.(countryVal)
			if !ok {
				return nil, fmt.Errorf("%T is no country", target)
			}
			return c.attribute(i), nil
		},
	}, true
}

// attribute is the value on the day, or unknown by law when the data says so, says nothing or is not founded.
func (c countryVal) attribute(i int) ref.Val {
	v, ok := c.row.at(i, c.on)
	if !ok || v.doubtful || v.Value == unknownValue {
		return unknownByLaw
	}
	return types.String(v.Value)
}

// celType is the expression type of a fact's kind.
func (k Kind) celType() *cel.Type {
	switch k {
	case KindCountry, KindCounty, KindChoice:
		return cel.StringType
	case KindDate:
		return dateType
	case KindYesNo:
		return cel.BoolType
	case KindNumber:
		return cel.IntType
	case KindPeriods:
		return cel.ListType(periodType)
	}
	return cel.DynType
}
