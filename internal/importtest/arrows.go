package importtest

import (
	"slices"
	"strings"
)

// floors are the rooms, floor by floor. A room is a folder of internal/ with all that is below it; the desks are the folders
// of office.
type floors struct{ ground, rules, domain, edges, desks, outside []string }

func house() floors {
	return floors{
		ground:  []string{"fault", "calendar", "locale", "search", "reference", "mrz", "seal"},
		rules:   []string{"law", "stay", "person", "access"},
		domain:  []string{"application", "appointment", "casefile", "document", "audit", "verdict"},
		edges:   []string{"store", "files", "mail", "print", "keys"},
		desks:   []string{"office/account", "office/filing", "office/booking", "office/casework", "office/issuing", "office/admin"},
		outside: []string{"web", "api", "jobs"},
	}
}

// inner are the floors below the office: they know nothing of the web.
func (h floors) inner() []string { return slices.Concat(h.ground, h.rules, h.domain) }

// timeless are the rooms that get every date from their caller, so that the same question always has the same answer.
func (h floors) timeless() []string { return join(h.rules, "calendar") }

// arrows is the table of docs/ARCHITECTURE.md: room, and what it may import of ours. Rooms to come stand here already.
func arrows() map[string][]string {
	h := house()
	table := map[string][]string{"importtest": nil, "parttest": nil}
	give := func(rooms, may []string) {
		for _, room := range rooms {
			table[room] = may
		}
	}
	give(h.ground, nil)
	give(h.rules, h.ground)
	table["law"] = join(h.ground, "stay") // its expressions call the calculators
	give(h.domain, slices.Concat(h.ground, h.rules))
	table["form"] = join(h.ground, "law") // the closed list of field kinds is declared in law
	table["office"] = h.inner()
	give(h.desks, join(h.inner(), "office", "form")) // never each other
	counter := join(slices.Concat(h.inner(), h.desks), "office")
	give(h.edges, counter)
	give(h.outside, join(counter, "form"))
	table["jobs"] = counter
	return table
}

// join returns a new list; append alone could write into a list that two rooms share.
func join(list []string, more ...string) []string {
	return slices.Concat(list, more)
}

// nameless are package names that say nothing about what is inside.
func nameless() []string {
	return []string{"util", "utils", "common", "helper", "helpers", "manager", "models", "shared", "misc", "base"}
}

// room returns the room that a folder of the module belongs to: "law", "office/filing", "cmd", "e2e"…
func room(dir string) string {
	inside, ok := strings.CutPrefix(dir, "internal/")
	if !ok {
		top, _, _ := strings.Cut(dir, "/")
		return "/" + top // not a room of internal/: /cmd, /law, /e2e, /bench, /scripts
	}
	parts := strings.Split(inside, "/")
	if parts[0] == "office" && len(parts) > 1 {
		return "office/" + parts[1]
	}
	return parts[0]
}

// kit reports whether a folder holds test fakes and batteries (webtest, storetest): free to import, imported by tests only.
func kit(dir string) bool {
	base := dir[strings.LastIndexByte(dir, '/')+1:]
	return strings.HasSuffix(base, "test") && base != "importtest"
}

// Fault is one broken rule.
type Fault struct {
	Path string // the file
	Rule string // arrow | unknown-room | kit | clock | http | name
	What string // the import or the name that breaks it
}

// Check returns every broken rule, in the order of the files.
func Check(files []File) []Fault {
	var faults []Fault
	table := arrows()
	for _, f := range files {
		add := func(rule, what string) { faults = append(faults, Fault{Path: f.Path, Rule: rule, What: what}) }
		if slices.Contains(nameless(), f.Package) {
			add("name", f.Package)
		}
		from := room(f.Dir)
		if _, known := table[from]; !known && !strings.HasPrefix(from, "/") {
			add("unknown-room", from)
			continue
		}
		if f.Test || kit(f.Dir) {
			continue // a test may stand its room beside any other
		}
		if f.Clock && slices.Contains(house().timeless(), from) {
			add("clock", "time")
		}
		for _, imported := range f.Imports {
			if rule := broken(table, from, imported); rule != "" {
				add(rule, imported)
			}
		}
	}
	return faults
}

// broken names the rule that an import breaks, "" when it is allowed.
func broken(table map[string][]string, from, imported string) string {
	if strings.HasPrefix(imported, "net/http") && slices.Contains(house().inner(), from) {
		return "http"
	}
	target, ours := strings.CutPrefix(imported, Module+"/")
	if !ours {
		return ""
	}
	if kit(target) {
		return "kit"
	}
	to := room(target)
	switch {
	case from == "/cmd", from == "/bench":
		return "" // the door and the measuring stick reach everything
	case to == from:
		return "" // inside one room
	case strings.HasPrefix(from, "/"):
		return "arrow" // law/, e2e/ and scripts/ stand alone
	case slices.Contains(table[from], to):
		return ""
	}
	return "arrow"
}
