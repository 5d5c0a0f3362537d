package law

import "sejur/internal/calendar"

// Status says how far a plan has come.
type Status string

// The three states of a plan.
const (
	NeedsAnswers Status = "needs-answers" // Next is not empty
	Complete     Status = "complete"      // nothing left to ask; something applies or may apply
	NoRoute      Status = "no-route"      // nothing left to ask and nothing fits
)

// Grade is how well a statement of the law is founded.
type Grade string

// The grades, best first. An unverified item is shown as "usually also asked" and decides nothing.
const (
	Official   Grade = "official"
	Secondary  Grade = "secondary"
	Unverified Grade = "unverified"
)

// Plan is what the law says to one situation on one day, in one language. It is the answer of the page, the API and the command line alike.
type Plan struct {
	On       calendar.Date `json:"on"`
	Law      string        `json:"law"` // version id of the law
	Status   Status        `json:"status"`
	Next     []Question    `json:"next"`
	Routes   []Route       `json:"routes"`
	Possible []Possible    `json:"possible"`
	Excluded []Excluded    `json:"excluded"`
	Ignored  []string      `json:"ignored,omitempty"` // facts given that make no sense here

	// Sharpen lists facts that are never asked but would make a route more exact (the end of the studies).
	Sharpen []Question `json:"-"`
}

// Question asks for one fact.
type Question struct {
	Fact    string   `json:"fact"`
	Text    string   `json:"text"`
	Hint    string   `json:"hint,omitempty"`
	Why     string   `json:"-"` // why we ask
	Kind    Kind     `json:"kind"`
	Options []Option `json:"options"`
	Decides []string `json:"decides"` // ids of the procedures it can change

	Min, Max int  `json:"-"` // bounds of a number; both 0 = none
	Past     bool `json:"-"` // a date that cannot lie after On
}

// Option is one answer of a choice.
type Option struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Source is where a statement comes from.
type Source struct {
	Act     string `json:"act,omitempty"`
	Article string `json:"article,omitempty"`
	Title   string `json:"title"`
	URL     string `json:"url,omitempty"`
	Seed    *int   `json:"seed,omitempty"`
	Checked string `json:"checked"`
	Grade   Grade  `json:"grade"`

	ActName string `json:"-"` // the act as the language names it: OUG 194/2002
}

// Reason is one sentence with its law.
type Reason struct {
	ID      string    `json:"id,omitempty"` // the clause it comes from
	Text    string    `json:"text"`
	Sources []*Source `json:"sources"`
}

// Route is a procedure that applies, with everything it asks.
type Route struct {
	Procedure     string         `json:"procedure"`
	Title         string         `json:"title"`
	TitleRO       string         `json:"title_ro"`
	Summary       string         `json:"summary,omitempty"`
	Gives         string         `json:"gives,omitempty"` // what it lets its holder do, where that is said
	Why           []Reason       `json:"why"`
	Authority     string         `json:"authority"` // id
	AuthorityName string         `json:"authority_name,omitempty"`
	Offices       []string       `json:"offices"`                // ids, the nearest first
	OfficesOpen   []string       `json:"offices_open,omitempty"` // facts that decide the office
	Filing        string         `json:"filing"`                 // preparation | filing | counter | elsewhere | none
	FilingText    string         `json:"-"`
	Form          string         `json:"form,omitempty"`
	Apply         *Apply         `json:"apply"`
	Documents     []PlanDocument `json:"documents"`
	NotNeeded     []NotNeeded    `json:"not_needed"`
	Fees          []Fee          `json:"fees"`
	Processing    *Processing    `json:"processing"`
	Output        *Output        `json:"output"`
	Steps         []Note         `json:"steps"`
	Duties        []Note         `json:"duties"`
	Warnings      []Note         `json:"warnings"`
	Grounds       []Reason       `json:"grounds"` // of refusal
	Contest       *Contest       `json:"contest"`
	Dates         []PlanDate     `json:"dates"` // everything dated, in order: the timeline
}

// Apply says when to apply.
type Apply struct {
	From      *calendar.Date `json:"from"`
	By        *calendar.Date `json:"by"`         // the law's last day, unrolled
	RollsTo   *calendar.Date `json:"rolls_to"`   // next working day when By is closed and the term may roll
	AdvisedBy *calendar.Date `json:"advised_by"` // a working day that is safe under every reading
	Basis     string         `json:"basis"`
	Sources   []*Source      `json:"sources"`
	Open      []string       `json:"open,omitempty"` // facts that decide the date

	// ClosedBecause names why By is a closed day, "" when it is not.
	ClosedBecause string `json:"-"`
}

// PlanDocument is one paper to bring.
type PlanDocument struct {
	ID          string         `json:"id"`
	Title       string         `json:"title"`
	TitleRO     string         `json:"title_ro"`
	Forms       []string       `json:"forms"`       // original, copy
	Formalities []string       `json:"formalities"` // translation, legalisation, apostille, superlegalisation
	Because     string         `json:"because"`
	FreshUntil  *calendar.Date `json:"fresh_until"` // a paper issued on On (or on its known day of issue) is good until then
	Sources     []*Source      `json:"sources"`
	Grade       Grade          `json:"grade"`
	Open        []string       `json:"open,omitempty"` // facts that decide whether it is asked, or its formalities
	Amount      *Money         `json:"amount,omitempty"`

	Undecided  bool     `json:"-"` // whether it is asked at all is open
	Kind       string   `json:"-"` // passport, means, …
	Hint       string   `json:"-"`
	Where      string   `json:"-"` // where to get it
	Issuer     string   `json:"-"` // id; groups the checklist
	IssuerName string   `json:"-"`
	Notes      []string `json:"-"` // cautions on its formalities
}

// NotNeeded is a paper or fee a person might expect and need not bring.
type NotNeeded struct {
	ID      string    `json:"id"`
	Title   string    `json:"-"`
	Because string    `json:"because"`
	Sources []*Source `json:"sources"`
}

// Money is an exact decimal amount.
type Money struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// Fee is a line to pay. Amount is nil when the law's figure is not known: ask the office.
type Fee struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Amount   *string   `json:"amount"`
	Currency string    `json:"currency,omitempty"`
	Grade    Grade     `json:"grade"`
	Sources  []*Source `json:"sources"`
	Open     []string  `json:"open,omitempty"`
}

// Processing is the authority's term.
type Processing struct {
	SameDay       bool      `json:"same_day"`
	Days          int       `json:"days"`
	Unit          string    `json:"unit"` // calendar | working | months
	ExtensionDays int       `json:"extension_days"`
	Starts        string    `json:"starts"` // submission | lodging | registration
	Sources       []*Source `json:"sources"`
	Open          []string  `json:"open,omitempty"`
}

// Output is the document that comes out.
type Output struct {
	Document string    `json:"document"` // id
	Title    string    `json:"title"`
	Validity Validity  `json:"validity"`
	Sources  []*Source `json:"sources"`
	Open     []string  `json:"open,omitempty"`
}

// Validity uses ISO 8601 periods; each part is nil where the law does not say it.
type Validity struct {
	AtMost  *string        `json:"at_most"`
	AtLeast *string        `json:"at_least"`
	Until   *calendar.Date `json:"until"` // left out where at_most ends it earlier
	Rule    *string        `json:"rule"`  // what the end follows from, in words, while its day is not known
}

// Note is a step, a duty or a warning.
type Note struct {
	ID      string         `json:"id"`
	Text    string         `json:"text"`
	Date    *calendar.Date `json:"date,omitempty"` // when the note has one
	URL     string         `json:"url,omitempty"`
	Urgent  bool           `json:"urgent,omitempty"` // time is running out, or has run out
	Grade   Grade          `json:"grade"`
	Sources []*Source      `json:"sources"`
}

// Contest says where and until when a decision can be fought. Where "none" = the law bars it.
type Contest struct {
	Where     string         `json:"where"` // court id
	WhereName string         `json:"where_name"`
	Days      int            `json:"days"`
	Unit      string         `json:"unit"`
	Suspends  *bool          `json:"suspends"` // nil = the law does not say
	SafeBy    *calendar.Date `json:"safe_by"`  // last working day on or before the end of the term, when the day of notice is known
	Sources   []*Source      `json:"sources"`
}

// PlanDate is one point of the timeline.
type PlanDate struct {
	ID   string        `json:"id"` // today, from, advised_by, by, rolls_to, title_expires, decision, extended, until, contest_by, a note's id
	Date calendar.Date `json:"date"`
	Text string        `json:"text"` // short label
}

// Possible is a procedure still open.
type Possible struct {
	Procedure string   `json:"procedure"`
	Title     string   `json:"title"`
	Undecided []string `json:"undecided"`         // facts
	Because   []Reason `json:"because,omitempty"` // what the law itself does not say
}

// Excluded is a procedure ruled out, with its first false clause (or all of them).
type Excluded struct {
	Procedure string   `json:"procedure"`
	Title     string   `json:"title"`
	Because   []Reason `json:"because"`

	// Near is true when what the person wants matches and something else rules it out: pages show those and fold the rest.
	Near bool `json:"-"`

	// Passed is how many clauses came before the one that fails: the more, the nearer the miss.
	Passed int `json:"-"`
}
