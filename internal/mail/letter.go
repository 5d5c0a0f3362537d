package mail

import "sejur/internal/office"

// Letter is one e-mail that the office sends: which one, to whom, in which language. It holds no sentence; Render finds those. A language
// that the service does not speak counts as Romanian, and the values are exactly those that the template names, in the form it wants.
type Letter = office.Letter
