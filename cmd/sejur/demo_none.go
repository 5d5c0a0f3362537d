//go:build !demo

package main

// demoGrammar is empty: a release has no demo.
type demoGrammar struct{}
