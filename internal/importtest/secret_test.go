package importtest

import (
	"go/ast"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// secretWord ends the name of what must not be compared byte after byte: who measures how long it took learns how much was right.
func secretWord() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(token|secret|mark|nonce|verifier|password|signature|challenge|seal|mac)$`)
}

// known are comparisons of what is called like a secret and is none.
func known() []string {
	return []string{"internal/jobs/try.go: t.Token == j.Token"} // the number of a lease
}

// compared lists the comparisons with == and != in the program under root of something that is called like a secret, as "file: expression".
func compared(root fs.FS) ([]string, error) {
	var out []string
	err := program(root, func(name string, fset *token.FileSet, parsed *ast.File) {
		ast.Inspect(parsed, func(n ast.Node) bool {
			if e, ok := n.(*ast.BinaryExpr); ok && (e.Op == token.EQL || e.Op == token.NEQ) && betrays(e) {
				var text strings.Builder
				_ = printer.Fprint(&text, fset, e) // a Builder takes everything
				out = append(out, name+": "+text.String())
			}
			return true
		})
	})
	return out, err
}

// betrays tells whether two values are compared of which one is called like a secret. That there is none ("", nil) is no secret.
func betrays(e *ast.BinaryExpr) bool {
	for _, side := range []ast.Expr{e.X, e.Y} {
		switch side := side.(type) {
		case *ast.BasicLit:
			return false
		case *ast.Ident:
			if side.Name == "nil" {
				return false
			}
		}
	}
	return secretWord().MatchString(called(e.X)) || secretWord().MatchString(called(e.Y))
}

// called is the last name in an expression.
func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		return called(e.Fun)
	}
	return ""
}

// ASVS 11.2.4.
func TestSecretsAreComparedInConstantTime(t *testing.T) {
	t.Parallel()
	found, err := compared(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(known(), found); diff != "" {
		t.Errorf("use crypto/subtle or hmac.Equal:\n%s", diff)
	}
}

func TestAComparisonOfASecretIsFound(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]bool{
		"a.Token == b":         true,
		"sessionToken != got":  true,
		"mark(a) == b":         true,
		`token == ""`:          false,
		"c.Signature == nil":   false,
		"len(token) == n":      false,
		"t.Token > 3":          false,
		"account.ID == by.ID":  false,
		"hmac.Equal(token, b)": false,
	} {
		found, err := compared(fstest.MapFS{"internal/a/a.go": {Data: []byte("package a; func f() bool { return " + source + " }")}})
		if err != nil {
			t.Fatal(err)
		}
		if (len(found) > 0) != want {
			t.Errorf("%s: found %v", source, found)
		}
	}
}

// imports lists which files of the program import a package, or one below it.
func imports(root fs.FS, pkg string) ([]string, error) {
	var out []string
	err := program(root, func(name string, _ *token.FileSet, parsed *ast.File) {
		for _, spec := range parsed.Imports {
			if imported := strings.Trim(spec.Path.Value, `"`); imported == pkg || strings.HasPrefix(imported, pkg+"/") {
				out = append(out, name)
			}
		}
	})
	return out, err
}

// ASVS 6.5.3, 7.2.3, 11.2.1, 11.5.1.
func TestChanceAndCiphersAreThoseOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	for pkg, want := range map[string][]string{
		"math/rand":           {"internal/jobs/runner.go"}, // when a node looks again is no secret
		"crypto/md5":          nil,
		"crypto/sha1":         nil,
		"crypto/des":          nil,
		"crypto/rc4":          nil,
		"crypto/dsa":          nil,
		"golang.org/x/crypto": nil,
		"crypto/aes":          {"internal/keys/seal.go"},                                                               // one place seals
		"unsafe":              {"internal/files/inspect/parse/landlock.go", "internal/files/inspect/parse/seccomp.go"}, // what the kernel is told
	} {
		got, err := imports(os.DirFS("../.."), pkg)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s is imported by: %s", pkg, diff)
		}
	}
}
