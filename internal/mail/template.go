package mail

import (
	"fmt"
	"strconv"
	"time"

	"sejur/internal/calendar"
	"sejur/internal/locale"
)

// form is what a value of a letter may look like. There is none for free text, on purpose: nothing that a stranger wrote, and no
// name, can stand in a mail of the office.
type form int

const (
	code   form = iota // digits, capital letters and hyphens, at most 16: shown alone and large
	count              // a whole number from 0
	serial             // the same, shown without separators
	hash               // 64 hexadecimal digits: shown alone
	moment             // an instant as RFC 3339 has it; shown as day and hour in Bucharest
	day                // a day as ISO 8601 has it
)

// template is one e-mail: the values it needs, and what it says, line by line.
type template struct {
	args    map[string]form
	subject string // key
	says    []string
}

// A line of a template is the key of a message, or, with this mark, the name of a value that stands alone.
const alone = "="

// templates lists every e-mail of the house.
func templates() map[string]template {
	at := map[string]form{"at": moment}
	codeArgs := map[string]form{"code": code, "minutes": count}
	return map[string]template{
		"sign-in-code": {codeArgs, "mail.sign-in-code.subject",
			[]string{"mail.sign-in-code.lead", alone + "code", "mail.code.valid", "mail.code.never"}},
		"email-change-code": {codeArgs, "mail.email-change-code.subject",
			[]string{"mail.email-change-code.lead", alone + "code", "mail.code.valid", "mail.code.never"}},
		"new-device": {at, "mail.new-device.subject",
			[]string{"mail.new-device.lead", "mail.you", "mail.new-device.not-you", "mail.counter"}},
		"passkey-added": {at, "mail.passkey-added.subject",
			[]string{"mail.passkey-added.lead", "mail.you", "mail.passkey-added.not-you", "mail.counter"}},
		"passkey-removed": {at, "mail.passkey-removed.subject",
			[]string{"mail.passkey-removed.lead", "mail.you", "mail.passkey-removed.not-you", "mail.counter"}},
		"email-change-asked": {at, "mail.email-change-asked.subject",
			[]string{"mail.email-change-asked.lead", "mail.you", "mail.email-change-asked.not-you", "mail.counter"}},
		"email-changed": {at, "mail.email-changed.subject",
			[]string{"mail.email-changed.lead", "mail.you", "mail.not-you"}},
		"account-ended": {at, "mail.account-ended.subject",
			[]string{"mail.account-ended.lead", "mail.account-ended.unasked"}},
		"recovery-done": {at, "mail.recovery-done.subject",
			[]string{"mail.recovery-done.lead", "mail.you", "mail.not-you"}},
		// The one-time link is handed over in person: a link in a mail would teach people to follow links in mails.
		"staff-invitation": {nil, "mail.staff-invitation.subject",
			[]string{"mail.staff-invitation.lead", "mail.staff-invitation.link", "mail.staff-invitation.unexpected"}},
		"message-waiting": {nil, "mail.message-waiting.subject",
			[]string{"mail.message-waiting.lead", "mail.message-waiting.open"}},
		// What becomes of an application is told with its instant alone: which one it is, and what is asked, stands behind the sign-in.
		"filing-received": {at, "mail.filing-received.subject",
			[]string{"mail.filing-received.lead", "mail.filing-received.next", "mail.filing.unasked"}},
		"filing-returned": {at, "mail.filing-returned.subject",
			[]string{"mail.filing-returned.lead", "mail.filing-returned.next"}},
		"filing-reminder": {map[string]form{"day": day}, "mail.filing-reminder.subject", // the last day of the term
			[]string{"mail.filing-reminder.lead", "mail.filing-returned.next"}},
		"filing-asked": {at, "mail.filing-asked.subject",
			[]string{"mail.filing-asked.lead", "mail.filing-asked.next"}},
		"filing-message": {at, "mail.filing-message.subject",
			[]string{"mail.filing-message.lead", "mail.message-waiting.open"}},
		"filing-accepted": {at, "mail.filing-accepted.subject",
			[]string{"mail.filing-accepted.lead", "mail.filing-accepted.next"}},
		"filing-withdrawn": {at, "mail.filing-withdrawn.subject",
			[]string{"mail.filing-withdrawn.lead", "mail.you", "mail.filing.unasked"}},
		"draft-removal": {at, "mail.draft-removal.subject", // the instant is the one of the removal
			[]string{"mail.draft-removal.lead", "mail.draft-removal.keep", "mail.draft-removal.drop"}},
		"token-made": {at, "mail.token-made.subject",
			[]string{"mail.token-made.lead", "mail.you", "mail.token-made.not-you", "mail.counter"}},
		// The head of the audit log, outside the house: who cuts the log's end off later is found by it.
		"daily-heads": {map[string]form{"at": moment, "seq": serial, "hash": hash, "failed": count, "unsent": count},
			"mail.daily-heads.subject", []string{"mail.daily-heads.lead", alone + "hash", "mail.daily-heads.keep",
				"mail.daily-heads.failed", "mail.daily-heads.unsent"}},
		"test": {at, "mail.test.subject", []string{"mail.test.lead"}},
	}
}

// values reads the arguments of a letter in the forms that the template wants. One too few, one too many or one in another form is an
// error: the caller is wrong, not the reader.
func (t template) values(p *locale.Printer, args map[string]string) (map[string]locale.Arg, error) {
	out := make(map[string]locale.Arg, len(args))
	for name := range args {
		if _, known := t.args[name]; !known {
			return nil, fmt.Errorf("the template has no value %q", name)
		}
	}
	for name, f := range t.args {
		value, given := args[name]
		if !given {
			return nil, fmt.Errorf("the value %q is missing", name)
		}
		arg, ok := f.read(p, name, value)
		if !ok {
			return nil, fmt.Errorf("the value %q has not the form that the template wants", name) // the value may be a secret
		}
		out[name] = arg
	}
	return out, nil
}

// read makes a value fit to be shown; the answer is false if it has another form.
func (f form) read(p *locale.Printer, name, value string) (locale.Arg, bool) {
	const digits, capitals, hex = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789abcdef"
	switch f {
	case code:
		return locale.Str(name, value), len(value) <= 16 && made(value, digits+capitals+"-")
	case hash:
		return locale.Str(name, value), len(value) == 64 && made(value, hex)
	case serial:
		return locale.Str(name, value), len(value) <= 19 && made(value, digits)
	case count:
		n, err := strconv.Atoi(value)
		return locale.Num(name, n), err == nil && n >= 0
	case day:
		on, err := calendar.Parse(value)
		if err != nil {
			return locale.Arg{}, false
		}
		return locale.Str(name, p.Date(on)), true
	case moment:
		at, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return locale.Arg{}, false
		}
		at = at.In(calendar.Bucharest())
		return locale.Str(name, p.T("mail.moment", locale.Str("date", p.Date(at)), locale.Str("time", at.Format("15:04")))), true
	}
	return locale.Arg{}, false
}

// grouped writes a value that stands alone as it is read and typed most easily: eight digits are two times four.
func (f form) grouped(value string) string {
	if f == code && len(value) == 8 && made(value, "0123456789") {
		return value[:4] + " " + value[4:]
	}
	return value
}
