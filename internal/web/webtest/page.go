package webtest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Element is one element of a page with the text inside it.
type Element struct {
	Name   string
	Attr   map[string]string
	Text   string
	Parent *Element
}

// Has tells whether the element has an attribute.
func (e *Element) Has(name string) bool {
	_, ok := e.Attr[name]
	return ok
}

// Inside tells whether the element stands inside an element of that name.
func (e *Element) Inside(name string) bool {
	for p := e.Parent; p != nil; p = p.Parent {
		if p.Name == name {
			return true
		}
	}
	return false
}

// Parse reads the elements of a page in order. Pages are well formed but for elements and attributes that HTML
// leaves open; anything else is an error.
func Parse(page string) ([]*Element, error) {
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict = false
	d.AutoClose = xml.HTMLAutoClose
	d.Entity = xml.HTMLEntity
	var all []*Element
	var at *Element
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("parse page: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			at = &Element{Name: token.Name.Local, Attr: make(map[string]string), Parent: at}
			for _, a := range token.Attr {
				at.Attr[a.Name.Local] = a.Value
			}
			all = append(all, at)
		case xml.EndElement:
			if at != nil {
				at = at.Parent
			}
		case xml.CharData:
			for e := at; e != nil; e = e.Parent {
				e.Text += string(token)
			}
		}
	}
}

// Find gives the elements of a name.
func Find(all []*Element, name string) []*Element {
	var out []*Element
	for _, e := range all {
		if e.Name == name {
			out = append(out, e)
		}
	}
	return out
}

// Class gives the elements that have a class.
func Class(all []*Element, class string) []*Element {
	var out []*Element
	for _, e := range all {
		for name := range strings.FieldsSeq(e.Attr["class"]) {
			if name == class {
				out = append(out, e)
			}
		}
	}
	return out
}
