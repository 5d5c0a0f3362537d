package filing

import (
	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/document"
)

// File is what an applicant sees of what they sent in.
type File struct {
	Opened
	Case        casefile.Case
	Events      []casefile.Event     // the last first, without what was said; of the office without the account
	Thread      []casefile.Event     // what was said, the last first; of the office without the account
	Correction  *casefile.Correction // what is opened again; nil = nothing
	Mended      []string             // pages and documents of the correction to which something was done, as kind/ref
	Looks       []Look               // who of the office opened the case, the last first
	Receipt     document.ID          // "" = there is none
	Released    bool                 // the receipt can be fetched
	CanWithdraw bool
}

// Say is a message to the office about a case.
type Say struct {
	Application application.ID
	Body        string
}
