package filing

import (
	"maps"
	"slices"

	"sejur/internal/application"
	"sejur/internal/form"
	"sejur/internal/law"
)

// A form's page is split into others now and then, and drafts have been begun with the page as it was. What was answered is therefore found by its
// field, wherever it was saved; whoever saves the new page takes its answers off the old one, so that each stands in one place.

// written is a page of the form as it was filled in: what was saved of it, and what was answered to its questions while another page asked them.
// Its version is that of its own row, 0 where it has none; false where nothing was written on it.
func written(page law.PlanFormPage, saved map[string]application.Page) (application.Page, bool) {
	out, there := saved[page.ID]
	own, _ := parted(out, page)
	out.Answers, out.Typed = own.Answers, own.Typed
	for _, id := range slices.Sorted(maps.Keys(saved)) {
		moved, _ := parted(saved[id], page)
		if id == page.ID || empty(moved) {
			continue
		}
		out.ID, there = page.ID, true
		out.Answers, out.Typed = together(out.Answers, moved.Answers), together(out.Typed, moved.Typed)
		if out.Version == 0 && moved.SavedAt.After(out.SavedAt) {
			out.SavedAt = moved.SavedAt
		}
	}
	return out, there
}

// rewritten are the rows that saving a page changes: its own, in which what other pages ask by now stays until one of them is saved, and those that
// lose answers to it.
func rewritten(pages []application.Page, page application.Page, f law.PlanForm) []application.Page {
	now := savedPages(pages, page.Correction)
	old, at := now[page.ID], pageIndex(f, page.ID)
	for i, other := range f.Pages {
		if i != at {
			stays, _ := parted(old, other)
			page.Answers, page.Typed = together(page.Answers, stays.Answers), together(page.Typed, stays.Typed)
		}
	}
	out := []application.Page{page}
	for _, id := range slices.Sorted(maps.Keys(now)) {
		if moved, rest := parted(now[id], f.Pages[at]); id != page.ID && !empty(moved) {
			out = append(out, rest)
		}
	}
	return out
}

// parted divides what stands in a row into what a page of the form asks and the rest.
func parted(row application.Page, page law.PlanFormPage) (of, rest application.Page) {
	asks := func(input string) bool {
		for i := range page.Fields { // they are large
			if form.Owns(page.Fields[i].ID, input) {
				return true
			}
		}
		return false
	}
	of, rest = row, row
	of.Answers, rest.Answers = divided(row.Answers, asks)
	of.Typed, rest.Typed = divided(row.Typed, asks)
	return of, rest
}

// divided divides a map by its keys. Where one side has nothing the other is the map itself.
func divided[M ~map[string]V, V any](all M, asks func(key string) bool) (of, rest M) {
	n := 0
	for key := range all {
		if asks(key) {
			n++
		}
	}
	switch n {
	case 0:
		return nil, all
	case len(all):
		return all, nil
	}
	of, rest = make(M, n), make(M, len(all)-n)
	for key, value := range all {
		if asks(key) {
			of[key] = value
		} else {
			rest[key] = value
		}
	}
	return of, rest
}

// empty tells a row in which nothing stands.
func empty(p application.Page) bool { return len(p.Answers)+len(p.Typed) == 0 }

// together are two maps in one; of what stands in both the second counts.
func together[M ~map[string]V, V any](a, b M) M {
	if len(b) == 0 {
		return a
	}
	out := make(M, len(a)+len(b))
	maps.Copy(out, a)
	maps.Copy(out, b)
	return out
}
