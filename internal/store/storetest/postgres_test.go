package storetest_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"sejur/internal/store/storetest"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func do(t *testing.T, conn *pgx.Conn, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		_, err := conn.Exec(t.Context(), statement)
		if err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// read returns the only value of a query.
func read[T any](t *testing.T, conn *pgx.Conn, query string) T {
	t.Helper()
	var v T
	err := conn.QueryRow(t.Context(), query).Scan(&v)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

const tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"

func TestTwoDatabasesAreApart(t *testing.T) {
	t.Parallel()
	one, other := connect(t, storetest.Postgres(t)), connect(t, storetest.Postgres(t))
	do(t, one, "CREATE TABLE desk (id TEXT)")
	if got := read[int](t, other, tables); got != 0 {
		t.Errorf("the other database has %d tables, want none", got)
	}
}

func TestADatabaseSortsBytesAndSpeaksUTF8(t *testing.T) {
	t.Parallel()
	conn := connect(t, storetest.Postgres(t))
	got := []string{
		read[string](t, conn, "SELECT datcollate FROM pg_database WHERE datname = current_database()"),
		read[string](t, conn, "SHOW server_encoding"),
		read[string](t, conn, "SHOW fsync"),
	}
	if diff := cmp.Diff([]string{"C.UTF-8", "UTF8", "on"}, got); diff != "" {
		t.Errorf("collation, encoding, fsync (-want +got):\n%s", diff)
	}
}

func TestCopiesOfATemplateAreFilledOnceAndApart(t *testing.T) {
	t.Parallel()
	fills := 0
	template := storetest.Template{Key: t.Name() + rand.Text(), Fill: func(ctx context.Context, url string) error {
		fills++
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			return err
		}
		_, err = conn.Exec(ctx, "CREATE TABLE desk (id TEXT)")
		return errors.Join(err, conn.Close(ctx))
	}}
	one, other := connect(t, storetest.Postgres(t, template)), connect(t, storetest.Postgres(t, template))
	do(t, one, "INSERT INTO desk VALUES ('1')")
	if got := read[int](t, other, "SELECT count(*) FROM desk"); got != 0 || fills != 1 {
		t.Errorf("the other copy has %d rows and the template was filled %d times, want none and once", got, fills)
	}
}

func TestAServerThatFellComesBackWithItsData(t *testing.T) {
	t.Parallel()
	server := storetest.Server(t, storetest.Options{Settings: []string{"max_connections=20"}})
	conn := connect(t, server.URL())
	do(t, conn, "CREATE TABLE desk (id INT)", "INSERT INTO desk VALUES (1)")
	for _, fall := range []func(){server.Kill9, server.Stop} {
		open := connect(t, server.URL())
		do(t, open, "BEGIN", "INSERT INTO desk VALUES (2)")
		fall()
		_, err := open.Exec(t.Context(), "COMMIT")
		if err == nil {
			t.Error("a server that fell still answers")
		}
		server.Start()
		again := connect(t, server.URL())
		if got := read[int](t, again, "SELECT sum(id) FROM desk"); got != 1 {
			t.Errorf("the rows add up to %d, want the committed one alone", got)
		}
		if got := read[string](t, again, "SHOW max_connections"); got != "20" {
			t.Errorf("max_connections is %s, want the test's 20", got)
		}
	}
}

func TestAServerGoesWithWhoStartedIt(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "sejur-storetest-") //nolint:usetesting // the server's user may not look into the test's own folder
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	err = os.Chmod(dir, 0o755) //nolint:gosec // the server's user makes its folder there
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("./postgres.sh")
	server.Env = append(os.Environ(), "TMPDIR="+dir)
	server.Stdin = strings.NewReader("stop\nstart\n")
	answers, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	err = server.Start()
	if err != nil {
		t.Fatal(err)
	}
	err = answers.Close() // nobody reads an answer, as when a test's process is killed
	if err != nil {
		t.Fatal(err)
	}
	err = server.Wait()
	if err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("it left %v behind, %v", left, err)
	}
}
