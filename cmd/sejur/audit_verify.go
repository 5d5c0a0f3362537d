package main

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sejur/internal/audit"
	"sejur/internal/keys"
)

// auditCommands are about the record of who did and who saw what.
type auditCommands struct {
	Verify auditVerify `cmd:"" help:"Follow the whole record and compare it with the exported heads."`
	Head   auditHead   `cmd:"" help:"Print the head of the record as it stands, signed."`
}

// auditVerify follows the record.
type auditVerify struct {
	jsonFlag
	placeFlags
	AuditKey string `name:"audit-key" placeholder:"PUBLIC" help:"The public key that the heads must be signed with, as sejur audit head prints it. Default: that of the key folder."`
}

// Help is the long help of the command.
func (*auditVerify) Help() string {
	return "It may run while the service does. Exit code 1 says that something is wrong. " +
		"Example: sejur audit verify --audit-heads /mnt/heads --audit-key ed25519:…"
}

// auditAnswer is what audit verify prints as JSON.
type auditAnswer struct {
	audit.Report
	Whole bool  `json:"whole"`
	Torn  []int `json:"torn"` // lines of the exported heads that cannot be read
	Lost  int   `json:"lost"` // exported heads of entries that a restore gave up
}

// Run verifies, prints what was compared, and fails when something is wrong.
func (c *auditVerify) Run(ctx context.Context, d *desk) error {
	p := c.find(d)
	var exported exported
	if p.heads != "" {
		key, err := c.key(p)
		if err != nil {
			return err
		}
		exported, err = readHeads(p, key)
		if err != nil {
			return err
		}
	}
	answer, err := verify(ctx, p, exported)
	if err != nil {
		return err
	}
	if c.JSON {
		err = d.printJSON(answer)
	} else {
		err = d.print(answer.text(p.heads != ""))
	}
	if err == nil && !answer.Whole {
		err = errors.New("audit verify: the record is not whole")
	}
	return err
}

// verify follows the record of a database and compares it with exported heads.
func verify(ctx context.Context, p places, e exported) (auditAnswer, error) {
	s, err := p.reading(ctx, nil)
	if err != nil {
		return auditAnswer{}, err
	}
	standing, lost := audit.Standing(slices.Concat(e.heads, e.begins))
	standing = slices.DeleteFunc(standing, func(h audit.Head) bool { return slices.Contains(e.begins, h) })
	report, err := s.Verify(ctx, standing)
	if err := errors.Join(err, s.Close()); err != nil {
		return auditAnswer{}, err
	}
	report.Findings = append(report.Findings, e.unsigned...)
	return auditAnswer{Report: report, Whole: report.Whole(), Torn: append([]int{}, e.torn...), Lost: len(lost)}, nil
}

// key is the public key that heads must be signed with.
func (c *auditVerify) key(p places) (ed25519.PublicKey, error) {
	if c.AuditKey != "" {
		return parseAuditKey(c.AuditKey)
	}
	ring, err := p.ring()
	if err != nil {
		return nil, fmt.Errorf("give the key of the heads with --audit-key, or: %w", err)
	}
	return ring.HeadPublic(), nil
}

// exported is what a folder of heads holds: heads with a good signature, findings for those without, lines that are neither.
type exported struct {
	heads    []audit.Head
	begins   []audit.Head // of the restore that is under way: not exported yet, so they vouch for nothing
	unsigned []audit.Finding
	torn     []int
}

// newest is the last head that was exported; the zero Head when none was.
func (e exported) newest() (newest audit.Head) {
	for _, h := range e.heads {
		if h.NewerThan(newest) {
			newest = h
		}
	}
	return newest
}

// readHeads reads the folder of heads and checks their signatures.
func readHeads(p places, key ed25519.PublicKey) (exported, error) {
	var out exported
	folder, err := p.exported()
	if err != nil {
		return out, err
	}
	out.torn, err = folder.Each(func(s audit.Signed) {
		message, err := s.Message()
		if err != nil || !keys.VerifyHead(key, message, s.Signature) {
			out.unsigned = append(out.unsigned, audit.Finding{Break: audit.Unsigned, Seq: s.Seq})
			return
		}
		out.heads = append(out.heads, s.Head)
	})
	return out, err
}

// text says what was compared and what was found.
func (a auditAnswer) text(heads bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Read %d links of the record; %d entries are not linked yet.\n", a.Links, a.Waiting)
	switch {
	case !heads:
		b.WriteString("No exported heads were given (--audit-heads): an old copy and an end that was cut off cannot be told.\n")
	case a.Vouched == 0:
		fmt.Fprintf(&b, "Compared %d exported heads; none vouches for anything.\n", a.Heads)
	default:
		fmt.Fprintf(&b, "Compared %d exported heads; they vouch for everything up to number %d.\n", a.Heads, a.Vouched)
	}
	if a.Lost > 0 {
		fmt.Fprintf(&b, "%d exported heads are of entries that a restore gave up.\n", a.Lost)
	}
	if len(a.Torn) > 0 {
		fmt.Fprintf(&b, "Lines of the exported heads that cannot be read: %v. A fall of the program leaves such a line; look at it.\n", a.Torn)
	}
	for _, f := range a.Findings {
		fmt.Fprintf(&b, "WRONG  %s  number %d  %s\n", f.Break, f.Seq, f.Entry)
	}
	if a.Whole {
		b.WriteString("The record is whole.\n")
	}
	return b.String()
}

const auditKeyPrefix = "ed25519:"

// auditKeyText is a public key as people keep it.
func auditKeyText(key ed25519.PublicKey) string {
	return auditKeyPrefix + base64.RawStdEncoding.EncodeToString(key)
}

func parseAuditKey(text string) (ed25519.PublicKey, error) {
	key, found := strings.CutPrefix(text, auditKeyPrefix)
	raw, err := base64.RawStdEncoding.DecodeString(key)
	if !found || err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, usageError{fmt.Errorf("--audit-key: use the key as sejur audit head prints it, %s…", auditKeyPrefix)}
	}
	return raw, nil
}
