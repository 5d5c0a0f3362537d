package main

import "sejur/internal/files/inspect/parse"

// parseCommand opens one file of a stranger. The server starts it; nobody types it.
type parseCommand struct {
	Step string `arg:"" optional:"" help:"What the command says to itself."`
}

// Run opens the file on standard input and answers on standard output.
func (c *parseCommand) Run(d *desk) error {
	return parse.Run(parse.Step(c.Step), d.stdin, d.stdout)
}
