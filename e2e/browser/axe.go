//go:build e2e

package browser

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/chromedp/chromedp"
)

// Axe is the text of axe-core, the accessibility checker.
type Axe struct{ script string }

// LoadAxe reads axe-core from the file.
func LoadAxe(file string) (Axe, error) {
	script, err := os.ReadFile(file)
	if err != nil {
		return Axe{}, fmt.Errorf("read axe-core (scripts/setup.sh installs it): %w", err)
	}
	return Axe{script: string(script)}, nil
}

// Barrier is one thing that stands in somebody's way.
type Barrier struct {
	ID     string   `json:"id"` // rule of axe-core
	Impact string   `json:"impact"`
	Nodes  []string `json:"nodes"` // selectors, with what is wrong
}

func (b Barrier) String() string {
	return b.ID + " (" + b.Impact + "): " + strings.Join(b.Nodes, "; ")
}

// The rules: WCAG 2.0 to 2.2, levels A and AA, and axe-core's own good practice.
const runAxe = `axe.run(document, {
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	resultTypes: ["violations"],
}).then(r => r.violations.map(v => ({
	id: v.id, impact: v.impact || "",
	nodes: v.nodes.map(n => n.target.join(" ") + " " + (n.any.concat(n.all, n.none).map(c => c.message).join(", "))),
})))`

// Barriers runs axe-core on the page that the tab shows. The tab must have scripts switched on.
func (t *Tab) Barriers(axe Axe) ([]Barrier, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	loaded, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`typeof axe === "object"`))
	if err != nil {
		return nil, fmt.Errorf("look for axe-core: %w", err)
	}
	if !loaded {
		err = chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axe.script))
		if err != nil {
			return nil, fmt.Errorf("load axe-core: %w", err)
		}
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]Barrier](runAxe, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, fmt.Errorf("run axe-core: %w", err)
	}
	return found, nil
}
