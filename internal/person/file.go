package person

// How much a file holds at most. Nobody has been known to need more; it bounds what one account can make the office keep.
const (
	MaxPapers    = 20
	MaxAddresses = 50
	MaxStays     = 200
	MaxTitles    = 50
)

// Item is one thing in a person's file, as it is kept.
type Item[T any] struct {
	ID      string
	Version int64 // grows with every change; a change names the version that it saw
	Value   T
}

// File is all that is kept of a person.
type File struct {
	Person
	Version   int64           // of the person, without the items
	Papers    []Item[Paper]   // those still held first, then by the day on which they expire, the last first
	Addresses []Item[Address] // those of today first, then the last first
	Stays     []Item[Stay]    // the last first
	Titles    []Item[Title]   // the last first
}

// Masked is the file as it is shown before anybody asks for a number: of every identity number its last letters.
func (f File) Masked() File {
	f.CNP = Masked(f.CNP)
	f.Papers = masked(f.Papers, func(p *Paper) { p.Number = Masked(p.Number) })
	f.Titles = masked(f.Titles, func(t *Title) { t.Number = Masked(t.Number) })
	return f
}

// masked changes copies: a slice may be shared with whoever asked for the whole file.
func masked[T any](items []Item[T], mask func(*T)) []Item[T] {
	out := make([]Item[T], len(items))
	for i, item := range items {
		mask(&item.Value)
		out[i] = item
	}
	return out
}

// shown is how many letters of a number are shown; of a number shorter than twice as many none are.
const shown = 3

// Masked is a number as it is shown before anybody asks for it: the last three letters and digits behind an ellipsis. Of a short
// number nothing is left, and no number stays none.
func Masked(number string) string {
	if number == "" {
		return ""
	}
	letters := []rune(Canonical(number))
	if len(letters) < 2*shown {
		return "…"
	}
	return "…" + string(letters[len(letters)-shown:])
}
