package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"sejur/internal/office/issuing"
)

// distrusting runs sejur signer distrust.
func distrusting(ctx context.Context, args ...string) (distrustAnswer, error) {
	var out bytes.Buffer
	err := run(ctx, append([]string{"signer", "distrust", "--json"}, args...), func(string) string { return "" }, strings.NewReader(""), &out, io.Discard)
	var got distrustAnswer
	if err == nil {
		err = json.Unmarshal(out.Bytes(), &got)
	}
	return got, err
}

func TestAKeyThatIsDistrustedSignsNothingAtTheNextStart(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	h, err := i.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reference := h.signing.Reference()
	if err := h.resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = distrusting(t.Context(), reference, "--reason", "stolen", "--data", i.data)
	if exitCode(err) != codeFailed || !strings.Contains(err.Error(), "stop the service") {
		t.Errorf("while it is being served: %v", err)
	}
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
	for _, before := range []bool{false, true} {
		got, err := distrusting(t.Context(), strings.ToLower(reference), "--reason", "stolen", "--data", i.data)
		if err != nil || got.Identifier != "ROSJ" || got.Reference != reference || got.Before != before || got.Signing != 0 || got.Since.IsZero() {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if h, err = i.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := h.resume(t.Context()); !errors.Is(err, issuing.ErrDistrusted) || !strings.Contains(err.Error(), "sejur signer rotate") {
		t.Errorf("the next start: %v", err)
	}
	known, err := checker{desk: h.desks.issuing, now: h.store.Now}.Published(t.Context())
	if err != nil || len(known.Keys) != 0 || len(known.Certificates) != 0 {
		t.Errorf("it is published: %v, %v", known.Keys, err)
	}
	if err := h.close(); err != nil {
		t.Fatal(err)
	}
}
