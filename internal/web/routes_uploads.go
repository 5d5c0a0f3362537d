package web

import (
	"sejur/internal/access"
	"sejur/internal/web/applicant"
	"sejur/internal/web/page"
)

// uploadRoutes are the pages of the files that are sent for an application; none where none can be sent.
func uploadRoutes(p *applicant.Uploads) []route {
	if p == nil {
		return nil
	}
	var out []route
	add := func(below string, f page.Page, method string, stream bool) {
		out = append(out, route{
			method: method, path: applicant.UploadsPath + below, who: applicants, may: access.FileApplications, page: f, stream: stream,
		})
	}
	line := "/documents/{document}"
	add(line, p.Line, read, false)
	add(line, p.Send, write, true)
	add(line+"/state", p.State, read, false)
	add(line+"/issued", p.Issued, write, false)
	add(line+"/parts", p.Begin, write, false)
	add(line+"/uploads/{upload}/part", p.Part, write, true)
	add(line+"/uploads/{upload}/remove", p.Remove, write, false)
	add(line+"/uploads/{upload}/restore", p.Restore, write, false)
	add(line+"/uploads/{upload}/move", p.Move, write, false)
	add("/uploads/{upload}/pictures/{n}", p.Picture, read, false)
	add("/uploads/{upload}/original", p.Original, read, false)
	return out
}
