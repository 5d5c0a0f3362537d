package main

import (
	"fmt"

	"sejur/internal/office/casework"
	"sejur/internal/store"
)

// openCasework opens the first desk.
func (h *house) openCasework(guide guide) error {
	var err error
	h.desks.casework, err = casework.New(casework.Config{
		House: h.office(), Store: store.Desk(h.store, func(tx *store.Tx) casework.Tx { return tx }), Law: guide.law, Files: h.files,
	})
	if err != nil {
		return fmt.Errorf("open the first desk: %w", err)
	}
	return nil
}
