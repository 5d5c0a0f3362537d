package locale

// countyRows returns the 41 counties and Bucharest by their plate code, in Romanian, English and Ukrainian.
// English keeps the Romanian names, with the exception of the capital.
func countyRows() []placeRow {
	return []placeRow{
		{"AB", "Alba", "Alba", "Алба"},
		{"AG", "Argeș", "Argeș", "Арджеш"},
		{"AR", "Arad", "Arad", "Арад"},
		{"B", "București", "Bucharest", "Бухарест"},
		{"BC", "Bacău", "Bacău", "Бакеу"},
		{"BH", "Bihor", "Bihor", "Біхор"},
		{"BN", "Bistrița-Năsăud", "Bistrița-Năsăud", "Бистриця-Несеуд"},
		{"BR", "Brăila", "Brăila", "Бреїла"},
		{"BT", "Botoșani", "Botoșani", "Ботошань"},
		{"BV", "Brașov", "Brașov", "Брашов"},
		{"BZ", "Buzău", "Buzău", "Бузеу"},
		{"CJ", "Cluj", "Cluj", "Клуж"},
		{"CL", "Călărași", "Călărași", "Келераш"},
		{"CS", "Caraș-Severin", "Caraș-Severin", "Караш-Северін"},
		{"CT", "Constanța", "Constanța", "Констанца"},
		{"CV", "Covasna", "Covasna", "Ковасна"},
		{"DB", "Dâmbovița", "Dâmbovița", "Димбовіца"},
		{"DJ", "Dolj", "Dolj", "Долж"},
		{"GJ", "Gorj", "Gorj", "Горж"},
		{"GL", "Galați", "Galați", "Галац"},
		{"GR", "Giurgiu", "Giurgiu", "Джурджу"},
		{"HD", "Hunedoara", "Hunedoara", "Хунедоара"},
		{"HR", "Harghita", "Harghita", "Харгіта"},
		{"IF", "Ilfov", "Ilfov", "Ілфов"},
		{"IL", "Ialomița", "Ialomița", "Яломіца"},
		{"IS", "Iași", "Iași", "Ясси"},
		{"MH", "Mehedinți", "Mehedinți", "Мехедінць"},
		{"MM", "Maramureș", "Maramureș", "Марамуреш"},
		{"MS", "Mureș", "Mureș", "Муреш"},
		{"NT", "Neamț", "Neamț", "Нямц"},
		{"OT", "Olt", "Olt", "Олт"},
		{"PH", "Prahova", "Prahova", "Прахова"},
		{"SB", "Sibiu", "Sibiu", "Сібіу"},
		{"SJ", "Sălaj", "Sălaj", "Селаж"},
		{"SM", "Satu Mare", "Satu Mare", "Сату-Маре"},
		{"SV", "Suceava", "Suceava", "Сучава"},
		{"TL", "Tulcea", "Tulcea", "Тулча"},
		{"TM", "Timiș", "Timiș", "Тіміш"},
		{"TR", "Teleorman", "Teleorman", "Телеорман"},
		{"VL", "Vâlcea", "Vâlcea", "Вилча"},
		{"VN", "Vrancea", "Vrancea", "Вранча"},
		{"VS", "Vaslui", "Vaslui", "Васлуй"},
	}
}

// Stateless is the citizenship of people whom no state calls its own: a code that ISO 3166-1 leaves to its users.
const Stateless = "XX"

// stateless is the row of Stateless: CLDR has no name for it, and a list of citizenships without it would leave them out.
func stateless() placeRow {
	return placeRow{Stateless, "Fără cetățenie (apatrid)", "No citizenship (stateless)", "Без громадянства"}
}
