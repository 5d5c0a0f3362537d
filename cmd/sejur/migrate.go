package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sejur/internal/store"
)

// migrateCommand brings the schema of a database up to date. On PostgreSQL it is run by the schema's owner, never by the service.
type migrateCommand struct {
	jsonFlag
	Data        string `name:"data" placeholder:"DIR" help:"The data folder. Default: SEJUR_DATA, then ./data."`
	Database    string `name:"database" placeholder:"URL" help:"The database, as its owner: postgres://… or the path of a SQLite file. Default: SEJUR_DATABASE, then sejur.db in the data folder."`
	ServingRole string `name:"serving-role" placeholder:"ROLE" help:"The role of PostgreSQL that serves: it gets what serving needs, and cannot change the schema or the record."`
	SignerRole  string `name:"signer-role" placeholder:"ROLE" help:"The role of PostgreSQL of sejur signer serve: it gets what signing needs, and the serving role can sign and publish nothing any more. Default: the serving role signs too."`
}

// Help is the long help of the command.
func (*migrateCommand) Help() string {
	return "Example: sejur migrate --database postgres://sejur_owner@db.example/sejur?sslmode=verify-full --serving-role sejur --signer-role sejur_signer"
}

// migrateAnswer is what migrate prints as JSON.
type migrateAnswer struct {
	Engine  string   `json:"engine"`
	Applied []string `json:"applied"`               // by this run
	Schema  []string `json:"schema"`                // all
	Role    string   `json:"role,omitempty"`        // that got its rights to serve
	Signer  string   `json:"signer_role,omitempty"` // that got its rights to sign; "" = the other one has them
}

// Run applies what is missing.
func (c *migrateCommand) Run(ctx context.Context, d *desk) error {
	p := placeFlags{Data: c.Data, Database: c.Database}.find(d)
	switch {
	case !p.postgres() && c.ServingRole+c.SignerRole != "":
		return usageError{errors.New("--serving-role and --signer-role are for PostgreSQL; a SQLite file has no roles")}
	case c.SignerRole != "" && (c.ServingRole == "" || c.ServingRole == c.SignerRole):
		return usageError{errors.New("--signer-role needs --serving-role, and another role: what the signer alone may do is taken from that one")}
	}
	s, err := store.Open(ctx, p.config(nil))
	if errors.Is(err, store.ErrHeld) {
		return fmt.Errorf("%s is being served; a SQLite file is brought up to date when it is served", p.database)
	}
	if err != nil {
		return err
	}
	answer, err := c.migrate(ctx, s)
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	if c.JSON {
		return d.printJSON(answer)
	}
	text := fmt.Sprintf("The schema is up to date: %s.\n", strings.Join(answer.Schema, ", "))
	if len(answer.Applied) > 0 {
		text = fmt.Sprintf("Applied %s.\n", strings.Join(answer.Applied, ", ")) + text
	}
	switch {
	case answer.Signer != "":
		text += fmt.Sprintf("The role %s may serve, and %s alone may sign.\n", answer.Role, answer.Signer)
	case answer.Role != "":
		text += fmt.Sprintf("The role %s may serve and sign.\n", answer.Role)
	}
	return d.print(text)
}

func (c *migrateCommand) migrate(ctx context.Context, s *store.Store) (migrateAnswer, error) {
	answer := migrateAnswer{Engine: s.Engine(), Applied: []string{}, Role: c.ServingRole, Signer: c.SignerRole}
	before, err := s.Schema(ctx)
	if err != nil {
		return answer, err
	}
	if len(before.Newer) > 0 {
		return answer, fmt.Errorf("the schema is newer than this program (%s): use the newer program", strings.Join(before.Newer, ", "))
	}
	done, err := s.Migrate(ctx)
	answer.Applied = append(answer.Applied, done...)
	if err != nil {
		return answer, err
	}
	after, err := s.Schema(ctx)
	if err != nil {
		return answer, err
	}
	answer.Schema = after.Applied
	if c.ServingRole == "" {
		return answer, nil
	}
	return answer, s.Grant(ctx, store.Roles{Serving: c.ServingRole, Signer: c.SignerRole})
}
