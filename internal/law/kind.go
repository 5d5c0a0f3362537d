package law

// Kind is the kind of a fact; the list is closed and a new kind is code.
type Kind string

// The kinds of facts.
const (
	KindCountry Kind = "country"
	KindCounty  Kind = "county"
	KindDate    Kind = "date"
	KindChoice  Kind = "choice"
	KindYesNo   Kind = "yes-no"
	KindNumber  Kind = "number"
	KindPeriods Kind = "periods"
)
