package print

import (
	"fmt"
	"strings"
	"time"

	"sejur/internal/document"
)

// The people and numbers on these sheets are made up.

// letter is two pages: Romanian with Ukrainian beside it, facts, a table, a list, two who sign, a seal.
func letter() document.Sheet {
	ro := func(kind document.BlockKind, text, other string) document.Block {
		return document.Block{Kind: kind, Text: text, Other: &document.Block{Kind: kind, Lang: "uk", Text: other}}
	}
	return document.Sheet{
		Title: "Decizie privind prelungirea dreptului de ședere", Lang: "ro",
		Sender: []string{"Inspectoratul General pentru Imigrări (model)", "Biroul pentru Imigrări Cluj", "Str. Fictivă nr. 1, 400000 Cluj-Napoca"},
		At:     time.Date(2026, 11, 30, 9, 30, 0, 0, time.UTC), Specimen: true,
		Blocks: []document.Block{
			ro(document.Title, "Decizie privind prelungirea dreptului de ședere", "Рішення про продовження права на перебування"),
			{Kind: document.Facts, Rows: [][]string{{"Număr", "CJ-2026-0001234-7"}, {"Data", "30 noiembrie 2026"}},
				Other: &document.Block{Kind: document.Facts, Lang: "uk", Rows: [][]string{{"Номер", "CJ-2026-0001234-7"}, {"Дата", "30 листопада 2026 р."}}}},
			ro(document.Paragraph, "Stimată doamnă Ґанна Їжакевич-Ткаченко, cererea dumneavoastră a fost analizată. Țara de cetățenie: Ucraina. Întrucât sunt îndeplinite condițiile prevăzute de lege, dreptul de ședere temporară se prelungește.",
				"Шановна пані Ґанно Їжакевич-Ткаченко, ваше клопотання розглянуто. Країна громадянства: Україна. Оскільки умови, передбачені законом, виконано, право на тимчасове перебування продовжується, про що ви отримаєте окремий документ, виготовлення якого триває не довше за строк, зазначений нижче."),
			ro(document.Heading, "Ce se prelungește", "Що продовжується"),
			{Kind: document.Facts, Rows: [][]string{
				{"Scopul șederii", "studii universitare"}, {"Valabil de la", "1 decembrie 2026"}, {"Valabil până la", "30 noiembrie 2027"},
			}, Other: &document.Block{Kind: document.Facts, Lang: "uk", Rows: [][]string{
				{"Мета перебування", "навчання в університеті"}, {"Дійсне з", "1 грудня 2026 р."}, {"Дійсне до", "30 листопада 2027 р."},
			}}},
			ro(document.Notice, "Prezentați-vă la ghișeu în termen de 30 de zile. Aduceți pașaportul.", "З’явіться до віконця протягом 30 днів. Візьміть із собою паспорт."),
			ro(document.Heading, "Ce urmează", "Що далі"),
			{Kind: document.List, Items: []document.Item{
				{Text: "Permisul este produs.", Note: "De obicei în 8 zile lucrătoare."}, {Text: "Primiți un mesaj când poate fi ridicat."}, {Text: "Îl ridicați personal, cu pașaportul."},
			}, Other: &document.Block{Kind: document.List, Lang: "uk", Items: []document.Item{
				{Text: "Посвідку виготовляють.", Note: "Зазвичай за 8 робочих днів."}, {Text: "Ви отримаєте повідомлення, коли її можна буде забрати."}, {Text: "Забираєте її особисто, з паспортом."},
			}}},
			{Kind: document.Heading2, Text: "Taxe"},
			{Kind: document.Table, Head: []string{"Taxa", "Cine o percepe", "Lei"}, Rows: [][]string{
				{"Tariful permisului de ședere, în formatul uniform stabilit de regulamentele Uniunii", "CEC Bank, contul indicat", "259"},
				{"Taxa consulară echivalentă", "Trezoreria", "600"}, {"Total", "", "859"},
			}},
			ro(document.Heading, "Dacă nu sunteți de acord", "Якщо ви не згодні"),
			ro(document.Paragraph, strings.Repeat("Decizia poate fi contestată la curtea de apel în termen de 10 zile lucrătoare de la comunicare. ", 5),
				strings.Repeat("Рішення можна оскаржити в апеляційному суді протягом 10 робочих днів із дня повідомлення. ", 6)),
			{Kind: document.Paragraph, Text: "Verificați această decizie", Link: "https://sejur.example/ro/verify"},
			{Kind: document.Small, Text: "Temei: art. 50 alin. (1) din Ordonanța de urgență a Guvernului nr. 194/2002 privind regimul străinilor în România, republicată."},
			{Kind: document.Signature, Items: []document.Item{{Text: "Ștefan Țurcanu-Exemplu", Note: "șef birou"}, {Text: "Ioana Înger-Model", Note: "ofițer de caz"}}},
		},
		Seal:     sampleSeal(),
		SealText: "Sigiliu digital vizibil: numărul deciziei, numele și valabilitatea, semnate de emitent",
		Under:    "Cod: 7K4M-9QRT-2XWB-6\nVerificați la https://sejur.example/ro/verify\nSigiliul poate fi citit și fără legătură la internet.",
		Foot:     "Document generat electronic. Model, fără valoare juridică. Operator de date: biroul emitent.",
		PageOf:   "pagina {n} din {total}",
	}
}

func sampleSeal() []byte {
	raw := make([]byte, 140)
	for i := range raw {
		raw[i] = byte(i * 37 & 0xFF)
	}
	return raw
}

// checklist is ten pages and more of papers to bring.
func checklist() document.Sheet {
	s := document.Sheet{
		Title: "Actele de care aveți nevoie", Lang: "ro", At: time.Date(2026, 11, 30, 9, 30, 0, 0, time.UTC),
		Foot: "Nu înlocuiește legea.", PageOf: "pagina {n} din {total}",
		Blocks: []document.Block{{Kind: document.Title, Text: "Actele de care aveți nevoie"}},
	}
	for i := range 24 {
		s.Blocks = append(s.Blocks, document.Block{Kind: document.Heading, Text: fmt.Sprintf("Pasul %d: Ședere, țară, învățământ", i+1)},
			document.Block{Kind: document.Paragraph, Text: "Aduceți originalul și o copie. Actele în altă limbă se traduc și se legalizează. Înainte de vizită, bifați ce aveți."})
		b := document.Block{Kind: document.Checklist}
		for j := range 9 {
			item := document.Item{Text: fmt.Sprintf("Actul %d: adeverință de la instituția de învățământ, în original, cu ștampilă și semnătură", j+1)}
			if j%2 == 0 {
				item.Note = "Nu mai veche de 30 de zile; se găsește la secretariat. Sursa: OUG 194/2002, art. 58."
			}
			b.Items = append(b.Items, item)
		}
		s.Blocks = append(s.Blocks, b)
	}
	return s
}

// extremes is what nobody should send.
func extremes() document.Sheet {
	s := document.Sheet{
		Title: "Extreme", Lang: "en", At: time.Date(2026, 11, 30, 9, 30, 0, 0, time.UTC), PageOf: "page {n} of {total}",
		Foot: strings.Repeat("A foot of a page that says more than fits on one line. ", 6),
		Blocks: []document.Block{
			{Kind: document.Title, Text: "Extreme"}, {Kind: document.Title}, {Kind: document.Paragraph}, {Kind: document.Notice}, {Kind: document.List},
			{Kind: document.Checklist, Items: []document.Item{{}}}, {Kind: document.Table}, {Kind: document.Table, Head: []string{"only", "a head"}},
			{Kind: document.Facts}, {Kind: document.Facts, Rows: [][]string{{}, {"name"}, {"", "value"}}}, {Kind: document.Signature},
			{Kind: document.Paragraph, Text: strings.Repeat("x", 500)},
			{Kind: document.Paragraph, Text: "https://example.org/" + strings.Repeat("path/with-parts/", 20), Link: "https://example.org/"},
			{Kind: document.Heading2, Text: "A heading of the third level below none of the second"},
			{Kind: document.List, Items: []document.Item{{Text: strings.Repeat("An item of sixty lines goes on over the page. ", 130)}}},
			{Kind: document.Heading, Text: "A long table"},
		},
	}
	t := document.Block{Kind: document.Table, Head: []string{"No", "Name", "What", "When"}}
	for i := range 200 {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), "Name of somebody", strings.Repeat("more words ", i%7+1), "2026-11-30"})
	}
	t.Rows = append(t.Rows, []string{"201", strings.Repeat("y", 200), strings.Repeat("a very long cell ", 400), "short"})
	s.Blocks = append(s.Blocks, t, document.Block{Kind: document.Notice, Text: strings.Repeat("A notice that does not end. ", 300)},
		document.Block{Kind: document.Table, Rows: [][]string{{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "lllllllllllllll", "m"}}})
	return s
}
