// Package search finds things by the words people type: with and without diacritics, in any ending, forgiving a slip of the finger.
//
// It knows nothing of what it searches: an entry is some texts with weights. An index never changes and may be used by many
// goroutines at once.
package search

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// Field is a text of an entry; a word in a field of twice the weight counts twice.
type Field struct {
	Text   string
	Weight float64
}

// Hit is an entry that was found, by its place in the list that the index was made of.
type Hit struct {
	Entry int
	Score float64 // comparable within one answer
}

// Index is the words of a list of entries.
type Index struct {
	entries  int
	words    []string    // folded, in order
	postings [][]posting // by word
}

// posting says that a word stands in an entry, and how much it weighs there.
type posting struct {
	entry  int
	weight float64
}

// New makes the index of a list of entries.
func New(entries [][]Field) *Index {
	weights := map[string]map[int]float64{}
	for i, fields := range entries {
		for _, f := range fields {
			words := Words(f.Text)
			for _, w := range words {
				if weights[w] == nil {
					weights[w] = map[int]float64{}
				}
				weights[w][i] = max(weights[w][i], f.Weight*terse(len(words)))
			}
		}
	}
	x := &Index{entries: len(entries), words: slices.Sorted(maps.Keys(weights))}
	for _, w := range x.words {
		list := make([]posting, 0, len(weights[w]))
		for _, entry := range slices.Sorted(maps.Keys(weights[w])) {
			list = append(list, posting{entry, weights[w][entry]})
		}
		x.postings = append(x.postings, list)
	}
	return x
}

// terse makes a word of a short text weigh a little more than the same word among many.
func terse(words int) float64 { return 0.8 + 0.2/float64(words) }

const (
	maxQuery = 200  // bytes of a query that are read
	maxWords = 12   // words of a query that are looked for
	cutoff   = 0.35 // of the best score: what is weaker was found by accident
)

// Find returns the entries that fit the query best, the best first. Rare words count more than common ones; a word that nothing has is
// passed over.
func (x *Index) Find(query string, limit int) []Hit {
	scores := map[int]float64{}
	words := Words(strings.ToValidUTF8(query[:min(len(query), maxQuery)], ""))
	for _, w := range words[:min(len(words), maxWords)] {
		found := x.word(w)
		rarity := math.Log(float64(x.entries+1)/float64(len(found)+1)) + 0.01
		for entry, weight := range found {
			scores[entry] += weight * rarity
		}
	}
	hits := make([]Hit, 0, len(scores))
	best := 0.0
	for entry, score := range scores {
		hits = append(hits, Hit{entry, score})
		best = max(best, score)
	}
	hits = slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < cutoff*best })
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Entry, b.Entry))
	})
	return hits[:min(len(hits), limit)]
}

// How well a word fits what was typed.
const (
	exact   = 1
	begins  = 0.75 // the word goes on: "resid" finds residence
	related = 0.6  // another ending: "studies" finds student
	slip    = 0.5  // a letter or two are wrong
)

// word finds the entries of one folded word, each with its best weight. Slips are looked for only where nothing else fits.
func (x *Index) word(typed string) map[int]float64 {
	found := map[int]float64{}
	letters := []rune(typed)
	for i, w := range x.words {
		if fit := fits(typed, letters, w); fit > 0 {
			x.take(found, i, fit)
		}
	}
	if len(found) > 0 {
		return found
	}
	for i, w := range x.words {
		if slipped(letters, []rune(w)) {
			x.take(found, i, slip)
		}
	}
	return found
}

func (x *Index) take(found map[int]float64, word int, fit float64) {
	for _, p := range x.postings[word] {
		found[p.entry] = max(found[p.entry], p.weight*fit)
	}
}

// fits says how well a word of the index fits the typed one, 0 if it does not.
func fits(typed string, letters []rune, word string) float64 {
	switch {
	case word == typed:
		return exact
	case len(letters) >= 2 && strings.HasPrefix(word, typed):
		return begins
	case sameStem(letters, word):
		return related
	}
	return 0
}

// The longest ending that a word may have, and the least of it that must be the same.
const (
	longestEnding = 3
	shortestStem  = 4
)

// sameStem holds when two words differ in their endings only. It serves languages with many endings better than any list of them.
func sameStem(a []rune, word string) bool {
	if len(a) < shortestStem || word == "" || !strings.HasPrefix(word, string(a[0])) {
		return false
	}
	b := []rune(word)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= shortestStem && len(a)-n <= longestEnding && len(b)-n <= longestEnding
}

// slipped holds when the words are a slip apart: one in a word of four letters, two in one of eight.
func slipped(a, b []rune) bool {
	most := len(a) / 4
	if apart := len(a) - len(b); most == 0 || apart > 2 || apart < -2 {
		return false
	}
	return distance(a, b) <= min(most, 2)
}
