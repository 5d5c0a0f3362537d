package seal

import (
	"slices"
	"strings"
)

// Difference is a value on the paper that is not the one in its seal.
type Difference struct {
	Field           string // the feature; of a machine-readable zone the field of it, "MRZ.birth_date"
	Sealed, Printed string // "" when there is none
}

// Differences compares what is printed on the paper, by the names of features, with what is sealed, in the order of the seal; what is printed
// and not sealed comes last. Features that are not in printed are not compared. The zone of a paper goes by the name of its feature or
// simply by "MRZ", its lines joined by a newline. Whether letters are small, spaces at the ends, and < for a space are no difference.
//
// A valid seal says that the office sealed these values; that they are the values of this paper, only the comparison says.
func (s Seal) Differences(printed map[string]string) []Difference {
	var out []Difference
	compared := map[string]bool{}
	for _, f := range s.Features {
		name := f.Name
		text, ok := printed[name]
		if !ok && f.Coding.isMRZ() {
			name = "MRZ"
			text, ok = printed[name]
		}
		if !ok {
			continue
		}
		compared[name] = true
		if f.Coding.isMRZ() && strings.Contains(f.Value, "\n") {
			out = append(out, zoneDifferences(name, f, text)...)
			continue
		}
		if f.Coding.plain(f.Value) != f.Coding.plain(text) {
			out = append(out, Difference{name, f.Value, text})
		}
	}
	var unsealed []string
	for name := range printed {
		if !compared[name] {
			unsealed = append(unsealed, name)
		}
	}
	slices.Sort(unsealed)
	for _, name := range unsealed {
		out = append(out, Difference{Field: name, Printed: printed[name]})
	}
	return out
}

// plain is a value without what makes no difference.
func (c Coding) plain(text string) string {
	text = strings.TrimSpace(text)
	switch c {
	case C40, MRZ, MRVA, MRVB:
		return strings.TrimSpace(strings.ReplaceAll(strings.ToUpper(text), "<", " "))
	case Bytes, Masked:
		return strings.ToLower(text)
	case UTF8, Byte, Date, Stamp:
	}
	return text
}

// place is where a field of a machine-readable zone stands.
type place struct {
	field      string
	line       int
	start, end int // of the line; an end of 0 is its end
}

// places are the fields of zones of two lines, and of those of three (Doc 9303-4 to 9303-7).
func places(lines int) []place {
	if lines == 3 {
		return []place{
			{"document_code", 0, 0, 2}, {"issuer", 0, 2, 5}, {"document_number", 0, 5, 14}, {"optional_data", 0, 15, 0},
			{"birth_date", 1, 0, 6}, {"sex", 1, 7, 8}, {"expiry_date", 1, 8, 14}, {"nationality", 1, 15, 18},
			{"optional_data_2", 1, 18, 29}, {"name", 2, 0, 0},
		}
	}
	return []place{
		{"document_code", 0, 0, 2}, {"issuer", 0, 2, 5}, {"name", 0, 5, 0},
		{"document_number", 1, 0, 9}, {"nationality", 1, 10, 13}, {"birth_date", 1, 13, 19}, {"sex", 1, 20, 21},
		{"expiry_date", 1, 21, 27}, {"optional_data", 1, 28, 0},
	}
}

// zoneDifferences names the fields of a zone that differ. Of a visa only what is sealed is compared: the end of the second line is not.
func zoneDifferences(name string, f Feature, text string) []Difference {
	sealed := strings.Split(f.Value, "\n")
	lines := strings.Fields(strings.ToUpper(text))
	if len(lines) != len(sealed) {
		return []Difference{{name, f.Value, text}}
	}
	var out []Difference
	rest := false
	for i, line := range lines {
		if f.Coding != MRZ && i == 1 && len(line) > len(sealed[i]) {
			lines[i] = line[:len(sealed[i])]
		}
		if len(lines[i]) != len(sealed[i]) {
			return []Difference{{name, f.Value, text}}
		}
		rest = rest || lines[i] != sealed[i]
	}
	for _, p := range places(len(sealed)) {
		end := p.end
		if end == 0 {
			end = len(sealed[p.line])
		}
		if p.start >= end {
			continue
		}
		if a, b := sealed[p.line][p.start:end], lines[p.line][p.start:end]; a != b {
			out = append(out, Difference{name + "." + p.field, a, b})
		}
	}
	if rest && len(out) == 0 { // only check digits differ
		return []Difference{{name, f.Value, text}}
	}
	return out
}
