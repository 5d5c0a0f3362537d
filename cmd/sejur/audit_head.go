package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"sejur/internal/audit"
	"sejur/internal/jobs"
)

// auditHead prints the head of the record, for whoever keeps it outside the house.
type auditHead struct {
	jsonFlag
	placeFlags
}

// Help is the long help of the command.
func (*auditHead) Help() string {
	return "It may run while the service does. Example: sejur audit head --data ./data"
}

// headAnswer is what audit head prints as JSON: a line as the folder of heads has it, with the key.
type headAnswer struct {
	audit.Signed
	Key string `json:"key"`
}

// Run signs the present head and prints it.
func (c *auditHead) Run(ctx context.Context, d *desk) error {
	p := c.find(d)
	ring, err := p.ring()
	if err != nil {
		return err
	}
	s, err := p.reading(ctx, ring)
	if err != nil {
		return err
	}
	signed, err := jobs.Signed(ctx, s.Head, ring)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	answer := headAnswer{Signed: signed, Key: auditKeyText(ring.HeadPublic())}
	if c.JSON {
		return d.printJSON(answer)
	}
	return d.print(fmt.Sprintf("number     %d\nhash       %s\nat         %s\nepoch      %d\nsignature  %s\nkey        %s\n",
		signed.Seq, signed.Hash, signed.At.Format(time.RFC3339), signed.Epoch,
		base64.StdEncoding.EncodeToString(signed.Signature), answer.Key))
}
