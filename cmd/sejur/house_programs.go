package main

import "sejur/internal/api"

// programs are the desks that serve programs with a token of an account.
func (h *house) programs() *api.Desks {
	return &api.Desks{Accounts: h.desks.account, Persons: h.desks.persons, Filing: h.desks.filing, Uploads: h.desks.uploads, Issuing: h.desks.issuing}
}
