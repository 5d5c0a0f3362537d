package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"sejur/internal/application"
	"sejur/internal/fault"
)

// maxBody is the largest input, in bytes, over HTTP and on standard input alike.
const maxBody = 64 << 10

// maxFileBody is the largest body with a file: its bytes, and what a form has around them.
const maxFileBody = application.MaxUpload + maxBody

// maxDepth is how deep lists and objects may lie in each other; no question needs more than five.
const maxDepth = 16

// ReadAll reads an input whole. Its fault is body.too-large when there is more of it than maxBody; other errors are the reader's.
func ReadAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxBody {
		return nil, tooLarge()
	}
	return data, nil
}

func tooLarge() error {
	return fault.New(fault.Invalid, "body.too-large", fault.Num("n", maxBody>>10))
}

// parse reads one JSON value and nothing after it. Two readers could understand a repeated key or a second value in two ways, so
// both are refused (OWASP ASVS 5.0, 1.5.3). Numbers stay as they are written.
func parse(data []byte) (any, *fault.Error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fault.New(fault.Invalid, "body.empty")
	}
	if !utf8.Valid(data) {
		return nil, fault.New(fault.Invalid, "body.json")
	}
	whole := json.NewDecoder(bytes.NewReader(data))
	var first json.RawMessage
	if err := whole.Decode(&first); err != nil {
		return nil, fault.New(fault.Invalid, "body.json")
	}
	if _, err := whole.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "body.trailing")
	}
	tokens := json.NewDecoder(bytes.NewReader(first))
	tokens.UseNumber()
	return value(tokens, "", 0)
}

// value reads the next value, whose place in the input is path.
func value(tokens *json.Decoder, path string, depth int) (any, *fault.Error) {
	token, err := tokens.Token()
	if err != nil {
		return nil, fault.New(fault.Invalid, "body.json")
	}
	open, nested := token.(json.Delim)
	if !nested {
		return token, nil
	}
	if depth == maxDepth {
		return nil, fault.New(fault.Invalid, "body.deep", fault.Num("n", maxDepth))
	}
	if open == '{' {
		return object(tokens, path, depth)
	}
	list := []any{}
	for tokens.More() {
		item, fail := value(tokens, element(path, len(list)), depth+1)
		if fail != nil {
			return nil, fail
		}
		list = append(list, item)
	}
	return list, closing(tokens)
}

func object(tokens *json.Decoder, path string, depth int) (any, *fault.Error) {
	out := map[string]any{}
	for tokens.More() {
		token, err := tokens.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, fault.New(fault.Invalid, "body.json")
		}
		at := member(path, name)
		if _, twice := out[name]; twice {
			return nil, fault.Field(at, "body.twice")
		}
		item, fail := value(tokens, at, depth+1)
		if fail != nil {
			return nil, fail
		}
		out[name] = item
	}
	return out, closing(tokens)
}

func closing(tokens *json.Decoder) *fault.Error {
	if _, err := tokens.Token(); err != nil {
		return fault.New(fault.Invalid, "body.json")
	}
	return nil
}
