package web

import (
	"sejur/internal/access"
	"sejur/internal/web/applicant"
	"sejur/internal/web/page"
)

// personsRoutes are the pages of the persons whom an account keeps. A thing of a file is called "new" while it is added.
func personsRoutes(p *applicant.Persons) []route {
	if p == nil {
		return nil
	}
	var out []route
	add := func(below string, f page.Page, methods ...string) {
		for _, method := range methods {
			out = append(out, route{method: method, path: applicant.PersonsPath + below, who: applicants, may: access.KeepPersons, page: f})
		}
	}
	add("", p.List, read)
	add("/new", p.Add, read, write)
	add("/{person}", p.Open, read)
	add("/{person}/number", p.ShowNumber, write)
	add("/{person}/remove", p.Remove, read, write)
	add("/{person}/restore", p.Restore, write)
	add("/{person}/change/{part}", p.Change, read, write)
	add("/{person}/papers/{item}/replace", p.ReplacePaper, read, write)
	add("/{person}/{list}/{item}", p.Item, read, write)
	add("/{person}/{list}/{item}/remove", p.RemoveItem, read, write)
	return out
}

// documentRoutes are the pages of what the office handed out to the persons of an account.
func documentRoutes(p *applicant.Papers) []route {
	if p == nil {
		return nil
	}
	return []route{
		{method: read, path: applicant.DocumentsPath, who: applicants, may: access.KeepPersons, page: p.List},
		{method: write, path: applicant.DocumentsPath + "/{document}/file", who: applicants, may: access.KeepPersons, page: p.Fetch},
	}
}
