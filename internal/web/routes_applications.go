package web

import (
	"sejur/internal/access"
	"sejur/internal/web/applicant"
	"sejur/internal/web/page"
)

// applicationRoutes are the pages of plans that are kept and of applications; none where there is no desk for them.
func applicationRoutes(p *applicant.Applications) []route {
	if p == nil {
		return nil
	}
	out := []route{{method: write, path: page.Keep, who: applicants, may: access.Public, page: p.Keep}}
	add := func(path string, f page.Page, methods ...string) {
		for _, method := range methods {
			out = append(out, route{method: method, path: path, who: applicants, may: access.FileApplications, page: f})
		}
	}
	add(applicant.PlansPath, p.Plans, read)
	add(applicant.PlansPath+"/{plan}/seen", p.SeenPlan, write)
	add(applicant.PlansPath+"/{plan}/forget", p.ForgetPlan, write)
	add(applicant.ApplicationsPath, p.List, read)
	add(applicant.NewPath, p.New, read, write)
	one := applicant.ApplicationsPath + "/{application}"
	add(one, p.Open, read)
	add(one+"/pages/{page}", p.FormPage, read, write)
	add(one+"/passport", p.Passport, read, write)
	add(one+"/seen", p.Seen, write)
	add(one+"/check", p.Check, read, write)
	add(one+"/sent", p.Sent, read)
	add(one+"/messages", p.Say, write)
	add(one+"/corrections/{correction}/pages/{page}", p.Mend, read, write)
	add(one+"/corrections/{correction}/send", p.SendCorrection, write)
	add(one+"/withdraw", p.Withdraw, read, write)
	add(one+"/delete", p.Delete, read, write)
	add(one+"/restore", p.Restore, write)
	add(one+"/application.json", p.Export, read)
	if p.Draw != nil {
		out = append(out, route{method: read, path: one + "/application.pdf", who: applicants, may: access.FileApplications, page: p.Paper, costly: true})
	}
	return out
}
