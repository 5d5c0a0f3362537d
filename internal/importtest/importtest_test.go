package importtest

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestTheHouseKeepsItsArrows(t *testing.T) {
	t.Parallel()
	files, err := Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no source file was read")
	}
	for _, f := range Check(files) {
		t.Errorf("%s: %s: %s", f.Path, f.Rule, f.What)
	}
}

func TestCheckFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name, path, source string
		want               []string // rule and what
	}{
		{"the ground floor imports nothing of ours", "internal/calendar/a.go", `package calendar; import _ "sejur/internal/fault"`, []string{"arrow sejur/internal/fault"}},
		{"law may use stay", "internal/law/a.go", `package law; import _ "sejur/internal/stay"`, nil},
		{"stay may not use law", "internal/stay/a.go", `package stay; import _ "sejur/internal/law"`, []string{"arrow sejur/internal/law"}},
		{"a case may not know the office", "internal/casefile/a.go", `package casefile; import _ "sejur/internal/office"`, []string{"arrow sejur/internal/office"}},
		{"a desk uses the office", "internal/office/filing/a.go", `package filing; import _ "sejur/internal/office"`, nil},
		{"a desk never uses another desk", "internal/office/filing/a.go", `package filing; import _ "sejur/internal/office/booking"`, []string{"arrow sejur/internal/office/booking"}},
		{"the office does not know its desks", "internal/office/a.go", `package office; import _ "sejur/internal/office/booking"`, []string{"arrow sejur/internal/office/booking"}},
		{"the store serves the ports of a desk", "internal/store/a.go", `package store; import _ "sejur/internal/office/casework"`, nil},
		{"the store does not know mail", "internal/store/a.go", `package store; import _ "sejur/internal/mail"`, []string{"arrow sejur/internal/mail"}},
		{"pages do not read the store", "internal/web/desk/a.go", `package desk; import _ "sejur/internal/store"`, []string{"arrow sejur/internal/store"}},
		{"pages do not call the API", "internal/web/a.go", `package web; import _ "sejur/internal/api"`, []string{"arrow sejur/internal/api"}},
		{"pages use their own components", "internal/web/public/a.go", `package public; import _ "sejur/internal/web/ui"`, nil},
		{"jobs know no forms", "internal/jobs/a.go", `package jobs; import _ "sejur/internal/form"`, []string{"arrow sejur/internal/form"}},
		{"the door reaches everything", "cmd/sejur/a.go", `package main; import _ "sejur/internal/store"`, nil},
		{"the law's data stands alone", "law/a.go", `package law; import _ "sejur/internal/law"`, []string{"arrow sejur/internal/law"}},
		{"a room nobody planned", "internal/cache/a.go", `package cache`, []string{"unknown-room cache"}},
		{"a desk nobody planned", "internal/office/gym/a.go", `package gym`, []string{"unknown-room office/gym"}},
		{"a name that says nothing", "internal/web/a.go", `package util`, []string{"name util"}},
		{"the engine has no clock", "internal/law/a.go", `package law; import "time"; var now = time.Now()`, []string{"clock time"}},
		{"pages have a clock", "internal/web/a.go", `package web; import "time"; var now = time.Now()`, nil},
		{"the engine has no HTTP", "internal/law/a.go", `package law; import _ "net/http"`, []string{"http net/http"}},
		{"a test may stand its room beside another", "internal/calendar/a_test.go", `package calendar; import _ "sejur/internal/fault"`, nil},
		{"a test kit is free", "internal/web/webtest/a.go", `package webtest; import _ "sejur/internal/store"`, nil},
		{"the program never imports a test kit", "cmd/sejur/a.go", `package main; import _ "sejur/internal/web/webtest"`, []string{"kit sejur/internal/web/webtest"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			files, err := Read(fstest.MapFS{row.path: {Data: []byte(row.source)}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range Check(files) {
				got = append(got, f.Rule+" "+f.What)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadLeavesOutWhatWasInstalled(t *testing.T) {
	t.Parallel()
	files, err := Read(fstest.MapFS{
		"e2e/node_modules/x/a.go":      {Data: []byte("package x")},
		"internal/law/testdata/bad.go": {Data: []byte("not go")},
		".git/a.go":                    {Data: []byte("not go")},
		"cmd/sejur/main.go":            {Data: []byte("package main")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path)
	}
	if got := strings.Join(paths, " "); got != "cmd/sejur/main.go" {
		t.Errorf("read %s, want cmd/sejur/main.go alone", got)
	}
}
