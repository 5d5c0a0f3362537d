package importtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// reachesOut are the functions and types by which a program connects to another, or starts one. A package alone stands for all of it.
func reachesOut() []string {
	return []string{
		"net.Dial", "net.DialTimeout", "net.DialTCP", "net.DialUDP", "net.DialUnix", "net.DialIP", "net.Dialer", "net.Resolver", "net.LookupHost",
		"net.LookupIP", "net.LookupAddr", "net.LookupCNAME", "net.LookupMX", "net.LookupNS", "net.LookupSRV", "net.LookupTXT", "tls.Dial", "tls.Dialer",
		"tls.DialWithDialer", "tls.Client", "http.Get", "http.Head", "http.Post", "http.PostForm", "http.Client", "http.DefaultClient",
		"http.Transport", "http.DefaultTransport", "http.RoundTripper", "httputil.ReverseProxy", "httputil.NewSingleHostReverseProxy",
		"exec.Command", "exec.CommandContext", "exec.Cmd", "os.StartProcess", "syscall.Exec", "syscall.ForkExec", "syscall.StartProcess",
		"smtp.*", "rpc.*", "plugin.*", "unix.Connect", "unix.Exec", "syscall.Connect", "sql.Open", "stdlib.OpenDB", "stdlib.Open", "pgx.Connect",
		"gomail.NewClient", "minio.New", "pkcs11.New", "oidc.NewProvider", "oauth2.NewClient", "websocket.*",
	}
}

// outside is every way out of the house, by file. Whoever adds one says here, and in docs/security.md, where it leads.
func outside() map[string][]string {
	return map[string][]string{
		// The mail server.
		"internal/mail/smtp.go": {"gomail.NewClient", "net.Dialer", "smtp.Client", "tls.Client"},
		// The identity provider of the staff.
		"internal/office/account/openid/openid.go": {"http.Client", "oidc.NewProvider"},
		// The database: a file, or PostgreSQL.
		"internal/store/postgres.go": {"stdlib.OpenDB"},
		"internal/store/readonly.go": {"stdlib.OpenDB"},
		"internal/store/sqlite.go":   {"sql.Open"},
		// The process that signs, on this machine; and the token where the key lies in one.
		"internal/keys/signer/client.go": {"http.Client", "http.Transport", "net.Dialer"},
		"internal/keys/token/line.go":    {"pkcs11.New"},
		// The server of files, where one is set; and the scanner.
		"internal/files/bucket.go":        {"http.Transport", "minio.New", "net.Dialer"},
		"internal/files/clamav/clamav.go": {"net.Dialer"},
		// The child that opens strangers' files, itself anew with fewer rights, and the program that draws pages; all of them without a network.
		"internal/files/inspect/child.go":         {"exec.Cmd", "exec.CommandContext"},
		"internal/files/inspect/parse/confine.go": {"syscall.Exec"},
		"internal/files/inspect/parse/draw.go":    {"exec.Command"},
		"internal/files/inspect/parse/see.go":     {"exec.Command"},
		// PostgreSQL's own programs, for a backup.
		"internal/store/copy.go":      {"exec.CommandContext"},
		"cmd/sejur/doctor_outside.go": {"exec.CommandContext"},
	}
}

// program reads every file of the program itself under root. Tests, test kits and what templ wrote are no part of it.
func program(root fs.FS, see func(name string, fset *token.FileSet, parsed *ast.File)) error {
	fset := token.NewFileSet()
	return fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (skipped(name) || kit(name)):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go"):
			return nil
		case !strings.HasPrefix(name, "internal/") && !strings.HasPrefix(name, "cmd/"):
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		if err == nil {
			see(name, fset, parsed)
		}
		return err
	})
}

// ways lists the ways out that the program under root takes, by file.
func ways(root fs.FS) (map[string][]string, error) {
	out := make(map[string][]string)
	err := program(root, func(name string, _ *token.FileSet, parsed *ast.File) {
		if found := waysOf(parsed); len(found) > 0 {
			out[name] = found
		}
	})
	return out, err
}

// waysOf lists what one file takes. A package is known by its path, whatever the file calls it.
func waysOf(parsed *ast.File) []string {
	called := make(map[string]string)
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil || strings.HasPrefix(imported, Module+"/") {
			continue
		}
		name := packageName(imported)
		called[name] = name
		if spec.Name != nil {
			called[spec.Name.Name] = name
		}
	}
	var found []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if !ok || called[pkg.Name] == "" {
			return true
		}
		way := called[pkg.Name] + "." + sel.Sel.Name
		if slices.Contains(reachesOut(), way) || slices.Contains(reachesOut(), called[pkg.Name]+".*") {
			found = append(found, way)
		}
		return true
	})
	slices.Sort(found)
	return slices.Compact(found)
}

// packageName is what a package calls itself.
func packageName(imported string) string {
	name := path.Base(imported)
	if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
		name = path.Base(path.Dir(imported)) // pgx/v5 is pgx
	}
	switch name {
	case "go-mail":
		return "gomail" // as ours call it, whose own mail package is called mail
	case "minio-go":
		return "minio"
	}
	return name
}

// ASVS 13.2.4 and 13.2.5: nothing leaves the house but where docs/security.md says.
func TestTheHouseReachesOutWhereItSaysAndNowhereElse(t *testing.T) {
	t.Parallel()
	got, err := ways(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(outside(), got); diff != "" {
		t.Error(diff)
	}
}

func TestAWayOutIsFoundWhateverItIsCalled(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ source, want string }{
		"a call":              {`package a; import "net/http"; var _, _ = http.Get("https://evil.example")`, "http.Get"},
		"by another name":     {`package a; import web "net/http"; var _ = web.DefaultClient`, "http.DefaultClient"},
		"a type":              {`package a; import "net"; var d net.Dialer`, "net.Dialer"},
		"a program":           {`package a; import "os/exec"; var _ = exec.Command("curl")`, "exec.Command"},
		"another mail client": {`package a; import "net/smtp"; var _ = smtp.SendMail`, "smtp.SendMail"},
		"a library's":         {`package a; import "github.com/jackc/pgx/v5"; var _ = pgx.Connect`, "pgx.Connect"},
		"a server's own":      {`package a; import "net/http"; var _ = http.StatusOK`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ways(fstest.MapFS{"internal/a/a.go": {Data: []byte(tt.source)}, "internal/a/a_test.go": {Data: []byte(tt.source)}})
			if err != nil {
				t.Fatal(err)
			}
			if found := strings.Join(got["internal/a/a.go"], " "); found != tt.want || len(got) > 1 {
				t.Errorf("found %v, want %q", got, tt.want)
			}
		})
	}
}
