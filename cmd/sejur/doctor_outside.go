package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"strings"
	"time"

	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/web"
)

// outside looks at what connects the house to the world: its address, its certificate, its mail server, its tools.
func (c *doctorCommand) outside(ctx context.Context, f *findings, d *desk, p places) {
	origin, err := url.Parse(c.Origin)
	switch {
	case c.Origin == "":
		f.tell("origin", warn, "give serve and doctor --origin https://…", "nobody said under which address people reach the service")
	case err != nil || origin.Host == "":
		f.tell("origin", bad, "use https://host", "--origin %s is no address", c.Origin)
	case origin.Scheme != "https" && !web.Loopback(origin.Hostname()):
		f.tell("origin", bad, "speak https: passkeys and cookies need it", "people reach the service without encryption")
	case origin.Scheme != "https":
		f.tell("origin", warn, "good for a trial; speak https before anybody else comes", "the service is for this machine")
	default:
		f.ok("origin", "%s", c.Origin)
	}
	if c.TLSCert != "" {
		c.certificate(f, origin, d.now())
	}
	c.post(ctx, f, d)
	if p.postgres() {
		clientTools(ctx, f)
	}
}

// What a certificate should still be good for.
const certificateWarn = 14 * 24 * time.Hour

func (c *doctorCommand) certificate(f *findings, origin *url.URL, now time.Time) {
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	var leaf *x509.Certificate
	if err == nil {
		leaf, err = x509.ParseCertificate(pair.Certificate[0])
	}
	if err != nil {
		f.tell("certificate", bad, "give a chain and its key in PEM", "%s and %s: %v", c.TLSCert, c.TLSKey, err)
		return
	}
	left := leaf.NotAfter.Sub(now).Round(time.Hour)
	day := leaf.NotAfter.UTC().Format(time.DateOnly)
	switch {
	case now.Before(leaf.NotBefore):
		f.tell("certificate", bad, "is this machine's clock right?", "it is good only from %s", leaf.NotBefore.UTC().Format(time.DateOnly))
	case left <= 0:
		f.tell("certificate", bad, "renew it, then restart the service", "it ended on %s", day)
	case origin != nil && origin.Hostname() != "" && leaf.VerifyHostname(origin.Hostname()) != nil:
		f.tell("certificate", bad, "use one for the name of --origin", "it is not for %s", origin.Hostname())
	case left < certificateWarn:
		f.tell("certificate", warn, "renew it, then restart the service", "it ends on %s", day)
	default:
		f.ok("certificate", "it is good until %s", day)
	}
}

// post asks whether letters would leave the house.
func (c *doctorCommand) post(ctx context.Context, f *findings, d *desk) {
	address := d.setting(c.SMTP, "SEJUR_SMTP")
	if address == "" {
		f.tell("mail", warn, "give serve and doctor --smtp and --mail-from", "there is no mail server: letters become files, and nobody gets them")
		return
	}
	sender, err := c.server(d, address)
	if err == nil {
		_, err = c.from(d, c.Origin)
	}
	var usage usageError
	if errors.As(err, &usage) {
		err = usage.err
	}
	if err != nil {
		f.tell("mail", bad, "", "%v", err)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	if err := sender.Check(ctx); err != nil {
		f.tell("mail", bad, "are address, password and certificate of the mail server right? Letters wait meanwhile", "%v", err)
		return
	}
	f.ok("mail", "the mail server takes letters")
}

// clientTools must be there for backups of PostgreSQL.
func clientTools(ctx context.Context, f *findings) {
	for _, name := range []string{"pg_dump", "pg_restore"} {
		said, err := exec.CommandContext(ctx, name, "--version").Output() //nolint:gosec // G204: one of two fixed names
		if err != nil {
			f.tell("tools", bad, "install PostgreSQL's client programs (Debian: postgresql-client)", "%s: %v", name, err)
			continue
		}
		f.ok("tools", "%s", strings.TrimSpace(string(said)))
	}
}

// law checks the law that would be served.
func (c *doctorCommand) law(f *findings) {
	catalogue, err := locale.Load()
	if err != nil {
		f.tell("law", bad, "", "%v", err)
		return
	}
	report, err := law.Check(c.files(), catalogue)
	if faults := law.Faults(err); len(faults) > 0 {
		f.tell("law", bad, "sejur law check says all of it", "%d faults, the first: %s", len(faults), fmt.Sprint(faults[0]))
		return
	}
	f.ok("law", "%s holds together: %d procedures, %d personas", report.Version, report.Procedures, report.Personas)
}
