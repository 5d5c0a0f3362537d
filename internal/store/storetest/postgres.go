// Package storetest is the test kit of the store: real PostgreSQL servers, fresh databases on them, and servers to break.
package storetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Template is a database that is filled once on a server and then copied, which is faster than filling each.
type Template struct {
	Key  string                                      // what Fill writes: another content needs another key, such as a hash of the migrations
	Fill func(ctx context.Context, url string) error // writes into the empty database, and closes its connections
}

// Postgres returns the address of a fresh database, empty or copied from a template, which is dropped when the test ends. It lies
// on the server that SEJUR_TEST_POSTGRES names, where the user must be allowed to create databases, or on one that is started once
// for the test's process. Templates stay on a server that was named. A machine without PostgreSQL fails the test.
func Postgres(t testing.TB, from ...Template) string {
	t.Helper()
	cluster, err := shared()
	if err != nil {
		t.Fatalf("start PostgreSQL (scripts/setup.sh installs it): %v", err)
	}
	server := cluster.url
	ctx := context.WithoutCancel(t.Context()) // the database is dropped after the test's own context has ended
	name := "sejur_" + strings.ToLower(rand.Text())
	create := "CREATE DATABASE " + name
	for _, template := range from {
		source, err := template.make(ctx, server)
		if err != nil {
			t.Fatalf("make a template of a database: %v", err)
		}
		create += " TEMPLATE " + source
	}
	err = run(ctx, server, create)
	if err != nil {
		t.Fatalf("create a database: %v", err)
	}
	t.Cleanup(func() {
		err := run(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)")
		if err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return within(server, name)
}

// shared is the server of all tests of this process. Holding it holds its input open, by which it lives.
var shared = sync.OnceValues(func() (*Cluster, error) {
	if named := os.Getenv("SEJUR_TEST_POSTGRES"); named != "" {
		return &Cluster{url: named}, nil
	}
	return open(Options{})
})

// make returns the name of the filled database. Other processes may want the same one: the first makes it, under a lock.
func (f Template) make(ctx context.Context, server string) (string, error) {
	sum := sha256.Sum256([]byte(f.Key))
	name := "sejur_template_" + hex.EncodeToString(sum[:8])
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }() // gives the lock back
	_, err = conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", name)
	if err != nil {
		return "", err
	}
	var made bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&made)
	if err != nil || made {
		return name, err
	}
	// It gets its name when it is whole: a test that is killed in between leaves half a template, which the next one drops.
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + "_half", "CREATE DATABASE " + name + "_half"} {
		_, err = conn.Exec(ctx, statement)
		if err != nil {
			return "", err
		}
	}
	err = f.Fill(ctx, within(server, name+"_half"))
	if err != nil {
		return "", fmt.Errorf("fill it: %w", err)
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+name+"_half RENAME TO "+name)
	return name, err
}

func run(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

// within returns the address of a database on the server.
func within(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // the driver read it before and says more about it
	}
	u.Path = "/" + database
	return u.String()
}
