package api

import (
	"net/http"
	"strconv"
	"strings"

	"sejur/internal/fault"
	"sejur/internal/office/filing"
)

// The headers by which a program says how often something is to happen, and what it has seen.
const (
	keyHeader     = "Idempotency-Key"
	versionHeader = "If-Match"

	maxKey = 200 // bytes of a key
)

// versionMissing is the key of the fault of who changes something and does not say what they have seen (RFC 6585, section 3).
const versionMissing = "header.version-missing"

// conditions reads the headers that an operation wants. A key is read wherever something changes.
func (c *call) conditions(op operation) error {
	if !op.own || op.method == http.MethodGet {
		return nil
	}
	c.key = c.request.Header.Get(keyHeader)
	switch {
	case c.key == "" && op.once:
		return fault.New(fault.Invalid, "header.key-missing")
	case len(c.key) > maxKey || strings.Trim(c.key, printable) != "":
		return fault.New(fault.Invalid, "header.key-form", fault.Num("n", maxKey))
	}
	if !op.over {
		return nil
	}
	tag := c.request.Header.Get(versionHeader)
	if tag == "" {
		return fault.New(fault.Invalid, versionMissing)
	}
	version, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimPrefix(tag, `"`), `"`), 10, 64)
	if err != nil || version < 0 {
		return fault.New(fault.Invalid, "header.version-form")
	}
	c.version = version
	return nil
}

// printable are the characters of a key: letters, digits and marks of ASCII.
const printable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:+/=~!@#$%^&*()[]{}|;,<>?'`\""

// asked is what goes to a desk with every request that changes something.
func (c *call) asked() filing.Asked { return filing.Asked{Request: c.id, Key: c.key} }

// raceLost is the fault of who changes what somebody changed since they saw it, with both values.
type raceLost struct {
	fault         error
	current, sent any
}

func (r *raceLost) Error() string { return r.fault.Error() }

func (r *raceLost) Unwrap() error { return r.fault }

// conflict is the key of the fault of a version that is not the stored one.
const conflict = "conflict"

// stale turns the fault of an old version into one with what is there now, which now reads, and what was sent. Any other error stays.
func stale(err error, now func() (any, error), sent any) error {
	if told := fault.All(err)[0]; err == nil || told.Kind != fault.Conflict || told.Key != conflict {
		return err
	}
	current, failed := now()
	if failed != nil {
		return failed
	}
	return &raceLost{fault: err, current: current, sent: sent}
}
