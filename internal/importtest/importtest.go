// Package importtest keeps the arrows of the house: which room may import which (docs/ARCHITECTURE.md). Its test reads
// the imports of every source file and fails on any arrow that the table does not draw.
package importtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Module is the import path that all our packages begin with.
const Module = "sejur"

// File is what one source file says about arrows.
type File struct {
	Path    string   // slash-separated, from the root of the module
	Package string   // the name in its package clause
	Dir     string   // the directory, "." for the root
	Imports []string // import paths, ours and others'
	Clock   bool     // it asks the machine for the time
	Test    bool     // its name ends in _test.go
}

// Read returns every Go file under root, except what other tools installed or built.
func Read(root fs.FS) ([]File, error) {
	var files []File
	fset := token.NewFileSet()
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if skipped(name) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, describe(name, parsed))
		return nil
	})
	return files, err
}

func skipped(dir string) bool {
	base := path.Base(dir)
	return base == "node_modules" || base == "testdata" || base == "build" || (strings.HasPrefix(base, ".") && base != ".")
}

func describe(name string, parsed *ast.File) File {
	f := File{Path: name, Package: parsed.Name.Name, Dir: path.Dir(name), Test: strings.HasSuffix(name, "_test.go")}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser accepts quoted strings only
		}
		f.Imports = append(f.Imports, imported)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && readsClock(sel) {
			f.Clock = true
		}
		return true
	})
	return f
}

// readsClock reports whether the expression is one of the standard library's ways to ask for the present moment.
func readsClock(sel *ast.SelectorExpr) bool {
	pkg, ok := sel.X.(*ast.Ident)
	if !ok || pkg.Name != "time" {
		return false
	}
	switch sel.Sel.Name {
	case "Now", "Since", "Until", "After", "Tick", "Sleep":
		return true
	}
	return false
}
