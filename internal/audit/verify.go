package audit

import (
	"encoding/hex"
	"slices"
)

// Break is what is wrong with a record.
type Break string

// The breaks.
const (
	Edited   Break = "edited"   // an entry, or its link, does not fit the chain from here on
	Removed  Break = "removed"  // a link whose entry is gone
	Gap      Break = "gap"      // a number of the chain is missing
	Unlinked Break = "unlinked" // an entry that no link holds, and that does not wait for the sealer either
	Cut      Break = "cut"      // the chain ends before an exported head
	Rewound  Break = "rewound"  // at the number of an exported head stands another hash: an old copy, or another history
	Unsigned Break = "unsigned" // an exported head whose signature is not the house's
)

// Finding is one break and where it is.
type Finding struct {
	Break Break  `json:"break"`
	Seq   int64  `json:"seq,omitempty"`   // in the chain
	Entry string `json:"entry,omitempty"` // its id
}

// Report is the result of a verification.
type Report struct {
	Links    int64     `json:"links"`    // read and whole
	Waiting  int64     `json:"waiting"`  // entries that the sealer has not linked yet: nothing vouches for them
	Heads    int       `json:"heads"`    // exported heads compared
	Vouched  int64     `json:"vouched"`  // up to this number an exported head vouches for the chain
	Findings []Finding `json:"findings"` // empty when nothing is wrong
}

// Whole tells that nothing was found.
func (r Report) Whole() bool { return len(r.Findings) == 0 }

// maxFindings bounds a report; a record that is broken in more places is broken.
const maxFindings = 100

// Verifier follows a chain from its first link and compares it with exported heads.
type Verifier struct {
	heads  []Head // in the order of Seq
	last   Link
	broken bool // the chain does not hold; the links after are compared with what they follow
	report Report
}

// NewVerifier begins a verification against exported heads, whose signatures the caller has checked.
func NewVerifier(heads []Head) *Verifier {
	sorted := slices.Clone(heads)
	slices.SortStableFunc(sorted, func(a, b Head) int { return int(a.Seq - b.Seq) })
	return &Verifier{heads: sorted, report: Report{Findings: []Finding{}}}
}

// After begins behind a link that the caller trusts, instead of before the first.
func (v *Verifier) After(link Link) { v.last = link }

// Last is the link that was followed last.
func (v *Verifier) Last() Link { return v.last }

// Find notes a break that the caller found.
func (v *Verifier) Find(f Finding) {
	if len(v.report.Findings) < maxFindings {
		v.report.Findings = append(v.report.Findings, f)
	}
}

// Link follows one link, in the order of the numbers. entry is nil when the entry it names is not there.
func (v *Verifier) Link(link Link, entry *Entry) {
	whole := true
	find := func(b Break) {
		whole = false
		v.Find(Finding{Break: b, Seq: link.Seq, Entry: link.Entry})
	}
	if link.Seq != v.last.Seq+1 {
		find(Gap)
	}
	switch {
	case entry == nil:
		find(Removed)
	case Next(Link{Seq: link.Seq - 1, Hash: v.last.Hash}, *entry).Hash != link.Hash:
		find(Edited)
	}
	if whole {
		v.report.Links++
	} else {
		v.broken = true
	}
	v.last = link
	v.compare(link)
}

// compare holds the exported heads of a number against its link.
func (v *Verifier) compare(link Link) {
	for len(v.heads) > 0 && v.heads[0].Seq <= link.Seq {
		head := v.heads[0]
		v.heads = v.heads[1:]
		v.report.Heads++
		switch {
		case head.Seq == 0: // exported before anything happened
		case head.Seq != link.Seq || head.Hash != hex.EncodeToString(link.Hash[:]):
			v.broken = true
			v.Find(Finding{Break: Rewound, Seq: head.Seq, Entry: link.Entry})
		case !v.broken:
			v.report.Vouched = head.Seq
		}
	}
}

// End closes the verification. waiting is the number of entries that wait for the sealer.
func (v *Verifier) End(waiting int64) Report {
	for _, head := range v.heads {
		if head.Seq == 0 {
			continue
		}
		v.Find(Finding{Break: Cut, Seq: head.Seq})
	}
	v.report.Heads += len(v.heads)
	v.report.Waiting = waiting
	return v.report
}
