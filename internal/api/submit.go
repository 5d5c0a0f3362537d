package api

import (
	"sejur/internal/document"
	"sejur/internal/office/filing"
	"sejur/internal/reference"
)

// SubmitInput is what somebody says who sends an application in.
type SubmitInput struct {
	Office string `json:"office,omitempty" doc:"Which of several offices; the first when absent."`
}

// Submitted is what was sent in.
type Submitted struct {
	Reference    reference.Reference `json:"reference"`
	Receipt      *document.ID        `json:"receipt"`       // the id of the receipt among the account's documents
	StillChecked []string            `json:"still_checked"` // documents with a file that is still looked into: nobody waits for that
}

func (s *server) submit(c *call) (any, error) {
	var in SubmitInput
	if faults := read(c.body, &in); len(faults) > 0 {
		return nil, faults
	}
	out, err := s.desks.Filing.Submit(c.request.Context(), c.by, c.asked(), filing.Submit{
		Application: c.which(), Version: c.version, Office: in.Office, Lang: c.printer.Lang(),
	})
	if err != nil {
		return s.turned(c, err)
	}
	return Submitted{Reference: out.Reference, Receipt: unlessZero(out.Receipt), StillChecked: list(out.StillChecked)}, nil
}

func (s *server) withdraw(c *call) (any, error) {
	return s.turned(c, s.desks.Filing.Withdraw(c.request.Context(), c.by, c.asked(), c.which(), c.version))
}

func (s *server) sendCorrection(c *call) (any, error) {
	err := s.desks.Filing.SendCorrection(c.request.Context(), c.by, c.asked(), c.which(), c.version)
	return reply{}, stale(err, func() (any, error) {
		now, err := s.application(c)
		if err != nil {
			return nil, err
		}
		return now.(reply).body.(Application).Correction, nil
	}, nil)
}

func (s *server) receipt(c *call) (any, error) {
	f, err := s.desks.Filing.File(c.request.Context(), c.by, c.which(), c.printer.Lang())
	if err != nil {
		return nil, err
	}
	if f.Receipt == "" || !f.Released {
		return nil, notFound("")
	}
	pdf, err := s.desks.Issuing.Fetch(c.request.Context(), c.by, c.id, f.Receipt)
	if err != nil {
		return nil, err
	}
	return reply{body: pdf}, nil
}
