package ui

// Passkey is a form that asks the browser for a passkey and posts what it answers as JSON in "credential". Without scripts, or in a browser
// that knows no passkeys, Missing stands there in its place.
type Passkey struct {
	Action  string // to which it is posted
	Options string // JSON of PublicKeyCredentialCreationOptions or …RequestOptions, alone or under "publicKey"
	Create  bool   // make a new one; false = use one
	Text    string // of the button
	Missing string // that and why it does not work here
	// What is said when it does not come to a passkey.
	Cancelled string // the reader said no, or took too long
	Known     string // the device has one for this account already
	Failed    string
}

func (k Passkey) does() string {
	if k.Create {
		return "create"
	}
	return "get"
}
