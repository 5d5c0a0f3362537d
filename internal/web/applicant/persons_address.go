package applicant

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"sejur/internal/calendar"
	"sejur/internal/fault"
	"sejur/internal/locale"
	"sejur/internal/office/account"
	"sejur/internal/person"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// inMoved is the box by which somebody says that a new address takes the place of the one of today.
const inMoved = "moved"

func (p *Persons) addressForm(v *page.Visit) itemForm[person.Address] {
	return itemForm[person.Address]{
		list: inAddresses, shelf: p.Desk.Addresses,
		own:   []string{"country", "county", "locality", "street", "number", "details", "postcode", "from", "until"},
		items: func(o account.Opened) []person.Item[person.Address] { return o.Addresses },
		blank: func(account.Opened) url.Values { return url.Values{"country": {person.Romania}} },
		fill: func(a person.Address) url.Values {
			in := url.Values{
				"country": {a.Country}, "county": {a.County}, "locality": {a.Locality}, "street": {a.Street}, "number": {a.Number},
				"details": {a.Details}, "postcode": {a.Postcode},
			}
			page.SetDate(in, "from", a.From)
			page.SetDate(in, "until", a.Until)
			return in
		},
		read: func(f *page.Form) person.Address {
			a := person.Address{
				Country: f.Text("country"), County: f.Text("county"), Locality: f.Text("locality"), Street: f.Text("street"),
				Number: f.Text("number"), Details: f.Text("details"), Postcode: f.Text("postcode"), From: f.Day("from"), Until: f.Day("until"),
			}
			want(f, "country", "error.no-country", locale.IsCountry(a.Country))
			want(f, "county", "persons.wrong.county", !a.InRomania() || locale.IsCounty(a.County))
			return a
		},
		keep:  func(_, typed person.Address) person.Address { return typed },
		check: func(a person.Address, _ calendar.Date) fault.List { return a.Check() },
		fields: func(f *page.Form, o account.Opened, before *person.Address) []templ.Component {
			return addressFields(v, f, before == nil && livesSomewhere(o))
		},
		rows: func(a person.Address) []ui.Row {
			return append([]ui.Row{{Key: v.P.T("persons.address_text"), Value: addressTitle(v.P, a)}}, addressRows(v.P, a)...)
		},
		name: func(a person.Address) string { return addressTitle(v.P, a) },
		add: func(ctx context.Context, s sent, in account.AddItem[person.Address]) (string, error) {
			if s.Text(inMoved) != "" {
				return p.Desk.Move(ctx, v.By(), s.asked, in)
			}
			return p.Desk.Addresses.Add(ctx, v.By(), s.asked, in)
		},
	}
}

// livesSomewhere tells whether the person has an address of today.
func livesSomewhere(o account.Opened) bool {
	return slices.ContainsFunc(o.Addresses, func(a person.Item[person.Address]) bool { return a.Value.Until.IsZero() })
}

// addressFields ask for an address. moved asks whether it takes the place of the one of today.
func addressFields(v *page.Visit, f *page.Form, moved bool) []templ.Component {
	county := f.Select("county", v.P.T("persons.county"), v.P.T("ui.choose_county"), counties(v.P))
	county.Hint = v.P.T("persons.county_hint")
	out := []templ.Component{
		ui.SelectField(v.P, f.Select("country", v.P.T("persons.country"), v.P.T("ui.choose_country"), countries(v.P, false))),
		ui.SelectField(v.P, county),
		textField(v, f, "locality", "persons.locality", "in-20"), textField(v, f, "street", "persons.street", "in-20"),
		textField(v, f, "number", "persons.house", "in-4"), textField(v, f, "details", "persons.details", "in-20"),
		textField(v, f, "postcode", "persons.postcode", "in-6"), dateField(v, f, "from", "persons.from"),
	}
	if moved {
		out = append(out, ui.CheckOne(v.P, ui.Check{
			Field: f.Field(inMoved, v.P.T("persons.moved"), ""), Value: "yes", Ticked: f.Text(inMoved) != "",
		}))
	}
	return append(out, dateField(v, f, "until", "persons.until_day"))
}
