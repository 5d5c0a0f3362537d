package casework_test

import (
	"strings"
	"testing"
	"time"

	"sejur/internal/application"
	"sejur/internal/casefile"
	"sejur/internal/fault"
	"sejur/internal/office/casework"
	"sejur/internal/office/casework/caseworktest"
)

func TestAFileIsShownAfterTheRecordHasTheLook(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		papers := d.papers()
		papers[0].Pages, papers[1].State = 2, application.UploadWaiting
		c := d.send(caseworktest.Sent{Papers: papers, MustBy: d.today().AddDays(3)})
		urgent := d.send(caseworktest.Sent{MustBy: d.today()})
		o := d.opened(d.other, c.ID)
		uploads := make(map[string]application.UploadID)
		for _, l := range o.Lines {
			for _, u := range l.Uploads {
				uploads[l.Document] = u.ID
			}
		}
		subject := casework.Subject + "/" + string(c.ID)
		good := casework.FileOf{Case: c.ID, Upload: uploads[papers[0].Document], N: 2}
		_, err := d.Picture(t.Context(), d.officer, good)
		is(t, "of a case that was not opened", err, fault.NotFound)
		if n := len(d.record(subject, "case.picture")); n != 0 {
			t.Errorf("%d looks", n)
		}
		got, err := d.Picture(t.Context(), d.other, good)
		if err != nil || got.Type != "image/jpeg" || got.Name != papers[0].Document+"-2.jpg" || string(got.Data) != string(caseworktest.Picture(2)) {
			t.Errorf("%s %s %v", got.Name, got.Type, err)
		}
		entries := d.record(subject, "case.picture")
		if len(entries) != 1 || entries[0].Reason != "second-look" || entries[0].Purpose != "case" {
			t.Errorf("%+v", entries)
		}
		original, err := d.Original(t.Context(), d.other, good)
		if err != nil || original.Type != "application/pdf" || original.Name != papers[0].Document+".pdf" {
			t.Errorf("%s %s %v", original.Name, original.Type, err)
		}
		for name, in := range map[string]casework.FileOf{
			"no such page":         {Case: c.ID, Upload: good.Upload, N: 3},
			"a file not ready":     {Case: c.ID, Upload: uploads[papers[1].Document], N: 1},
			"through another case": {Case: urgent.ID, Upload: good.Upload, N: 1},
		} {
			_, err := d.Picture(t.Context(), d.other, in)
			is(t, name, err, fault.NotFound)
		}
		d.forward(9 * time.Hour)
		_, err = d.Picture(t.Context(), d.other, good)
		is(t, "the next day", err, fault.NotFound)
	})
}

func TestAnOfficerAndAnApplicantWriteToEachOther(t *testing.T) {
	t.Parallel()
	eachDesk(t, func(t *testing.T, d *desk) {
		c := d.send(caseworktest.Sent{})
		is(t, "nothing", d.Say(t.Context(), d.officer, casework.Asked{}, casework.Say{Case: c.ID, Body: " \n"}), fault.Invalid)
		is(t, "too much", d.Say(t.Context(), d.officer, casework.Asked{}, casework.Say{Case: c.ID, Body: strings.Repeat("x", casework.MaxSaid+1)}), fault.Invalid)
		if err := d.Say(t.Context(), d.officer, casework.Asked{}, casework.Say{Case: c.ID, Body: "Is the address still right?"}); err != nil {
			t.Fatal(err)
		}
		o := d.opened(d.officer, c.ID)
		if len(o.Thread) != 1 || o.Thread[0].Body != "Is the address still right?" || o.Thread[0].Side != casefile.OfOffice || len(o.Events) != 1 {
			t.Errorf("%+v", o.Thread)
		}
		if m := d.messages(); len(m) != 1 || m[0] != "filing-message" {
			t.Errorf("%v", m)
		}
	})
}
