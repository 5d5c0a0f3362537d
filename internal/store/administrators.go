package store

import (
	"context"
	"fmt"

	"sejur/internal/access"
	"sejur/internal/locale"
	"sejur/internal/store/query"
)

// Administrators are the active administrators, as far as a letter to them needs to know.
func (s *Store) Administrators(ctx context.Context) ([]access.Account, error) {
	var out []access.Account
	err := s.Read(ctx, func(ctx context.Context, tx *Tx) error {
		rows, err := tx.q.ActiveAdministrators(ctx, limited(maxRows))
		if err != nil {
			return err
		}
		out, err = each(rows, func(r query.ActiveAdministratorsRow) (access.Account, error) {
			return access.Account{
				ID: r.ID, Kind: access.Staff, Email: r.Email, Name: r.Name, Lang: locale.Lang(r.Lang), State: access.Active,
				Roles: []access.Role{access.Administrator},
			}, nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the administrators: %w", err)
	}
	return out, nil
}
