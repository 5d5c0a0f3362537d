// Command parser is `sejur parse` and nothing else, for tests: it is built in a fraction of the time.
package main

import (
	"errors"
	"fmt"
	"os"

	"sejur/internal/files/inspect"
	"sejur/internal/files/inspect/parse"
)

func main() {
	if err := run(os.Args); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return errors.New("parser parse STEP LIMITS")
	}
	limits, err := inspect.ParseLimits(args[3])
	if err != nil {
		return err
	}
	return parse.Run(parse.Step(args[2]), limits, os.Stdin, os.Stdout)
}
