// Package verdict says what a paper is that somebody holds in their hands: genuine, altered, revoked, lost, expired, or nothing that can be
// judged here. The same code judges in the command `sejur verify`, on the public page and, compiled to WebAssembly, in a browser without a
// network: there is one answer, wherever it is asked for.
//
// It stands on the seal alone, on the keys that are published for checking it, and on the list of what was revoked since. It knows no
// clock, no words and no store.
package verdict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"sejur/internal/reference"
	"sejur/internal/seal"
)

// Status is what a paper is.
type Status string

// The statuses.
const (
	Genuine Status = "genuine" // the office issued a paper that says this, and it stands
	Altered Status = "altered" // it is not what the office issued
	Revoked Status = "revoked" // the office issued it and took it back
	Lost    Status = "lost"    // the office issued it, and it was reported lost or stolen
	Expired Status = "expired" // the office issued it, and its last day is over
	Unknown Status = "unknown" // nothing can be said about it here
)

// Statuses are all statuses.
func Statuses() []Status { return []Status{Genuine, Altered, Revoked, Lost, Expired, Unknown} }

// Why says how it came to a status that several things lead to. Pages have words for each.
type Why string

// The reasons. A status that needs none has the zero Why.
const (
	Forged        Why = "forged"         // altered: the signature does not belong to these facts
	FileChanged   Why = "file-changed"   // altered: the file is not as it was signed
	OtherFacts    Why = "other-facts"    // altered: seal and file, or seal and office, do not say the same
	KeyNotInUse   Why = "key-not-in-use" // altered: the key signed nothing on that day
	UnknownSigner Why = "unknown-signer" // unknown: no published key is the signer's
	UnknownCurve  Why = "unknown-curve"  // unknown: the key is of a kind that is not checked here
	UnknownCode   Why = "unknown-code"   // unknown: nothing was released under the code
	NoSeal        Why = "no-seal"        // unknown: what was read is no seal, or the file has none
	Unreadable    Why = "unreadable"     // unknown: no code could be read in the picture
)

// Reasons are all reasons.
func Reasons() []Why {
	return []Why{Forged, FileChanged, OtherFacts, KeyNotInUse, UnknownSigner, UnknownCurve, UnknownCode, NoSeal, Unreadable}
}

// Note is what somebody must know beside a verdict.
type Note string

// The notes.
const (
	NoList   Note = "no-list"  // no list of revoked papers was at hand: only the office knows whether it stands
	OldList  Note = "old-list" // the list is older than it should be: it may be revoked since
	Specimen Note = "specimen" // a trial made it: it is worth nothing
)

// Notes are all notes.
func Notes() []Note { return []Note{NoList, OldList, Specimen} }

// Verdict is what a paper is, and what whoever asks needs to compare. Days are "YYYY-MM-DD".
type Verdict struct {
	Status   Status `json:"status"`
	Why      Why    `json:"why,omitempty"`
	Document string `json:"document"`        // which kind of paper, "" when it is not known
	Facts    Facts  `json:"facts"`           // what the office issued; the paper must say the same. Of what is not the office's: what it says
	Since    string `json:"since,omitempty"` // since when it is revoked or lost; of an expired paper its last day
	Notes    []Note `json:"notes,omitempty"`
	On       string `json:"on"` // the day for which it was judged

	Signer      string `json:"signer,omitempty"`
	Certificate string `json:"certificate,omitempty"`
	Signed      string `json:"signed,omitempty"` // the day of the signature

	ListNumber int64  `json:"list_number,omitempty"` // of the list of revoked papers that was looked at
	ListIssued string `json:"list_issued,omitempty"`
	ListNext   string `json:"list_next,omitempty"` // by when the next one is there
}

// Fact is one thing that a paper says.
type Fact struct{ Name, Value string }

// Facts are the facts of a paper in the order in which it has them. As JSON they are one object.
type Facts []Fact

// Get is the value of a fact, "" when there is none.
func (f Facts) Get(name string) string {
	for _, fact := range f {
		if fact.Name == name {
			return fact.Value
		}
	}
	return ""
}

// MarshalJSON keeps the order.
func (f Facts) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, fact := range f {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, text := range []string{fact.Name, fact.Value} {
			quoted, err := json.Marshal(text)
			if err != nil {
				return nil, fmt.Errorf("write a fact: %w", err)
			}
			if j > 0 {
				b.WriteByte(':')
			}
			b.Write(quoted)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Has tells whether a note stands beside the verdict.
func (v Verdict) Has(note Note) bool {
	for _, n := range v.Notes {
		if n == note {
			return true
		}
	}
	return false
}

// Judge knows what is needed to judge without asking anybody.
type Judge struct {
	Keys  Keyring
	List  List   // the zero List = none is at hand
	Today string // the legal day
}

// Nothing is the verdict on what could not be judged.
func (j Judge) Nothing(why Why) Verdict {
	return Verdict{Status: Unknown, Why: why, On: j.Today}
}

// Seal judges the bytes of a seal.
func (j Judge) Seal(raw []byte) Verdict {
	s, err := seal.Parse(raw)
	if err != nil {
		return j.Nothing(NoSeal)
	}
	v := Verdict{
		Document: strings.TrimPrefix(strings.ToLower(s.Kind()), "sejur_"), Facts: factsOf(s), On: j.Today,
		Signer: s.Signer, Certificate: seal.Reference(s.Certificate), Signed: s.Header.Signed,
	}
	held := s.Verify(j.Keys)
	switch held.Status {
	case seal.Valid:
	case seal.Invalid:
		v.Status, v.Why = Altered, Forged
		return v
	case seal.UnknownSigner:
		v.Status, v.Why = Unknown, UnknownSigner
		return v
	case seal.UnknownCurve:
		v.Status, v.Why = Unknown, UnknownCurve
		return v
	}
	key, _ := j.Keys.find(s.Signer, v.Certificate) // by which it was verified
	if key.Specimen {
		v.Notes = append(v.Notes, Specimen)
	}
	if v.Signed < key.From || v.Signed > key.Until {
		v.Status, v.Why = Altered, KeyNotInUse
		return v
	}
	v.Status = Genuine
	if until := v.Facts.Get("valid_until"); until != "" && until < j.Today {
		v.Status, v.Since = Expired, until
	}
	if j.List.Number == 0 {
		v.Notes = append(v.Notes, NoList)
		return v
	}
	v.ListNumber, v.ListIssued, v.ListNext = j.List.Number, day(j.List.Issued), day(j.List.Next)
	if v.ListNext < j.Today {
		v.Notes = append(v.Notes, OldList)
	}
	if entry, ok := j.List.find(s); ok {
		v.Status, v.Since = entry.Status, entry.Since
	}
	return v
}

// factsOf are the facts of a seal, by the names of its definition in small letters, written as the paper has them.
func factsOf(s seal.Seal) Facts {
	facts := Facts{{"issued", s.Issued}}
	for _, f := range s.Features {
		value := f.Value
		switch f.Name {
		case "FACTS_HASH": // for whoever has the facts: no reader compares it with a paper
			continue
		case "CODE":
			value = reference.Reference(value).String()
		case "NAME": // as a machine-readable zone has it
			value = strings.TrimSpace(strings.NewReplacer("<<", ", ", "<", " ").Replace(value))
		}
		facts = append(facts, Fact{strings.ToLower(f.Name), value})
	}
	return facts
}

// day is the day of an instant in the form of RFC 3339.
func day(instant string) string {
	day, _, _ := strings.Cut(instant, "T")
	return day
}
