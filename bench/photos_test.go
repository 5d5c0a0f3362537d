//go:build prove

package bench_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sejur/bench/crowdtest"
	"sejur/internal/access"
	"sejur/internal/keys"
	"sejur/internal/office/issuing/issuingtest"
	"sejur/internal/store"
	"sejur/internal/store/storetest"
)

const (
	photos       = 20
	askEvery     = 60 * time.Millisecond
	idleFor      = 20 * time.Second
	mostOfServer = 400 << 20
)

// TestTwentyPhotosAtOnceAreTakenByTheWholeHouse runs the program as it is handed out, with a file store in a folder and its own child, on SQLite:
// twenty people send a photo of 48 megapixels at the same moment, while somebody else asks for other pages at a steady rate. It says how much
// memory the server and its children took, and what the other pages waited, before and meanwhile.
func TestTwentyPhotosAtOnceAreTakenByTheWholeHouse(t *testing.T) { //nolint:paralleltest // it measures
	p := newProgram(t)
	photo := photoOf48Megapixels(t)
	client := &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: photos}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	pages := p.pages()
	idle := steadily(t, client, p.address, pages, time.After(idleFor))
	p.most(t)
	before := p.resident(t, "VmRSS")
	end, children := make(chan time.Time), make(chan int64)
	go func() { children <- p.watchChildren(end) }()
	over := make(chan time.Time)
	began := time.Now()
	go p.sendAll(t, client, photo, over)
	meanwhile := steadily(t, client, p.address, pages, over)
	close(end)
	took := time.Since(began)
	most := p.resident(t, "VmHWM")
	t.Logf("%d photos of %.1f MB: all looked into after %.1f s; the server had %d MB, at most %d MB; its children together at most %d MB",
		photos, float64(len(photo))/1e6, took.Seconds(), before>>20, most>>20, <-children>>20)
	if most > mostOfServer {
		t.Errorf("the server took %d MB", most>>20)
	}
	for i, page := range pages {
		if t.Failed() {
			return
		}
		was, is := idle[i], meanwhile[i]
		slices.Sort(was)
		slices.Sort(is)
		t.Logf("%-15s idle: %d asked, p50 %.1f ms, p99 %.1f ms; meanwhile: %d asked, p50 %.1f ms, p99 %.1f ms", page.name,
			len(was), ms(was[len(was)/2]), ms(was[len(was)*99/100]), len(is), ms(is[len(is)/2]), ms(is[len(is)*99/100]))
	}
}

// photoOf48Megapixels is a noisy one.
func photoOf48Megapixels(t *testing.T) []byte {
	t.Helper()
	picture := image.NewYCbCr(image.Rect(0, 0, 8064, 6048), image.YCbCrSubsampleRatio420)
	for i := range picture.Y {
		picture.Y[i] = byte(i*7919>>3) ^ byte(i/8064) //nolint:gosec // G115: noise
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 35}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// program is the house as a process.
type program struct {
	pid      int
	address  string
	database string
	crowd    []crowdtest.Applicant
	officer  crowdtest.Applicant
}

// newProgram builds the program, lets it make its house, puts the crowd into it, and starts it again.
func newProgram(t *testing.T) *program {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "sejur")
	build := exec.Command("go", "build", "-trimpath", "-o", binary, "./cmd/sejur")
	build.Dir, build.Env = "..", append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	data := filepath.Join(dir, "data")
	p := &program{database: filepath.Join(data, "sejur.db")}
	first := p.start(t, binary, data)
	if err := first.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(); err != nil {
		t.Fatal(err)
	}
	p.fill(t, filepath.Join(data, "keys"))
	running := p.start(t, binary, data)
	t.Cleanup(func() { _ = running.Process.Signal(syscall.SIGTERM); _ = running.Wait() })
	return p
}

// start starts the program and waits until it listens.
func (p *program) start(t *testing.T, binary, data string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(binary, "serve", "--addr", "localhost:0", "--origin", crowdtest.Origin, "--data", data, "--files-reserve", "64")
	log, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines, found := bufio.NewScanner(log), regexp.MustCompile(`"msg":"serving","addr":"([^"]+)"`)
	for lines.Scan() {
		if m := found.FindStringSubmatch(lines.Text()); m != nil {
			p.pid, p.address = cmd.Process.Pid, m[1]
			go func() {
				for lines.Scan() { // its log is not needed, and must not stand in its way
				}
			}()
			return cmd
		}
	}
	t.Fatal("the program did not start")
	return nil
}

func (p *program) fill(t *testing.T, folder string) {
	t.Helper()
	ring, err := keys.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Config{Database: p.database, Keys: ring})
	if err != nil {
		t.Fatal(err)
	}
	house, err := crowdtest.Open(t.Context(), crowdtest.Config{Store: s, Ring: ring, Key: issuingtest.Key(t, s.Now(), 1)})
	if err == nil {
		p.crowd, err = house.Gather(t.Context(), photos+1)
	}
	if err == nil {
		p.officer, err = house.Officer(t.Context(), "", access.CaseOfficer)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// pages are what somebody else asks for; the last of the crowd sends no photo.
func (p *program) pages() []pageAsked {
	last, plan := p.crowd[photos:], "/en/plan?nationality=IN&aim=live&purpose=study&enrolled=true&age=24&scholarship=true&first_application=true&county=CJ"
	return []pageAsked{
		{"plan", last, at(plan), http.StatusOK}, {"task list", last, crowdtest.Applicant.Open, http.StatusOK},
		{"queue", []crowdtest.Applicant{p.officer}, at("/desk/cases"), http.StatusOK},
	}
}

// steadily asks for the pages in turn, one every askEvery, whether those before were answered or not, until end says so.
func steadily(t *testing.T, client *http.Client, host string, pages []pageAsked, end <-chan time.Time) [][]time.Duration {
	t.Helper()
	took := make([][]time.Duration, len(pages))
	var mu sync.Mutex
	var wait sync.WaitGroup
	defer wait.Wait()
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-end:
			wait.Wait()
			return took
		case <-tick.C:
		}
		wait.Go(func() {
			page := pages[n%len(pages)]
			request, err := page.ask(page.who[0], t.Context(), host)
			if err != nil {
				t.Error(err)
				return
			}
			began := time.Now()
			answer, err := client.Do(request)
			if err != nil {
				t.Error(err)
				return
			}
			_ = answer.Body.Close() // its head says it
			mu.Lock()
			defer mu.Unlock()
			took[n%len(pages)] = append(took[n%len(pages)], time.Since(began))
			if answer.StatusCode != page.status {
				t.Errorf("%s: %s", page.name, answer.Status)
			}
		})
	}
}

// sendAll has everybody send the photo at once, and says when every one was looked into.
func (p *program) sendAll(t *testing.T, client *http.Client, photo []byte, over chan<- time.Time) {
	defer close(over)
	var wait sync.WaitGroup
	for _, a := range p.crowd[:photos] {
		wait.Go(func() {
			if err := p.sendPhoto(t.Context(), client, a, photo); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if t.Failed() {
		return
	}
	db := storetest.SQL(t, p.database)
	for range 3000 { // five minutes
		if n := count(t, db, "SELECT COUNT(*) FROM upload WHERE kind = 'jpeg' AND state = 'ready'"); n == photos {
			return
		}
		<-time.After(100 * time.Millisecond)
	}
	t.Error("not all photos were found good")
}

func (p *program) sendPhoto(ctx context.Context, client *http.Client, a crowdtest.Applicant, photo []byte) error {
	token, _, err := a.Tokens(ctx, client, p.address)
	if err != nil {
		return err
	}
	request, err := a.Send(ctx, p.address, token, "photo.jpg", int64(len(photo)), bytes.NewReader(photo))
	if err != nil {
		return err
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	_ = answer.Body.Close() // its head says it
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("answered %s", answer.Status)
	}
	return nil
}

// most forgets what the server took at most until now.
func (p *program) most(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.pid), []byte("5"), 0); err != nil {
		t.Fatal(err)
	}
}

// resident is a field of what the kernel says of the server's memory, in bytes.
func (p *program) resident(t *testing.T, field string) int64 {
	t.Helper()
	n := statusOf(strconv.Itoa(p.pid), field)
	if n == 0 {
		t.Fatalf("the kernel does not tell %s", field)
	}
	return n << 10
}

// statusOf is a number of /proc/…/status, 0 when the process has gone.
func statusOf(pid, field string) int64 {
	status, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "\n"+field+":")
	line, _, _ := strings.Cut(rest, "\n")
	n, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(line), " kB"), 10, 64) // 0 when it is not there
	return n
}

// watchChildren looks now and then how much memory the server's children take together, and returns the most.
func (p *program) watchChildren(end <-chan time.Time) (most int64) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-end:
			return most
		case <-tick.C:
		}
		sum := int64(0)
		all, _ := filepath.Glob("/proc/[0-9]*") // the pattern is good
		for _, dir := range all {
			pid := filepath.Base(dir)
			if statusOf(pid, "PPid") == int64(p.pid) {
				sum += statusOf(pid, "VmRSS") << 10
			}
		}
		most = max(most, sum)
	}
}
