//go:build prove

package inspect_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"sejur/internal/files/inspecttest"
	"sejur/internal/mrz"
)

// photosOf is how many photos are drawn, unless SEJUR_PHOTOS says it; SEJUR_SEED makes others of them.
const photosOf, firstSeed = 60, 1

// shot is a photo that somebody might take, and the zone that is on it.
type shot struct {
	inspecttest.Photo
	megapixels float64
	lines      []string
}

// shots draws what people do: a passport lies askew on a table, in the kitchen's light, before a phone that is not quite still.
func shots(t *testing.T, seed uint64, n int, number func(*rand.Rand) string) []shot {
	t.Helper()
	out := make([]shot, 0, n)
	for i := range n {
		random := rand.New(rand.NewPCG(seed, uint64(i))) //nolint:gosec // G404, G115: photos that can be drawn again
		between := func(low, high float64) float64 { return low + (high-low)*random.Float64() }
		s := shot{megapixels: between(1, 12), lines: somebodys(t, random, number)}
		s.Photo = inspecttest.Photo{
			Turned: between(-8, 8), Tilt: between(0, 0.15), Desk: between(0.02, 0.12), Dim: between(0, 0.6), Noise: between(0, 12),
			Quality: 60 + random.IntN(31), Seed: random.Uint64(), Width: int(math.Sqrt(s.megapixels * 1e6 * 1.35)),
		}
		s.Blur = random.IntN(2 + s.Width/1600) // pixels: a larger picture of the same page is as blurred in more of them
		out = append(out, s)
	}
	return out
}

const letters, figures = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"

// usual is a number as most states print it: letters, one or two, before figures.
func usual(random *rand.Rand) string {
	out := ""
	for range 1 + random.IntN(2) {
		out += string(letters[random.IntN(len(letters))])
	}
	for range 7 {
		out += string(figures[random.IntN(len(figures))])
	}
	return out
}

// mixed is a number in which any letter or figure stands in any place, as few states print it: whether an O is a 0 nobody can tell by its place.
func mixed(random *rand.Rand) string {
	out := ""
	for range 9 {
		out += string((letters + figures)[random.IntN(len(letters+figures))])
	}
	return out
}

// somebodys are the lines of a passport of nobody.
func somebodys(t *testing.T, random *rand.Rand, number func(*rand.Rand) string) []string {
	t.Helper()
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	day := func(from, years int) string {
		return fmt.Sprintf("%02d%02d%02d", (from+random.IntN(years))%100, 1+random.IntN(12), 1+random.IntN(28))
	}
	lines, err := mrz.Write(mrz.TD3, mrz.Fields{
		DocumentCode: "P", Issuer: "UTO", DocumentNumber: number(random), BirthDate: day(1950, 55), Sex: pick("F", "M", ""), ExpiryDate: day(2027, 9),
		Nationality: "UTO", Surname: pick("ERIKSSON", "OKAFOR", "SHARMA", "KOVAL", "AL SAYED", "NGUYEN", "QUISPE MAMANI"),
		GivenNames: pick("ANNA MARIA", "WEI", "OLENA", "JEAN LUC", "ZAINAB", "XIOMARA", "BO"),
	}, mrz.Spelling{})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// setting is a number of the environment.
func setting(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// How many passports are read on photos as people take them. What has a check digit is never read wrong: a name may be, and its owner compares it.
func TestHowManyPassportsAreReadOnTheirPhotos(t *testing.T) {
	t.Parallel()
	for name, number := range map[string]func(*rand.Rand) string{"usual": usual, "mixed": mixed} {
		t.Run(name, func(t *testing.T) { howMany(t, number) }) //nolint:paralleltest // both want the whole processor
	}
}

func howMany(t *testing.T, number func(*rand.Rand) string) {
	t.Helper()
	seed, n := setting(t, "SEJUR_SEED", firstSeed), setting(t, "SEJUR_PHOTOS", photosOf)
	all := shots(t, uint64(seed), n, number) //nolint:gosec // G115: a small number
	var mu sync.Mutex
	told := map[string]int{}
	var group sync.WaitGroup
	for hand := range 2 {
		i := reader(t)
		group.Go(func() {
			for at := hand; at < len(all); at += 2 {
				s := all[at]
				got, err := i.ReadZone(t.Context(), inspecttest.Source(s.JPEG(printed(s.lines...))))
				verdict := judge(s.lines, got)
				if err != nil {
					verdict = err.Error()
				}
				mu.Lock()
				told[verdict]++
				t.Logf("%2d %-10s %.1f Mpx %+v", at, verdict, s.megapixels, s.Photo)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	t.Logf("seed %d, %d photos: %v", seed, n, told)
	if told["wrong"] > 0 {
		t.Errorf("%d were read wrong where a check digit stands", told["wrong"])
	}
}

// judge compares what was read with what is printed.
func judge(want, got []string) string {
	if len(got) == 0 {
		return "not read"
	}
	if slices.Equal(want, got) {
		return "right"
	}
	protected := func(lines []string) string { // number, birth, expiry and what the holder's state adds, each with its digit
		return lines[1][:10] + lines[1][13:20] + lines[1][21:]
	}
	if len(got) != len(want) || protected(want) != protected(got) {
		return "wrong"
	}
	return "other name"
}
