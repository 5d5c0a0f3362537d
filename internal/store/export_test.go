package store

// OwnedByPerson are the names of the tables of which a person owns rows, in the order in which they are emptied.
func OwnedByPerson() []string {
	var out []string
	for _, o := range ownedByPerson() {
		out = append(out, o.table)
	}
	return out
}
