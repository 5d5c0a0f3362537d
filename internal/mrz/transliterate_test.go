package mrz_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sejur/internal/mrz"
)

// latinRows are the rows of Doc 9303-3, 6.A, in its order: a letter and what is recommended for it, the first where there are several.
const latinRows = `À:A Á:A Â:A Ã:A Ä:AE Å:AA Æ:AE Ç:C È:E É:E Ê:E Ë:E Ì:I Í:I Î:I Ï:I Ð:D Ñ:N Ò:O Ó:O Ô:O Õ:O Ö:OE Ø:OE Ù:U Ú:U Û:U Ü:UE Ý:Y Þ:TH
	Ā:A Ă:A Ą:A Ć:C Ĉ:C Ċ:C Č:C Ď:D Đ:D Ē:E Ĕ:E Ė:E Ę:E Ě:E Ĝ:G Ğ:G Ġ:G Ģ:G Ĥ:H Ħ:H Ĩ:I Ī:I Ĭ:I Į:I İ:I ı:I Ĳ:IJ Ĵ:J Ķ:K Ĺ:L Ļ:L Ľ:L Ŀ:L Ł:L
	Ń:N Ņ:N Ň:N Ŋ:N Ō:O Ŏ:O Ő:O Œ:OE Ŕ:R Ŗ:R Ř:R Ś:S Ŝ:S Ş:S Š:S Ţ:T Ť:T Ŧ:T Ũ:U Ū:U Ŭ:U Ů:U Ű:U Ų:U Ŵ:W Ŷ:Y Ÿ:Y Ź:Z Ż:Z Ž:Z ẞ:SS`

// cyrillicRows are those of 6.B without its exceptions; for the rows of Ћ, Ѓ and Һ see cyrillic. The soft sign has no row.
const cyrillicRows = `Ё:E Ђ:D Є:IE Ѕ:DZ І:I Ї:I Ј:J Љ:LJ Њ:NJ Ќ:K Ў:U Џ:DZ А:A Б:B В:V Г:G Д:D Е:E Ж:ZH З:Z И:I Й:I К:K Л:L М:M Н:N О:O П:P Р:R С:S Т:T У:U Ф:F
	Х:KH Ц:TS Ч:CH Ш:SH Щ:SHCH Ъ:IE Ы:Y Э:E Ю:IU Я:IA Ѫ:U Ѵ:Y Ґ:G Ғ:G Һ:C Ћ:C Ѓ:G`

// arabicRows are those of 6.C that are written, with the two of B.5.4 for foreign names, by their numbers: not every hand can tell the
// letters apart.
const arabicRows = `0621:XE 0622:XAA 0623:XAE 0624:U 0625:I 0626:XI 0627:A 0628:B 062A:T 062B:XTH 062C:J 062D:XH 062E:XKH 062F:D 0630:XDH 0631:R 0632:Z 0633:S
	0634:XSH 0635:XSS 0636:XDZ 0637:XTT 0638:XZZ 0639:E 063A:G 0641:F 0642:Q 0643:K 0644:L 0645:M 0646:N 0647:H 0648:W 0649:XAY 064A:Y 0671:XXA
	0679:XXT 067C:XRT 067E:P 0681:XKE 0685:XXH 0686:XC 0688:XXD 0689:XDR 0691:XXR 0693:XRR 0696:XRX 0698:XJ 069A:XXS 06A9:XKK 06AB:XXK 06AD:XNG
	06AF:XGG 06BA:XNN 06BC:XXN 06BE:XDO 06C0:XYH 06C1:XXG 06C2:XGE 06C3:XTG 06CC:XYA 06CD:XXY 06D0:Y 06D2:XYB 06D3:XBE 06A4:V 06A5:XF`

func TestEveryRowOfTheTables(t *testing.T) {
	t.Parallel()
	for _, row := range strings.Fields(latinRows + " " + cyrillicRows) {
		letter, want, _ := strings.Cut(row, ":")
		for _, name := range []string{letter, "x" + strings.ToLower(letter)} {
			got, err := mrz.Transliterate(name, mrz.Spelling{})
			if err != nil || strings.TrimPrefix(got, "X") != want {
				t.Errorf("%s is %s, want %s: %v", name, got, want, err)
			}
		}
	}
	for _, row := range strings.Fields(arabicRows) {
		number, want, _ := strings.Cut(row, ":")
		letter := fromHex(t, number)
		if got, err := mrz.Transliterate(letter, mrz.Spelling{}); err != nil || got != want {
			t.Errorf("U+%s is %s, want %s: %v", number, got, want, err)
		}
	}
	for _, number := range strings.Fields("0640 064B 064C 064D 064E 064F 0650 0652 0670 069C 06A2 06A7 06A8") { // "not encoded"
		if got, err := mrz.Transliterate("ب"+fromHex(t, number)+"ب", mrz.Spelling{}); err != nil || got != "BB" {
			t.Errorf("with U+%s it is %s, want BB: %v", number, got, err)
		}
	}
}

func fromHex(t *testing.T, number string) string {
	t.Helper()
	n := 0
	for _, digit := range number {
		n = n*16 + strings.IndexRune("0123456789ABCDEF", digit)
	}
	return string(rune(n))
}

func TestTransliterate(t *testing.T) {
	t.Parallel()
	in := func(l mrz.Language) mrz.Spelling { return mrz.Spelling{Cyrillic: l} }
	latin := func(l mrz.Latin) mrz.Spelling { return mrz.Spelling{Latin: l} }
	for _, tt := range []struct {
		name, typed string
		spelling    mrz.Spelling
		want        string
	}{
		// Doc 9303-3, 4.6
		{"an apostrophe joins", "D’ARTAGNAN", mrz.Spelling{}, "DARTAGNAN"},
		{"a hyphen parts", "MARIE-ELISE", mrz.Spelling{}, "MARIE<ELISE"},
		{"a comma parts", "ANNA, MARIA", mrz.Spelling{}, "ANNA<MARIA"},
		{"other marks are left out", "J. (Jean) St.Clair", mrz.Spelling{}, "J<JEAN<STCLAIR"},
		{"every apostrophe joins", "O'A’B´C`DʼEʻF", mrz.Spelling{}, "OABCDEF"},
		{"hyphens of any length, with spaces", " Anna – Maria‑Eva  ", mrz.Spelling{}, "ANNA<MARIA<EVA"},
		{"nothing but marks", "-, . '", mrz.Spelling{}, ""},
		// Doc 9303-3, B.4.1
		{"marks kept for who searches", "CAÑON", latin(mrz.Escaped), "CANXXON"},
		{"marks left out", "Térèsa", latin(mrz.Escaped), "TERESA"},
		{"the second way of German letters", "Müller-Größ Åsa Ñuñez", latin(mrz.Plain), "MULLER<GROSS<ASA<NUNEZ"},
		{"the third", "Müller Größ", latin(mrz.Escaped), "MUXXLLER<GROESS"},
		{"German", "Groß-Müller Jäger", mrz.Spelling{}, "GROSS<MUELLER<JAEGER"},
		{"Romanian with commas below", "Ștefan Țuțea Ăîâ", mrz.Spelling{}, "STEFAN<TUTEA<AIA"},
		{"Romanian with cedillas", "Ştefan Ţuţea", mrz.Spelling{}, "STEFAN<TUTEA"},
		{"marks that are characters of their own", "S\u0326tefan Mu\u0308ller", mrz.Spelling{}, "STEFAN<MUELLER"},
		{"Icelandic", "Þór Guðmundsdóttir Ægir", mrz.Spelling{}, "THOR<GUDMUNDSDOTTIR<AEGIR"},
		{"Turkish", "Işık İpek Çağrı Şule", mrz.Spelling{}, "ISIK<IPEK<CAGRI<SULE"},
		{"Polish", "Łukasz Żółć-Gęślą", mrz.Spelling{}, "LUKASZ<ZOLC<GESLA"},
		{"Vietnamese, in no table", "Nguyễn Thị Đượm", mrz.Spelling{}, "NGUYEN<THI<DUOM"},
		{"Catalan", "Gal·la", mrz.Spelling{}, "GALLA"},
		{"a Roman numeral", "Karl Ⅱ", mrz.Spelling{}, "KARL<II"},
		// Doc 9303-3, 6.B
		{"Russian", "Щербаков Юрий Объедков", mrz.Spelling{}, "SHCHERBAKOV<IURII<OBIEEDKOV"},
		{"Ukrainian", "Гнатюк Ґалаґан Щи", in(mrz.Ukrainian), "HNATIUK<GALAGAN<SHCHY"},
		{"Ukrainian letters that come first", "Єва Їжак Йосип Юлія Яна", in(mrz.Ukrainian), "YEVA<YIZHAK<YOSYP<YULIIA<YANA"},
		{"Ukrainian letters after others", "Заєць Ґорґіївна Змій Ілю", in(mrz.Ukrainian), "ZAIETS<GORGIIVNA<ZMII<ILIU"},
		{"a letter after an apostrophe is not the first", "Знам’янка", in(mrz.Ukrainian), "ZNAMIANKA"},
		{"a letter after a hyphen is", "Нечуй-Яворський", in(mrz.Ukrainian), "NECHUI<YAVORSKYI"},
		{"Belarusian", "Гаўрыла Ёсіф Быкаў", in(mrz.Belarusian), "HAURYLA<IOSIF<BYKAU"},
		{"Bulgarian", "Щерев Гошо Ъглев", in(mrz.Bulgarian), "SHTEREV<GOSHO<IEGLEV"},
		{"Serbian", "Жика Чича Шаца Ћирић Ђорђе Хаџи Гљива", in(mrz.Serbian), "ZIKA<CICA<SACA<CIRIC<DORDE<HADZI<HLJIVA"},
		{"Macedonian", "Ѓорѓи Ќире Ѕвездан Џоле Хаци", in(mrz.Macedonian), "GJORGJI<KJIRE<DZVEZDAN<DJOLE<HACI"},
		// Doc 9303-3, B.5.7 and B.5.10
		{"an Arabic name", "ابو بكر محمد بن زكريا الرازي", mrz.Spelling{}, "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY"},
		// 6.C, notes 2 and 3
		{"shadda doubles a letter", "عبّاس", mrz.Spelling{}, "EBBAS"},
		{"shadda doubles several", "فضّة", mrz.Spelling{}, "FXDZXDZXAH"},
		{"shadda after a vowel", "عبَّاس", mrz.Spelling{}, "EBBAS"},
		{"teh marbuta within a word", "فةم", mrz.Spelling{}, "FXTAM"},
		{"teh marbuta at its end, with a vowel", "فاطمةُ", mrz.Spelling{}, "FAXTTMXAH"},
		// B.5.9. Its Arabic runs words together that its zones part, and has letters of other languages that look the same (ھ for ه, ڧ for
		// ف); it prints no shadda over the z of Izz, and the zone has it.
		{"Hari Al-Schamma", "هاري الشماع", mrz.Spelling{}, "HARY<ALXSHMAE"},
		{"Samir Badmakduthal", "سمير بادمكدوذيل", mrz.Spelling{}, "SMYR<BADMKDWXDHYL"},
		{"Gamal Abdel Nasser", "جمال عبد الناصر", mrz.Spelling{}, "JMAL<EBD<ALNAXSSR"},
		{"al-Abbas Abdullah", "العباس عبد الله بن محمد السفاح", mrz.Spelling{}, "ALEBAS<EBD<ALLXH<BN<MXHMD<ALSFAXH"},
		{"Abdul Aziz bin Mithab", "عبد العزيز بن متعب", mrz.Spelling{}, "EBD<ALEZYZ<BN<MTEB"},
		{"Ismail Izz-ud-din", "إسماعيل عزّ الدين", mrz.Spelling{}, "ISMAEYL<EZZ<ALDYN"},
		{"Jamillah Naima", "جميلة نعيمة", mrz.Spelling{}, "JMYLXAH<NEYMXAH"},
		{"the name of God with its marks", "اللّٰه", mrz.Spelling{}, "ALLXH"},
		{"the name of God as one sign", "ﷲ", mrz.Spelling{}, "ALLXH"},
		{"Persian, with a joint that is not seen", "پرویز می\u200cگل چ", mrz.Spelling{}, "PRWXYAZ<MXYAXGGL<XC"},
		{"Urdu", "ٹھاکر", mrz.Spelling{}, "XXTXDOAXKKR"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := mrz.Transliterate(tt.typed, tt.spelling); err != nil || got != tt.want {
				t.Errorf("%s is %s, want %s: %v", tt.typed, got, tt.want, err)
			}
		})
	}
}

// TestArabicNamesInAPassport has the example of Doc 9303-3, B.5.9, that is too long for a passport, and the two of B.5.10.
func TestArabicNamesInAPassport(t *testing.T) {
	t.Parallel()
	for viz, want := range map[string]string{
		"عبد الله محمد بن عمر بن الحسين فخر الدين الرازي": "EBD<ALLXH<MXHMD<BN<EMR<BN<ALXHSYN<FXKHR",
		"بن زكريا الرازي, ابو بكر محمد":                   "BN<ZKRYA<ALRAZY<<ABW<BKR<MXHMD<<<<<<<<<",
		"الرازي, ابو بكر محمد بن زكريا":                   "ALRAZY<<ABW<BKR<MXHMD<BN<ZKRYA<<<<<<<<<",
	} {
		if got := write(t, mrz.TD3, viz); got != want {
			t.Errorf("%s is %s, want %s", viz, got, want)
		}
	}
}

func TestWhatNoZoneHasIsRefused(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]mrz.Fault{
		"Ωμέγα":   {Problem: mrz.UnknownLetter, Character: "Ω"},
		"Anna 王":  {Problem: mrz.UnknownLetter, Character: "王"},
		"Əli":     {Problem: mrz.UnknownLetter, Character: "Ə"},
		"Anna 3":  {Problem: mrz.NameDigit, Character: "3"},
		"Anna ٣":  {Problem: mrz.NameDigit, Character: "٣"},
		"Anna²":   {Problem: mrz.NameDigit, Character: "2"},
		"Anna ☺":  {Problem: mrz.UnknownLetter, Character: "☺"},
		"Қасым А": {Problem: mrz.UnknownLetter, Character: "Қ"},
	} {
		_, err := mrz.Transliterate(name, mrz.Spelling{})
		var got mrz.Faults
		if !errors.As(err, &got) {
			t.Errorf("%s is written", name)
			continue
		}
		if diff := cmp.Diff(mrz.Faults{want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheLanguageOfAState(t *testing.T) {
	t.Parallel()
	var got []mrz.Language
	for _, state := range []string{"BLR", "BGR", "MKD", "SRB", "UKR", "ROU"} {
		got = append(got, mrz.LanguageOf(state))
	}
	if diff := cmp.Diff(append(mrz.Languages(), ""), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// checkWritten states what a transliteration is, whatever was typed.
func checkWritten(t interface{ Fatalf(string, ...any) }, typed, got string) {
	if strings.Trim(got, "ABCDEFGHIJKLMNOPQRSTUVWXYZ<") != "" || strings.Contains(got, "<<") || strings.HasPrefix(got, "<") || strings.HasSuffix(got, "<") {
		t.Fatalf("%q is %q", typed, got)
	}
	if again, err := mrz.Transliterate(got, mrz.Spelling{}); err != nil || again != got {
		t.Fatalf("%q is %q, and that is %q: %v", typed, got, again, err)
	}
}

func TestATransliterationIsOneOfItself(t *testing.T) {
	t.Parallel()
	letter := rapid.RuneFrom([]rune("-' .,’"), unicode.Latin, unicode.Cyrillic, unicode.Arabic)
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringOfN(letter, 0, 40, -1).Draw(t, "name")
		got, err := mrz.Transliterate(typed, mrz.Spelling{Cyrillic: rapid.SampledFrom(mrz.Languages()).Draw(t, "language")})
		if err == nil {
			checkWritten(t, typed, got)
		}
	})
}

func FuzzTransliterate(f *testing.F) {
	for _, seed := range []string{"", "D’ARTAGNAN", "Ștefan", "Їжак", "فضّة", "\u0651", "\xff", "S\u0326", "ﷲ", "<<"} {
		f.Add(seed, "uk", 0)
	}
	f.Fuzz(func(t *testing.T, typed, language string, latin int) {
		got, err := mrz.Transliterate(typed, mrz.Spelling{Cyrillic: mrz.Language(language), Latin: mrz.Latin(latin)})
		if err == nil {
			checkWritten(t, typed, got)
		}
	})
}
