package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sejur/internal/files"
	"sejur/internal/keys"
	"sejur/internal/store"
)

// placeFlags say where the house keeps its things.
type placeFlags struct {
	Data       string `name:"data" placeholder:"DIR" help:"The data folder. Default: SEJUR_DATA, then ./data."`
	Database   string `name:"database" placeholder:"URL" help:"postgres://… or the path of a SQLite file. Default: SEJUR_DATABASE, then sejur.db in the data folder."`
	KeyDir     string `name:"key-dir" placeholder:"DIR" help:"The folder of the keys. Default: SEJUR_KEY_DIR, then keys in the data folder."`
	Files      string `name:"files" placeholder:"DIR|URL" help:"Where what people send lies: a folder, or a bucket s3://host/bucket whose keys stand in SEJUR_S3_ACCESS_KEY and SEJUR_S3_SECRET_KEY or in the files that these with _FILE behind them name. Default: SEJUR_FILES, then files in the data folder."`
	AuditHeads string `name:"audit-heads" placeholder:"DIR" help:"Where signed heads of the record are kept, outside the data folder. Default: SEJUR_AUDIT_HEADS, then nowhere."`
}

// places are those of one run.
type places struct{ data, database, keys, files, heads string }

// find reads flags and environment.
func (f placeFlags) find(d *desk) places {
	p := places{data: d.setting(f.Data, "SEJUR_DATA"), database: d.setting(f.Database, "SEJUR_DATABASE"),
		keys: d.setting(f.KeyDir, "SEJUR_KEY_DIR"), files: d.setting(f.Files, "SEJUR_FILES"), heads: d.setting(f.AuditHeads, "SEJUR_AUDIT_HEADS")}
	if p.data == "" {
		p.data = "data"
	}
	if p.database == "" {
		p.database = filepath.Join(p.data, "sejur.db")
	}
	if p.keys == "" {
		p.keys = filepath.Join(p.data, "keys")
	}
	if p.files == "" {
		p.files = filepath.Join(p.data, filesFolder)
	}
	return p
}

// postgres tells whether the database is one of PostgreSQL.
func (p places) postgres() bool { return store.IsPostgres(p.database) }

// name is the database as it may be said: the address of a server may hold a password.
func (p places) name() string {
	if p.postgres() {
		return "PostgreSQL"
	}
	return p.database
}

// exists tells whether there is a SQLite file.
func (p places) exists() (bool, error) {
	_, err := os.Stat(p.database)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// ring opens the key folder.
func (p places) ring() (*keys.Ring, error) {
	ring, err := keys.Open(p.keys)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there are no keys in %s: name the folder that belongs to this database with --key-dir, "+
			"or bring it back from where you keep it (it is in no backup)", p.keys)
	}
	return ring, err
}

// folder opens the folder of heads to add to it, and makes it where it is not there; nil when none is named.
func (p places) folder() (*files.Heads, error) {
	if p.heads == "" {
		return nil, nil
	}
	return files.NewHeads(p.heads)
}

// exported opens a folder of heads that is there; nil when none is named.
func (p places) exported() (*files.Heads, error) {
	if p.heads == "" {
		return nil, nil
	}
	return files.OpenHeads(p.heads)
}

// there is an error where a SQLite file is not there: opening would make it.
func (p places) there() error {
	if p.postgres() {
		return nil
	}
	there, err := p.exists()
	if err == nil && !there {
		err = fmt.Errorf("there is no database at %s: name it with --database or --data", p.database)
	}
	return err
}

// reading opens a database that is there for a command that only looks, whether it is being served or not. ring may be nil.
func (p places) reading(ctx context.Context, ring *keys.Ring) (*store.Store, error) {
	if err := p.there(); err != nil {
		return nil, err
	}
	return store.OpenReadOnly(ctx, p.config(ring))
}

// config says which database to open.
func (p places) config(ring *keys.Ring) store.Config {
	cfg := store.Config{Database: p.database}
	if ring != nil {
		cfg.Keys = ring
	}
	return cfg
}
