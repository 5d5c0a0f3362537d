package api

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"sejur/internal/law"
)

// table is an answer as comma-separated values (RFC 4180), its first row the names of the columns.
type table struct {
	name string
	rows [][]string
}

// between stands between several values of one cell.
const between = "; "

// bytes writes the table. A cell that a spreadsheet would take for a formula begins with an apostrophe, as OWASP advises.
func (t table) bytes() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range t.rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				row[i] = "'" + cell
			}
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// rowsOf makes the rows of a list.
func rowsOf[T any](all func(*server, *call) []T, row func(T) []string) func(*server, *call) [][]string {
	return func(s *server, c *call) [][]string {
		var out [][]string
		for _, item := range all(s, c) {
			out = append(out, row(item))
		}
		return out
	}
}

// cells writes several values into one cell.
func cells[T any](list []T, word func(T) string) string {
	words := make([]string, len(list))
	for i, item := range list {
		words[i] = word(item)
	}
	return strings.Join(words, between)
}

// sources are the acts and pages of a statement, each once.
func sources(list []*law.Source) string {
	var words []string
	for _, s := range list {
		word := s.Title
		if s.ActName != "" {
			word = strings.TrimSuffix(s.ActName+" "+s.Article, " ")
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, between)
}

// known is empty where the law's data does not know it.
func known(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func yesNo(b bool) string { return strconv.FormatBool(b) }

func number(n int) string { return strconv.Itoa(n) }
