//go:build !demo

package web

// Cast is nobody: a release has no demo.
type Cast = struct{}

func (*server) demoRoutes() []route { return nil }
