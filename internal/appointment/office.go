package appointment

import (
	"slices"
	"time"
	"unicode/utf8"

	"sejur/internal/fault"
)

// Office is an office as the house keeps it. The law names most of them; then Name, City, County and Address are empty here.
type Office struct {
	ID        string
	Name      string // of an office that the law does not name
	City      string
	County    string // its plate code
	Address   string
	Active    bool // takes part: visits can be booked
	CreatedAt time.Time
	Version   int64
}

// Visit is what somebody comes for.
type Visit string

// The kinds of visit.
const (
	Filing      Visit = "filing"      // to lodge an application (depunere)
	Collection  Visit = "collection"  // to fetch a document (ridicare)
	Employers   Visit = "employers"   // for employers and those who act for them (angajatori)
	Interview   Visit = "interview"   // to be heard (interviu)
	Information Visit = "information" // to ask (informații)
)

// Visits are all kinds, in the order in which a page lists them.
func Visits() []Visit { return []Visit{Filing, Collection, Employers, Interview, Information} }

// Bounds of a visit, in minutes.
const (
	MinVisit = Quantum
	MaxVisit = 240
)

// MaxNote bounds what is noted in free words, in characters.
const MaxNote = 300

// Service is a kind of visit that an office receives people for.
type Service struct {
	ID         string
	Office     string
	Visit      Visit
	Procedures []string // of the law, in the order of their ids; none = every procedure that has no service of its own
	Minutes    int      // of one visit, a multiple of Quantum
	Note       string   // about its capacity, for colleagues
	Active     bool
	Version    int64
}

// Check names what is wrong with a service by itself.
func (s Service) Check() error {
	var list fault.List
	if !slices.Contains(Visits(), s.Visit) {
		list = append(list, fault.Field("visit", "appointment.visit"))
	}
	if s.Minutes < MinVisit || s.Minutes > MaxVisit || s.Minutes%Quantum != 0 {
		list = append(list, fault.Field("minutes", "appointment.minutes", fault.Num("min", MinVisit), fault.Num("max", MaxVisit)))
	}
	if utf8.RuneCountInString(s.Note) > MaxNote {
		list = append(list, fault.Field("note", "appointment.note", fault.Num("n", MaxNote)))
	}
	return list.Err()
}

// Among names what is wrong with a service beside the others of its office: of one kind of visit, a procedure has one service, and one
// service stands for all procedures without their own. Otherwise nobody could say to which one a person belongs.
func (s Service) Among(others []Service) error {
	for _, o := range others {
		if o.ID == s.ID || !o.Active || !s.Active || o.Visit != s.Visit {
			continue
		}
		if len(s.Procedures)+len(o.Procedures) == 0 {
			return fault.Field("procedures", "appointment.service-twice")
		}
		for _, p := range s.Procedures {
			if slices.Contains(o.Procedures, p) {
				return fault.Field("procedures", "appointment.procedure-twice", fault.Text("procedure", p))
			}
		}
	}
	return nil
}

// Desk is a counter at which one person is received at a time.
type Desk struct {
	ID       string
	Office   string
	Name     string   // as people are called to it: "3"
	Services []string // their ids, in their order
	Active   bool
	Version  int64
}

// MaxDeskName bounds the name of a desk, in characters: it stands on a display.
const MaxDeskName = 20
