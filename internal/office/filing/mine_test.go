package filing_test

import (
	"testing"

	"sejur/internal/application"
	"sejur/internal/locale"
)

func TestTheListSaysHowFarADraftIs(t *testing.T) {
	t.Parallel()
	eachCounter(t, func(t *testing.T, c *counter) {
		id := c.start()
		count := func() [2]int {
			all, err := c.Mine(t.Context(), c.owner, locale.EN)
			if err != nil || len(all) != 1 {
				t.Fatalf("%v %v", all, err)
			}
			return [2]int{all[0].Pages, all[0].Papers}
		}
		if got := count(); got != [2]int{} {
			t.Errorf("a new one: %v", got)
		}
		for _, page := range []string{"identity", "contact", "contact"} {
			c.save(id, page, c.answers(id, page))
		}
		c.upload(id, "passport", application.UploadReady)
		c.upload(id, "passport", application.UploadChecking) // two files of one paper
		c.upload(id, "photo", application.UploadReceiving)
		if got := count(); got != [2]int{2, 1} {
			t.Errorf("%v", got)
		}
	})
}
