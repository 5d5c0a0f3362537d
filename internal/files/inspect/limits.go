package inspect

import (
	"encoding/json"
	"fmt"
	"time"
)

// Limits bound what opening one file may take. Those of time and memory are held by the kernel or by the parent, never by the child's good will.
type Limits struct {
	Bytes   int64         `json:"bytes"`   // of the file
	Answer  int64         `json:"answer"`  // bytes of all that is made out of it
	Pixels  int           `json:"pixels"`  // of a picture
	Side    int           `json:"side"`    // pixels of a picture's longer side
	Pages   int           `json:"pages"`   // of a PDF
	Objects int           `json:"objects"` // of a PDF
	Unpack  int64         `json:"unpack"`  // bytes to which one stream of a PDF, or a picture's data, may unpack
	Time    time.Duration `json:"time"`    // for all of it; then the child and what it started are killed
	CPU     time.Duration `json:"cpu"`     // of the child's processor time
	Draw    time.Duration `json:"draw"`    // for drawing pages; those that were not reached have no picture
	Zone    time.Duration `json:"zone"`    // for reading the zone of a passport, which is a run of its own
	Memory  int64         `json:"memory"`  // bytes that the child, and the program that draws, may each allocate
}

// DefaultLimits are those of the office: docs/security.md has them as a table.
func DefaultLimits() Limits {
	return Limits{
		Bytes:   20 << 20,
		Answer:  192 << 20,
		Pixels:  50_000_000,
		Side:    30_000,
		Pages:   200,
		Objects: 200_000,
		Unpack:  256 << 20,
		Time:    50 * time.Second, // within the minute that a job has
		CPU:     40 * time.Second,
		Draw:    20 * time.Second,
		Zone:    15 * time.Second,
		Memory:  1536 << 20,
	}
}

// String is the limits as JSON: so they are handed to the child.
func (l Limits) String() string {
	text, err := json.Marshal(l)
	if err != nil {
		panic(err) // numbers alone
	}
	return string(text)
}

// ParseLimits reads what String wrote.
func ParseLimits(text string) (Limits, error) {
	var l Limits
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return l, fmt.Errorf("read the limits: %w", err)
	}
	if l.Bytes <= 0 || l.Pixels <= 0 || l.CPU < time.Second || l.Memory <= 0 {
		return l, fmt.Errorf("limits %s that nothing fits in", text)
	}
	return l, nil
}
