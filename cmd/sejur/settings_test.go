package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/office/admin"
)

func TestAdministratorsSeeWhereASettingComesFromAndNoSecret(t *testing.T) {
	t.Parallel()
	env := map[string]string{"SEJUR_DATABASE": "postgres://sejur:secret@db/sejur", "SEJUR_ADDR": "localhost:1"}
	c := serveCommand{Addr: "localhost:2"}
	got := make(map[string]admin.Setting)
	for _, s := range c.settings(&desk{getenv: func(name string) string { return env[name] }}, "localhost:2", "http://localhost:2") {
		got[s.Name] = s
	}
	for _, want := range []admin.Setting{
		{Name: "addr", Value: "localhost:2", Source: admin.FromFlag},
		{Name: "database", Value: "PostgreSQL", Source: admin.FromEnv},
		{Name: "origin", Value: "http://localhost:2", Source: admin.FromDefault},
		{Name: "data", Value: "data", Source: admin.FromDefault},
		{Name: "tls-key", Source: admin.FromDefault},
	} {
		if diff := cmp.Diff(want, got[want.Name]); diff != "" {
			t.Error(diff)
		}
	}
}
