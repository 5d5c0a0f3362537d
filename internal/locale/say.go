package locale

// Telling is something that knows which message speaks of it, and the values in that message, but no language. A fault is one.
type Telling interface {
	MessageKey() string
	EachArg(text func(name, value string), number func(name string, n int))
}

// Say returns the sentence of what tells its own message. A key without a message gives the sentence of error.invalid.
func (p *Printer) Say(m Telling) string {
	var args []Arg
	m.EachArg(
		func(name, value string) { args = append(args, Str(name, value)) },
		func(name string, n int) { args = append(args, Num(name, n)) },
	)
	key := m.MessageKey()
	if !p.Has(key) {
		key = "error.invalid"
	}
	return p.T(key, args...)
}
