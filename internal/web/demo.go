//go:build demo

package web

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/web/account"
	"sejur/internal/web/page"
)

// Cast are the people of a demo, in the order in which they are shown.
type Cast = []account.Made

// demoRoutes are the pages on which anybody signs in as anybody.
func (s *server) demoRoutes() []route {
	if s.accounts == nil || s.cast == nil {
		return nil
	}
	show := func(ctx context.Context, v *page.Visit) (page.Reply, error) {
		return account.Demo(ctx, s.accounts, s.cast, v)
	}
	return []route{
		{method: read, path: "/demo", who: applicants, may: access.Public, page: show},
		{method: write, path: "/demo", who: applicants, may: access.Public, page: show},
	}
}
