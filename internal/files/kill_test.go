package files_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"sejur/internal/files"
	"sejur/internal/files/filestest"
)

// untilKilled marks a process that stores files until it is killed, and says what it was acknowledged.
const untilKilled = "SEJUR_TEST_FILES_UNTIL_KILLED"

// Threat e1: kill -9 at whatever moment. What was acknowledged is there, whole; of the rest nothing is left that the sweep does not take.
func TestWhatIsAcknowledgedOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	body := scan(1, 200_000)
	if dir := os.Getenv(untilKilled); dir != "" {
		s, err := files.OpenFolder(dir, files.Reserve{}, filestest.Keys(t))
		for err == nil {
			stored, failed := s.Put(t.Context(), bytes.NewReader(body), mega)
			fmt.Println("stored", stored.Place, stored.Kept)
			err = failed
		}
		t.Fatal(err)
	}
	s := filestest.Folder(t)
	acknowledged := make(map[string]string)
	for round := range 8 {
		cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$", "-test.count=1")
		cmd.Env = append(os.Environ(), untilKilled+"="+s.Dir)
		said, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(said)
		for n := 0; lines.Scan(); n++ {
			if word := strings.Fields(lines.Text()); len(word) == 3 && word[0] == "stored" {
				acknowledged[word[1]] = word[2]
			}
			if n == 5*round+3 { // the others are still being written
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // it was killed
	}
	if _, err := s.Sweep(t.Context(), noon.AddDate(100, 0, 0)); err != nil {
		t.Fatal(err)
	}
	places, err := s.Places(t.Context(), "", 10_000)
	if err != nil || len(places) != len(s.Lying(t)) || len(acknowledged) < 8 {
		t.Errorf("%d files, %d places, %d acknowledged, %v", len(s.Lying(t)), len(places), len(acknowledged), err)
	}
	whole := 0
	for _, place := range places {
		kept, size, err := s.Weigh(t.Context(), place)
		if want, known := acknowledged[place]; err != nil || size < int64(len(body)) || known && kept != want {
			t.Errorf("%s: %d bytes, %v", place, size, err)
		} else if known {
			whole++
		}
	}
	if whole != len(acknowledged) {
		t.Errorf("%d of %d that were acknowledged are there", whole, len(acknowledged))
	}
}
