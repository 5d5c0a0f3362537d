package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"runtime/debug"
	"strconv"
	"strings"

	"sejur/internal/api"
	"sejur/internal/files/inspect/parse"
	"sejur/internal/locale"
	"sejur/internal/print"
	"sejur/internal/web"
)

// What is kept is small (the law and the messages, some 5 MB) and what a page leaves behind is much: collecting at twice the
// kept heap, as Go does by itself, would run a dozen times a second under load and make every hundredth reader wait. Garbage may
// grow further instead, up to a bound that a small machine can spare. GOGC and GOMEMLIMIT, when set, decide instead.
const (
	gcPercent   = 1600
	memoryLimit = 112 << 20
)

// defaultAddr serves this machine alone.
const defaultAddr = "localhost:8080"

// serveCommand serves pages and API until it is told to stop.
type serveCommand struct {
	Addr    string `name:"addr" placeholder:"HOST:PORT" help:"Where to listen. Default: SEJUR_ADDR, then localhost:8080. Port 0 takes a free one."`
	Origin  string `name:"origin" placeholder:"URL" help:"The address under which people reach the service. Default: the one it listens on."`
	TLSCert string `name:"tls-cert" placeholder:"FILE" type:"existingfile" help:"Certificate chain in PEM; speaks https."`
	TLSKey  string `name:"tls-key" placeholder:"FILE" type:"existingfile" help:"Private key in PEM."`
	Proxies string `name:"trusted-proxies" placeholder:"NETWORK,..." help:"Networks of the proxies in front, such as 10.0.0.0/8: what they say about who asks is believed. Default: SEJUR_TRUSTED_PROXIES, then nobody."`
	Metrics string `name:"metrics-addr" placeholder:"HOST:PORT" help:"Where to answer /metrics, for the operator's own network. Default: SEJUR_METRICS_ADDR, then nowhere."`
	houseFlags
	lawFlag
}

// Help is the long help of the command.
func (*serveCommand) Help() string {
	return "Example: sejur serve --addr localhost:8080 --origin https://sejur.example (behind a proxy on the same machine that speaks https)"
}

// Run serves until ctx is cancelled, then lets the requests under way end.
func (c *serveCommand) Run(ctx context.Context, d *desk) error {
	return c.serve(ctx, d, func(*house, *web.Config) error { return nil })
}

// serve opens the house, lets dress change how it is shown, and serves.
func (c *serveCommand) serve(ctx context.Context, d *desk, dress func(*house, *web.Config) error) error {
	if d.getenv("GOGC") == "" && d.getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(memoryLimit)
	}
	log := newLog(d.stderr)
	proxies, err := c.proxies(d)
	if err != nil {
		return err
	}
	addr, err := c.address(d, len(proxies) > 0)
	if err != nil {
		return err
	}
	catalogue, err := locale.Load()
	if err != nil {
		return err
	}
	l, err := c.load(catalogue)
	if err != nil {
		return err
	}
	registry := newRegistry()
	faces, err := c.listen(addr, d.setting(c.Metrics, "SEJUR_METRICS_ADDR"))
	if err != nil {
		return err
	}
	origin := c.origin(addr, faces[0].Addr())
	c.Settings = c.settings(d, addr, origin)
	house, err := openHouse(ctx, d, c.houseFlags, origin, guide{l, c.lawFlag, catalogue}, log)
	if err != nil {
		return errors.Join(err, faces.close())
	}
	machine, err := api.New(api.Config{Law: l, Catalogue: catalogue, Desks: house.programs(), Now: d.now, Log: log})
	if err != nil {
		return errors.Join(err, house.close(), faces.close())
	}
	cfg := web.Config{
		Law: l, Catalogue: catalogue, Origin: origin, Proxies: proxies, Accounts: house.desks.account, Persons: house.desks.persons,
		Admin: house.desks.admin, Issuing: house.desks.issuing, Casework: house.desks.casework, Filing: house.desks.filing, Uploads: house.desks.uploads, Papers: checker{house.desks.issuing, d.now}, Mark: house.ring, Ready: house.ready, Draw: print.Draw, Metrics: registry, Now: d.now, Log: log, API: machine,
	}
	err = dress(house, &cfg)
	if err != nil {
		return errors.Join(err, house.close(), faces.close())
	}
	pages, err := web.NewHandler(cfg)
	if err != nil {
		return errors.Join(err, house.close(), faces.close())
	}
	registry.MustRegister(newFigures(house))
	faces[0].handler = pages
	about := []slog.Attr{slog.String("addr", faces[0].Addr().String()), slog.String("url", origin), slog.String("law", l.Version())}
	if len(faces) > 1 {
		faces[1].handler = metricsHandler(registry)
		about = append(about, slog.String("metrics", faces[1].Addr().String()))
	}
	tellMissing(log, parse.Reader())
	log.LogAttrs(ctx, slog.LevelInfo, "serving", about...)
	debug.FreeOSMemory() // what loading the law has left behind is several times what is kept of it
	return house.serve(ctx, faces)
}

// listen opens the face for everybody and, where an address is given, the one for the operators.
func (c *serveCommand) listen(addr, metrics string) (faces, error) {
	public, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	out := faces{{Listener: public, cert: c.TLSCert, key: c.TLSKey, patience: usual()}}
	if metrics == "" {
		return out, nil
	}
	operators, err := net.Listen("tcp", metrics)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("listen for --metrics-addr: %w", err), out.close())
	}
	return append(out, &face{Listener: operators, patience: usual()}), nil
}

// proxies are the networks whose word is believed. An address alone is a network of one.
func (c *serveCommand) proxies(d *desk) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for name := range strings.FieldsFuncSeq(d.setting(c.Proxies, "SEJUR_TRUSTED_PROXIES"), func(r rune) bool { return r == ',' || r == ' ' }) {
		network, err := netip.ParsePrefix(name)
		if err != nil {
			var one netip.Addr
			one, err = netip.ParseAddr(name)
			network = netip.PrefixFrom(one, one.BitLen())
		}
		if err != nil {
			return nil, usageError{fmt.Errorf("--trusted-proxies %s: use networks such as 10.0.0.0/8, separated by commas", name)}
		}
		out = append(out, network.Masked())
	}
	return out, nil
}

// address is where to listen. Plain http leaves this machine only through somebody's proxy: what people answer about their stay
// is not for others on the way.
func (c *serveCommand) address(d *desk, proxied bool) (string, error) {
	addr := d.setting(c.Addr, "SEJUR_ADDR")
	if addr == "" {
		addr = defaultAddr
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return "", usageError{fmt.Errorf("--addr %s: use HOST:PORT", addr)}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return "", usageError{errors.New("--tls-cert and --tls-key belong together")}
	}
	behindTLS := proxied && strings.HasPrefix(c.Origin, "https://")
	if c.TLSCert == "" && !web.Loopback(host) && !behindTLS {
		return "", fmt.Errorf("plain http is served on this machine only, and %s can be reached from others; "+
			"either give --tls-cert and --tls-key, or listen on localhost, or name the proxies that speak https with --trusted-proxies "+
			"and the address that people use with --origin https://…", addr)
	}
	return addr, nil
}

// origin is the address for people: the one given, or the one listened on with the port that was taken.
func (c *serveCommand) origin(addr string, listening net.Addr) string {
	if c.Origin != "" {
		return c.Origin
	}
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	host, port, _ := net.SplitHostPort(addr) // address has read it
	if tcp, ok := listening.(*net.TCPAddr); ok {
		port = strconv.Itoa(tcp.Port)
	}
	// Passkeys belong to a name: at a bare address there are none (Web Authentication, relying party identifier).
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}
