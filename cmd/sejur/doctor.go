package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// doctorCommand looks an installation over and says what to do.
type doctorCommand struct {
	jsonFlag
	placeFlags
	mailFlags
	filesFlags
	lawFlag
	remoteFlag
	SignerDir string `name:"signer-dir" placeholder:"DIR" help:"The folder of the signing keys, as serve gets it. Default: SEJUR_SIGNER_DIR, then signer in the data folder."`
	Origin    string `name:"origin" placeholder:"URL" help:"The address under which people reach the service, as serve gets it."`
	TLSCert   string `name:"tls-cert" placeholder:"FILE" type:"existingfile" help:"Certificate chain in PEM, as serve gets it."`
	TLSKey    string `name:"tls-key" placeholder:"FILE" type:"existingfile" help:"Private key in PEM, as serve gets it."`
	Backups   string `name:"backups" placeholder:"DIR" help:"The folder of backups. Default: SEJUR_BACKUPS."`
}

// Help is the long help of the command.
func (*doctorCommand) Help() string {
	return "It changes nothing and may run while the service does; give it the same flags. Exit code 1 says that something is bad. " +
		"Example: sejur doctor --audit-heads /mnt/heads --backups /mnt/backups --origin https://sejur.example"
}

// health is how one thing stands.
type health string

const (
	well health = "ok"
	warn health = "warn" // it works, and should be better
	bad  health = "bad"  // it does not work, or something can be lost
)

// finding is one line of the answer.
type finding struct {
	Check  string `json:"check"`
	State  health `json:"state"`
	Says   string `json:"says"`
	Advice string `json:"advice,omitempty"` // what to do
}

// findings collects lines.
type findings struct{ list []finding }

func (f *findings) ok(check, says string, args ...any) {
	f.list = append(f.list, finding{Check: check, State: well, Says: fmt.Sprintf(says, args...)})
}

func (f *findings) tell(check string, state health, advice, says string, args ...any) {
	f.list = append(f.list, finding{Check: check, State: state, Says: fmt.Sprintf(says, args...), Advice: advice})
}

// count says how many lines are of a state.
func (f *findings) count(state health) int {
	n := 0
	for _, l := range f.list {
		if l.State == state {
			n++
		}
	}
	return n
}

// doctorAnswer is what doctor prints as JSON.
type doctorAnswer struct {
	OK       int       `json:"ok"`
	Warn     int       `json:"warn"`
	Bad      int       `json:"bad"`
	Findings []finding `json:"findings"`
}

// doctorPatience is how long one thing outside may take to answer.
const doctorPatience = 10 * time.Second

// Run looks at everything, prints a line for each and fails when something is bad.
func (c *doctorCommand) Run(ctx context.Context, d *desk) error {
	var f findings
	p := c.find(d)
	machine(&f, p, d.setting(c.Backups, "SEJUR_BACKUPS"))
	opening(&f)
	ring := keyFolder(&f, p)
	c.signing(ctx, &f, d, p)
	database(ctx, &f, p, installed{ring, d.setting(c.Signer, "SEJUR_SIGNER") != ""})
	c.uploads(ctx, &f, d, p)
	c.scan(ctx, &f, d)
	exportedHeads(&f, p, d.now())
	c.outside(ctx, &f, d, p)
	backups(&f, d.setting(c.Backups, "SEJUR_BACKUPS"), d.now())
	c.law(&f)
	answer := doctorAnswer{OK: f.count(well), Warn: f.count(warn), Bad: f.count(bad), Findings: f.list}
	var err error
	if c.JSON {
		err = d.printJSON(answer)
	} else {
		err = d.print(answer.text())
	}
	if err == nil && answer.Bad > 0 {
		err = fmt.Errorf("doctor: %d of %d are bad", answer.Bad, len(answer.Findings))
	}
	return err
}

// text is a line for each finding, with what to do below it.
func (a doctorAnswer) text() string {
	var b strings.Builder
	for _, l := range a.Findings {
		fmt.Fprintf(&b, "%-5s %-12s %s\n", l.State, l.Check, l.Says)
		if l.Advice != "" {
			fmt.Fprintf(&b, "%-5s %-12s → %s\n", "", "", l.Advice)
		}
	}
	return b.String()
}
