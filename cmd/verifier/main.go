//go:build js && wasm

// Command verifier is the offline verifier of the pages: the verdict of the house, compiled to WebAssembly. It gives the page two functions
// and then waits for them to be called; it asks nobody for anything and keeps nothing.
//
//	sejurLoad(keys, list) → ""; or why the list is not believed
//	sejurVerify(rgba, width, height, today) → a verdict as JSON, as `sejur verify --json` prints it
package main

import (
	"encoding/json"
	"image"
	"syscall/js"

	"sejur/internal/seal/scan"
	"sejur/internal/verdict"
)

func main() {
	var judge verdict.Judge
	js.Global().Set("sejurLoad", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var err error
		judge, err = load(args[0].String(), args[1].String())
		if err != nil {
			return err.Error()
		}
		return ""
	}))
	js.Global().Set("sejurVerify", js.FuncOf(func(_ js.Value, args []js.Value) any {
		pixels := make([]byte, args[0].Get("length").Int())
		js.CopyBytesToGo(pixels, args[0])
		judge.Today = args[3].String()
		text, err := json.Marshal(verify(judge, pixels, args[1].Int(), args[2].Int()))
		if err != nil {
			return `{"status":"unknown","why":"unreadable"}`
		}
		return string(text)
	}))
	select {} // the functions live as long as the page
}

// load reads the published keys and believes the list only when one of them signed it. Without a list papers are judged all the same, and the
// verdict says so.
func load(keys, list string) (verdict.Judge, error) {
	var judge verdict.Judge
	if err := json.Unmarshal([]byte(keys), &judge.Keys); err != nil {
		return judge, err
	}
	if list == "" {
		return judge, nil
	}
	var err error
	judge.List, err = verdict.ReadList(list, judge.Keys)
	return judge, err
}

// verify reads the seal in a picture and judges it.
func verify(judge verdict.Judge, pixels []byte, width, height int) verdict.Verdict {
	if width <= 0 || height <= 0 || len(pixels) != 4*width*height {
		return judge.Nothing(verdict.Unreadable)
	}
	raw, err := scan.Read(&image.RGBA{Pix: pixels, Stride: 4 * width, Rect: image.Rect(0, 0, width, height)})
	if err != nil {
		return judge.Nothing(verdict.Unreadable)
	}
	return judge.Seal(raw)
}
