package public

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"sejur/internal/calendar"
	"sejur/internal/law"

	"sejur/internal/web/page"
)

// PlanICS gives the dates of a plan that lie ahead as a calendar file (RFC 5545). It holds the names of the routes
// and what each date is, and nothing of the answers.
func PlanICS(p *Pages, v *page.Visit) (page.Reply, error) {
	a := p.readAnswers(v, "")
	plan, err := p.plan(&a)
	if err != nil {
		return page.Reply{}, err
	}
	if len(a.faults) > 0 {
		return p.unreadable(v, a), nil
	}
	file := &page.File{Name: "sejur.ics", Type: "text/calendar; charset=utf-8", Data: calendarFile(plan, v)}
	return page.Reply{File: file, Private: true}, nil
}

// calendarFile writes one all-day event for each date from today on. The day of the request is the stamp, so that
// the same plan gives the same file all day.
func calendarFile(plan law.Plan, v *page.Visit) []byte {
	var b strings.Builder
	for _, line := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sejur//Plan//" + strings.ToUpper(string(v.P.Lang())), "CALSCALE:GREGORIAN"} {
		foldLine(&b, line)
	}
	stamp := v.Now.UTC().Truncate(24 * time.Hour).Format("20060102T150405Z")
	for _, r := range plan.Routes {
		for _, d := range r.Dates {
			if d.ID == "today" || d.Date.Before(v.Today) {
				continue
			}
			for _, line := range []string{
				"BEGIN:VEVENT", "UID:" + eventID(r.Procedure, d), "DTSTAMP:" + stamp,
				"DTSTART;VALUE=DATE:" + compact(d.Date), "DTEND;VALUE=DATE:" + compact(d.Date.AddDays(1)),
				"SUMMARY:" + escapeText(d.Text+" – "+r.Title), "TRANSP:TRANSPARENT", "END:VEVENT",
			} {
				foldLine(&b, line)
			}
		}
	}
	foldLine(&b, "END:VCALENDAR")
	return []byte(b.String())
}

// eventID is the same for the same date of the same procedure, so that a second import replaces the first.
func eventID(procedure string, d law.PlanDate) string {
	sum := sha256.Sum256([]byte(procedure + "\n" + d.ID + "\n" + d.Date.String()))
	return hex.EncodeToString(sum[:12]) + "@sejur"
}

func compact(d calendar.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// escapeText writes a TEXT value (RFC 5545, section 3.3.11).
func escapeText(s string) string {
	return strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n").Replace(s)
}

// foldLine writes a content line, folded so that no line is longer than 75 octets and no character is cut
// (RFC 5545, section 3.1).
func foldLine(b *strings.Builder, line string) {
	const most = 75
	room := most
	for _, r := range line {
		n := utf8.RuneLen(r)
		if n > room {
			b.WriteString("\r\n ")
			room = most - 1
		}
		b.WriteRune(r)
		room -= n
	}
	b.WriteString("\r\n")
}
