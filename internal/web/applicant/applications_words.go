package applicant

import (
	"strconv"
	"strings"

	"sejur/internal/web/page"
)

// versionText writes the version that a form was drawn with.
func versionText(version int64) string { return strconv.FormatInt(version, 10) }

// versionOf is the version that the reader saw; no number is no version that there is.
func versionOf(f *page.Form) int64 {
	n, err := strconv.ParseInt(f.Text(inVersion), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// doneFiling is what begins the words of what a form of these pages did.
const doneFiling = "filing-"

// filingDone says what a form did just before.
//
//locale:uses filing.done.*
func filingDone(v *page.Visit) string {
	what, _ := v.Done()
	if key := "filing.done." + strings.TrimPrefix(what, doneFiling); what != "" && v.P.Has(key) {
		return v.P.T(key)
	}
	return ""
}
