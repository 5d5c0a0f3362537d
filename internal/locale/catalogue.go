package locale

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed messages/*/*.yaml
var messageFiles embed.FS

// Catalogue holds a Printer for every language.
type Catalogue struct {
	printers map[Lang]*Printer
	pseudo   func() *Printer // made when somebody asks: only tests and translators do
}

// Load parses the message files that are built into the program and prepares the tables of every language. The error names the
// file and the key. Call it once, at the start; the result never changes.
func Load() (*Catalogue, error) {
	return load(messageFiles)
}

// LoadPrinter reads one language alone, for a command that speaks no other.
func LoadPrinter(lang Lang) (*Printer, error) {
	return loadPrinter(messageFiles, lang)
}

// For returns the Printer of a language; of RO if the language is not one of ours.
func (c *Catalogue) For(lang Lang) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	if lang == Pseudo {
		return c.pseudo()
	}
	return c.printers[RO]
}

// load reads the messages of every language from files, side by side: commands that need no law wait for little else.
func load(files fs.FS) (*Catalogue, error) {
	langs := All()
	printers, faults := make([]*Printer, len(langs)), make([]error, len(langs))
	var wg sync.WaitGroup
	for i, lang := range langs {
		wg.Go(func() { printers[i], faults[i] = loadPrinter(files, lang) })
	}
	wg.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	c := &Catalogue{printers: make(map[Lang]*Printer)}
	for i, lang := range langs {
		c.printers[lang] = printers[i]
	}
	c.pseudo = sync.OnceValue(func() *Printer {
		p, err := loadPrinter(files, Pseudo)
		if err != nil {
			return c.printers[EN] // the same file, which has just been read
		}
		return p
	})
	return c, nil
}

// loadPrinter reads messages/<area>/<lang>.yaml of every area that the language has.
func loadPrinter(files fs.FS, lang Lang) (*Printer, error) {
	names, err := fs.Glob(files, "messages/*")
	if err != nil {
		return nil, fmt.Errorf("load messages: %w", err)
	}
	all := file{messages: make(map[string]Message), reviewed: true}
	for _, folder := range names {
		if !slices.Contains(languagesOf(path.Base(folder)), lang.base()) {
			continue
		}
		name := folder + "/" + string(lang.base()) + ".yaml"
		source, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("load messages: %w", err)
		}
		if err := all.read(lang, source); err != nil {
			return nil, fmt.Errorf("load %s as %q: %w", name, lang, err)
		}
	}
	return newPrinter(lang, all), nil
}

// file is what message files say, flattened: their messages, and whether somebody has checked all of them.
type file struct {
	reviewed bool
	messages map[string]Message
}

// read adds a message file. Its first key is "reviewed", with the name of the role that checked the texts, or none. A message that
// stands in another file already is an error.
func (f *file) read(lang Lang, source []byte) error {
	var tree yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(source, &tree, yaml.Strict(), yaml.UseOrderedMap()); err != nil {
		return err
	}
	if len(tree) == 0 || tree[0].Key != "reviewed" {
		return fmt.Errorf("%w: the first key must be reviewed", ErrMessage)
	}
	by, ok := tree[0].Value.(string)
	if !ok {
		return fmt.Errorf("%w: reviewed must say by whom, or none", ErrMessage)
	}
	f.reviewed = f.reviewed && by != "none"
	return f.add(lang, "", tree[1:])
}

// add flattens a map of a file: the keys of nested maps are joined by dots, and a map whose keys all name
// plural categories is one message.
func (f *file) add(lang Lang, prefix string, tree yaml.MapSlice) error {
	if len(tree) == 0 {
		return fmt.Errorf("%w: %q is empty", ErrMessage, strings.TrimSuffix(prefix, "."))
	}
	for _, item := range tree {
		name, ok := item.Key.(string)
		if !ok || !isKeyPart(name) {
			return fmt.Errorf("%w: %q is no name for a key below %q", ErrMessage, fmt.Sprint(item.Key), prefix)
		}
		key := prefix + name
		msg, err := f.message(lang, key, item.Value)
		if err != nil {
			return err
		}
		if msg == nil {
			continue
		}
		if _, twice := f.messages[key]; twice {
			return fmt.Errorf("%w: %s stands in another file too", ErrMessage, key)
		}
		f.messages[key] = *msg
	}
	return nil
}

// message reads the value of one key. The answer is nil if the value was a map of further keys.
func (f *file) message(lang Lang, key string, value any) (*Message, error) {
	var msg Message
	var err error
	switch value := value.(type) {
	case string:
		msg, err = ParseMessage(lang, value)
	case yaml.MapSlice:
		forms, ok := pluralForms(value)
		if !ok {
			return nil, f.add(lang, key+".", value)
		}
		msg, err = ParsePlural(lang, forms)
	default:
		return nil, fmt.Errorf("%w: %s is neither text nor a map; put it in quotes", ErrMessage, key)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	return &msg, nil
}

// pluralForms tells whether a map of the file is a plural message: all its keys name plural categories and all
// its values are texts.
func pluralForms(tree yaml.MapSlice) (map[string]string, bool) {
	forms := make(map[string]string, len(tree))
	for _, item := range tree {
		name, isName := item.Key.(string)
		text, isText := item.Value.(string)
		if !isName || !isText || !isCategoryName(name) {
			return nil, false
		}
		forms[name] = text
	}
	return forms, len(forms) > 0
}

// isKeyPart tells whether s may stand between the dots of a key: lower-case letters, digits, "-" and "_".
func isKeyPart(s string) bool {
	for _, r := range []byte(s) {
		letter := 'a' <= r && r <= 'z'
		digit := '0' <= r && r <= '9'
		if !letter && !digit && r != '-' && r != '_' {
			return false
		}
	}
	return s != ""
}

// sortedKeys returns the keys of the messages in byte order.
func sortedKeys(messages map[string]Message) []string {
	return slices.Sorted(maps.Keys(messages))
}
