package ui

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.css script.js script_upload.js icon.svg
var files embed.FS

// order is the order of the style sheet: tokens, the bare elements, components, and last what print changes.
func order() []string {
	return []string{
		"tokens", "base", "layout", "button", "field", "errors", "list", "chip", "details", "notice", "strip",
		"timeline", "source", "checklist", "tools", "search", "data", "spans", "daystrip", "meter",
		"month", "week", "welcome", "changes", "account", "message", "table", "events", "filter", "passkey", "passport", "file", "upload", "verdict", "thread", "filing", "case", "print",
	}
}

// Sheet returns the one style sheet of the house.
func Sheet() ([]byte, error) {
	var b strings.Builder
	for _, name := range order() {
		part, err := files.ReadFile(name + ".css")
		if err != nil {
			return nil, fmt.Errorf("style sheet: %w", err)
		}
		b.Write(part)
	}
	return []byte(squeeze(b.String())), nil
}

// Script returns the one script of the house. Every page works without it.
func Script() ([]byte, error) {
	var out []byte
	for _, name := range []string{"script.js", "script_upload.js"} {
		part, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("script: %w", err)
		}
		out = append(out, part...)
	}
	return out, nil
}

// Icon returns the icon of the service as SVG.
func Icon() ([]byte, error) { return files.ReadFile("icon.svg") }

// squeeze drops line ends and indents, which mean nothing in these sheets.
func squeeze(css string) string {
	var b strings.Builder
	for line := range strings.Lines(css) {
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}
