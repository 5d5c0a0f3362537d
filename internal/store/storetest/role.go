package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ServingRole is a role of PostgreSQL with no rights but those that somebody grants it.
type ServingRole struct {
	Name string
	URL  string // of the database, as this role
}

// Role makes a role beside the owner of a test's database. It goes when the test ends.
func Role(t testing.TB, database string) ServingRole {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	name := "serving_" + strings.ToLower(rand.Text())
	if err := run(ctx, database, "CREATE ROLE "+name+" LOGIN"); err != nil {
		t.Fatalf("create a role: %v", err)
	}
	t.Cleanup(func() {
		for _, statement := range []string{"DROP OWNED BY " + name, "DROP ROLE " + name} {
			if err := run(ctx, database, statement); err != nil {
				t.Errorf("drop a role: %v", err)
			}
		}
	})
	address, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.User(name)
	return ServingRole{Name: name, URL: address.String()}
}

// Refused runs a statement and returns the code with which PostgreSQL refuses it (appendix A), "" when it was carried out.
func Refused(t testing.TB, database, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }() // what was asked is answered
	_, err = conn.Exec(t.Context(), statement)
	var told *pgconn.PgError
	if errors.As(err, &told) {
		return told.Code
	}
	if err != nil {
		t.Fatal(err)
	}
	return ""
}
