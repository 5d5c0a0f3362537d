//go:build demo

package main

import (
	"context"
	"fmt"

	"sejur/internal/web"
)

// demoGrammar is what the command line of a demo has beside that of a release.
type demoGrammar struct {
	Demo demoCommand `cmd:"" help:"Serve made-up people and a made-up office, where anybody signs in as anybody."`
}

// demoCommand serves a house where nothing is real, from a data folder of its own.
type demoCommand struct{ serveCommand }

// Help is the long help of the command.
func (*demoCommand) Help() string { return "Example: sejur demo --addr localhost:8080" }

// demoData is the data folder of the demo.
const demoData = "data-demo"

// demoReserve is what its files leave free, in MiB: nothing in it is anybody's, and it starts on a disk that is nearly full too.
const demoReserve = "64"

// Run serves until ctx is cancelled.
func (c *demoCommand) Run(ctx context.Context, d *desk) error {
	if c.Data == "" {
		c.Data = demoData
	}
	if c.FilesReserve == "" && d.getenv("SEJUR_FILES_RESERVE") == "" {
		c.FilesReserve = demoReserve
	}
	return c.serve(ctx, d, func(h *house, cfg *web.Config) error {
		cast, err := h.invent(ctx, cfg.Law)
		if err != nil {
			return fmt.Errorf("make up the demo: %w", err)
		}
		cfg.Demo = true
		cfg.Cast = cast
		h.stdout = nowhere{} // the demo has an administrator
		return nil
	})
}

type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
