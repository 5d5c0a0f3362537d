package filing_test

import (
	"bytes"
	"io/fs"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sejur/internal/application"
	"sejur/internal/fault"
	"sejur/internal/law"
	"sejur/internal/locale"
	"sejur/internal/office/filing"
	romania "sejur/law"
)

// otherLaw is the law with another edition of the student permit: it asks for no medical certificate, and always for the insurance.
var otherLaw = sync.OnceValues(func() (*law.Law, error) {
	return editionOf("ro/procedures/study-permit.yaml", map[string]string{
		"  - {id: medical-cert, forms: [original], sources: [s1-study]}\n":                        "",
		"  - {id: health-insurance, forms: [original, copy], if: age >= 26, sources: [s1-study]}": "  - {id: health-insurance, forms: [original, copy], sources: [s1-study]}",
	})
})

// editionOf is the law with another text in places of one of its files.
func editionOf(file string, changes map[string]string) (*law.Law, error) {
	catalogue, err := locale.Load()
	if err != nil {
		return nil, err
	}
	files := make(fstest.MapFS)
	err = fs.WalkDir(romania.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(romania.Files, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		return nil, err
	}
	for before, after := range changes {
		files[file].Data = bytes.ReplaceAll(files[file].Data, []byte(before), []byte(after))
	}
	return law.Load(files, catalogue)
}

// amended is the same house after another edition of the law was loaded.
func (c *counter) amended() *filing.Desk {
	c.t.Helper()
	l, err := otherLaw()
	if err != nil {
		c.t.Fatal(err)
	}
	return c.open(l, nil)
}

// ofPapers are the papers of a change, those that are gone with a minus.
func ofPapers(c *filing.Changed) (out []string) {
	if c == nil {
		return nil
	}
	for _, p := range c.Papers {
		if p.Gone {
			out = append(out, "-"+p.ID)
		} else {
			out = append(out, "+"+p.ID)
		}
	}
	return out
}

func TestAChangeOfTheLawUnderADraftIsShownBeforeItIsSent(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		c.fill(id)
		c.Desk = c.amended()
		o := c.opened(id)
		if diff := cmp.Diff([]string{"+health-insurance", "-medical-cert"}, ofPapers(o.Changed)); diff != "" {
			t.Fatal(diff)
		}
		version := o.Application.Version
		in := filing.Submit{Application: id, Version: version, Lang: locale.EN}
		if _, err := c.Submit(t.Context(), c.owner, filing.Asked{}, in); keyOf(err) != "filing.incomplete" {
			t.Errorf("before somebody looked: %v", err)
		}
		if err := c.SeeChange(t.Context(), c.owner, filing.Asked{}, id, version-1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("over another version: %v", err)
		}
		if err := c.SeeChange(t.Context(), c.owner, filing.Asked{}, id, version); err != nil {
			t.Fatal(err)
		}
		o = c.opened(id)
		if o.Changed != nil || len(o.Hinders) != 1 || o.Hinders[0] != (filing.Hindrance{Kind: filing.PaperHinders, Ref: "health-insurance"}) {
			t.Errorf("%+v, %+v", o.Changed, o.Hinders)
		}
		for _, l := range o.Lines {
			if want := l.Document == "medical-cert"; (l.Need == application.NotAsked) != want {
				t.Errorf("%s is %s", l.Document, l.Need)
			}
		}
		c.fill(id)
		in.Version = c.opened(id).Application.Version
		if _, err := c.Submit(t.Context(), c.owner, filing.Asked{}, in); err != nil {
			t.Error(err)
		}
	})
}

// What one's own answers bring is no change of the law, also when the law changed beside them.
func TestAnAnswerIsNoChangeOfTheLaw(t *testing.T) {
	t.Parallel()
	c := counterOn(t, t.TempDir()+"/sejur.db")
	id := c.start()
	before := c.opened(id)
	c.fill(id)
	if o := c.opened(id); o.Changed != nil || len(before.Lines) == 0 {
		t.Errorf("%+v", o.Changed)
	}
	c.Desk = c.amended()
	c.save(id, "home", c.answers(id, "home"))
	if diff := cmp.Diff([]string{"+health-insurance", "-medical-cert"}, ofPapers(c.opened(id).Changed)); diff != "" {
		t.Errorf("after an answer: %s", diff)
	}
}

func TestAChangeOfTheLawUnderAKeptPlanIsShownUntilItIsSeen(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		if _, err := c.Keep(t.Context(), c.owner, filing.Asked{}, filing.Keep{Facts: student(), Lang: locale.EN}); err != nil {
			t.Fatal(err)
		}
		kept := func() filing.KeptNow {
			all, err := c.Kept(t.Context(), c.owner, "")
			if err != nil || len(all) != 1 {
				t.Fatalf("%v, %v", all, err)
			}
			return all[0]
		}
		if p := kept(); len(p.Changed) > 0 {
			t.Errorf("%+v", p.Changed)
		}
		c.Desk = c.amended()
		p := kept()
		if len(p.Changed) != 1 || p.Changed[0].Procedure != "study-permit" {
			t.Fatalf("%+v", p.Changed)
		}
		if diff := cmp.Diff([]string{"+health-insurance", "-medical-cert"}, ofPapers(&p.Changed[0])); diff != "" {
			t.Error(diff)
		}
		if err := c.SeePlan(t.Context(), c.stranger, filing.Asked{}, p.ID, p.Version); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else: %v", err)
		}
		if err := c.SeePlan(t.Context(), c.owner, filing.Asked{}, p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		if err := c.SeePlan(t.Context(), c.owner, filing.Asked{}, p.ID, p.Version); fault.KindOf(err) != fault.Conflict {
			t.Errorf("twice: %v", err)
		}
		if now := kept(); len(now.Changed) > 0 || now.Law == p.Law {
			t.Errorf("%+v", now)
		}
	})
}
