package api

import (
	"encoding"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/search"
)

// read fills into, a pointer to a struct, from a JSON object. Every input that is wrong gives one fault with its place, such as
// "stays[1].exit"; what is right is kept. Names are those of the json tags, exactly. null counts as absent.
func read(data []byte, into any) fault.List {
	tree, err := parse(data)
	if err != nil {
		return fault.List{err}
	}
	if _, ok := tree.(map[string]any); !ok {
		return fault.List{fault.New(fault.Invalid, "body.object")}
	}
	b := &binder{}
	b.bind("", tree, reflect.ValueOf(into).Elem())
	return b.faults
}

// binder carries a JSON value into Go values and collects what does not fit.
type binder struct{ faults fault.List }

func (b *binder) refuse(path, key string) {
	b.faults = append(b.faults, fault.Field(path, key))
}

// bind gives v to into. The kinds are those of this package's inputs: struct, slice, pointer, text, string, int, bool and map.
func (b *binder) bind(path string, v any, into reflect.Value) {
	if v == nil {
		return
	}
	if into.Kind() == reflect.Pointer {
		into.Set(reflect.New(into.Type().Elem()))
		into = into.Elem()
	}
	if text, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		b.bindText(path, v, text)
		return
	}
	switch v := v.(type) {
	case map[string]any:
		if into.Kind() == reflect.Struct {
			b.bindObject(path, v, into)
			return
		}
		if into.Kind() == reflect.Map {
			into.Set(reflect.ValueOf(v))
			return
		}
	case []any:
		if into.Kind() == reflect.Slice {
			into.Set(reflect.MakeSlice(into.Type(), len(v), len(v)))
			for i, item := range v {
				b.bindItem(element(path, i), item, into.Index(i))
			}
			return
		}
	case string:
		if into.Kind() == reflect.String {
			into.SetString(v)
			return
		}
	case bool:
		if into.Kind() == reflect.Bool {
			into.SetBool(v)
			return
		}
	case json.Number:
		if n, err := strconv.Atoi(v.String()); err == nil && into.Kind() == reflect.Int {
			into.SetInt(int64(n))
			return
		}
	}
	b.refuse(path, wanted(into.Kind()))
}

// bindItem is bind for an item of a list, where null stands for nothing.
func (b *binder) bindItem(path string, v any, into reflect.Value) {
	if v == nil {
		b.refuse(path, wanted(into.Kind()))
		return
	}
	b.bind(path, v, into)
}

// wanted is the key that says what a kind accepts.
func wanted(k reflect.Kind) string {
	switch k { //nolint:exhaustive // the inputs of this package have no other kinds
	case reflect.Slice:
		return "field.list"
	case reflect.String:
		return "field.text"
	case reflect.Int:
		return "field.number"
	case reflect.Bool:
		return "field.yes-no"
	default:
		return "field.object"
	}
}

// bindText reads a date, the only text with a form of its own.
func (b *binder) bindText(path string, v any, into encoding.TextUnmarshaler) {
	s, ok := v.(string)
	if !ok || s == "" {
		b.refuse(path, "field.date-format")
		return
	}
	err := into.UnmarshalText([]byte(s))
	switch {
	case errors.Is(err, calendar.ErrNoSuchDay):
		b.refuse(path, "field.date-none")
	case err != nil:
		b.refuse(path, "field.date-format")
	}
}

func (b *binder) bindObject(path string, v map[string]any, into reflect.Value) {
	fields := fieldsOf(into.Type())
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if _, known := fields[name]; !known {
			b.faults = append(b.faults, unknownName(member(path, name), name, fields))
		}
	}
	for i := range into.NumField() {
		name := jsonName(into.Type().Field(i))
		if item, given := v[name]; given {
			b.bind(member(path, name), item, into.Field(i))
		}
	}
}

// fieldsOf lists the fields of an input by their name in JSON.
func fieldsOf(t reflect.Type) map[string]int {
	out := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		out[jsonName(t.Field(i))] = i
	}
	return out
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// unknownName refuses a name that is not among the known ones, and says which of them was perhaps meant.
func unknownName[V any](at, name string, known map[string]V) *fault.Error {
	names := slices.Sorted(maps.Keys(known))
	if near := search.Nearest(name, names); near != "" {
		return fault.Field(at, "field.unknown-near", fault.Text("near", near))
	}
	return fault.Field(at, "field.unknown", fault.Text("accepted", strings.Join(names, ", ")))
}
