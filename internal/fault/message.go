package fault

// MessageKey is the key of the sentence for a person.
func (e *Error) MessageKey() string { return "error." + e.Key }

// EachArg hands over the sentence's values in order: text as it stands, or a number that may choose a plural form.
func (e *Error) EachArg(text func(name, value string), number func(name string, n int)) {
	for _, a := range e.Args {
		if a.IsNum {
			number(a.Name, a.Count)
		} else {
			text(a.Name, a.Value)
		}
	}
}
