package main

import (
	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse"
)

// parseCommand opens one file of a stranger. The server starts it; nobody types it.
type parseCommand struct {
	Step   string `arg:"" enum:"begin,open,draw,begin-zone,zone,draw-first,see" help:"Which of its lives the child is in."`
	Limits string `arg:"" help:"What it may take, as JSON."`
}

// Run opens the file on standard input and answers on standard output.
func (c *parseCommand) Run(d *desk) error {
	limits, err := inspect.ParseLimits(c.Limits)
	if err != nil {
		return err
	}
	return parse.Run(parse.Step(c.Step), limits, d.stdin, d.stdout)
}
