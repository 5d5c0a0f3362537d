// Command parser is `sejur parse` and nothing else, for tests: it is built in a fraction of the time.
package main

import (
	"fmt"
	"os"

	"sejur/internal/files/inspect/parse"
)

func main() {
	step := parse.Begin
	if len(os.Args) > 2 {
		step = parse.Step(os.Args[2])
	}
	if err := parse.Run(step, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
