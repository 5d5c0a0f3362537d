package seal

import (
	"crypto"
	"crypto/ecdsa"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/brainpool"
	"github.com/google/go-cmp/cmp"
)

// vector is a seal that somebody else printed, and what it says.
type vector struct {
	name     string // where it was printed
	hex      string
	header   Header
	kind     string
	features map[string]string
	mrz      string
	verdict  Verdict // with the public keys of the test signers
}

// testSigners are the public keys of the two signers of published test seals on brainpoolP256r1 (certificates DE/TS 27 and UT/TS 5B), and the
// fact that DE/TS 32 signs on brainpoolP224r1.
type testSigners struct{}

func (testSigners) Key(signer, certificate string) (crypto.PublicKey, bool) {
	switch signer + certificate {
	case "DETS27":
		return brainpoolKey("8a4a6c721161e1eefe05e9b6b7ed9a0a227c96990a426875114dcd792b14d108",
			"96b5181ee317df3738d795a0a4171adb4f713378a329d08a3ee521b136579956"), true
	case "UTTS5B":
		return brainpoolKey("08132a7243b3ccc29c271097081c96a729eefb8eb93630e536498e9b7ce1ced2",
			"5d68a789d93bef39c04715c5ad3915d281c0754ecc08508bf66687efc630df88"), true
	case "DETS32":
		return "1.3.36.3.3.2.8.1.1.5", true // brainpoolP224r1
	}
	return nil, false
}

func brainpoolKey(x, y string) *ecdsa.PublicKey {
	number := func(digits string) *big.Int { n, _ := new(big.Int).SetString(digits, 16); return n }
	return &ecdsa.PublicKey{Curve: brainpool.P256r1(), X: number(x), Y: number(y)} //nolint:staticcheck // no other way for a curve that is not the standard library's
}

func vectors() []vector {
	holds, curve := Verdict{Valid, Holds}, Verdict{UnknownCurve, OtherCurve}
	stranger := Verdict{UnknownSigner, NoCertificate}
	return []vector{
		{
			name: "TR-03137 part 1 v2.5, annex C: arrival attestation",
			hex: `dc026abc6d32c8a519fc0f71341145f4fd020230a5621353d9a275735bd4134bc549133c133c133c133c133ca32519a5
				19a4344a5e681ae7204b20d532cf4b7c133c133f030820d5201019a51aeaff404a1f218ca4392647ecff6c8abf9e796a
				78eebe0b1ac8cc25c4ee17eed961d1189091358d7d616f1a517abc747f6c4490ff159d4dcf50248b00b1e32e9e7805e7`,
			header:   Header{2, "D<<", "DETS", "00027", "2020-01-01", "2020-01-13", 0xfd, 0x02},
			kind:     "ARRIVAL_ATTESTATION",
			features: map[string]string{"AZR": "160113000085"},
			mrz:      "MED<<MUSTERMANN<<ERIK<<<<<<<<<<<<<<<\nM0000000<4ALB0308212M1604128<<<<<<<2",
			verdict:  holds,
		},
		{
			name: "TR-03137 part 1 v2.5, annex D: social insurance card",
			hex: `dc026abc6d32c8a519fc0f7134116d04fc0401083fee456d2de019a8020b506572736368776569c39f03054f73636172
				04134ac3a2636f62c3a96e69646963747572697573ff40582ed05cb05049b4fe49744d5e70a1982f8b7afb1e90259ce4
				7ba9907efcf59483f0a0b421ec760d6fd2284bbac37e136f1e3be6e14a6f6bc012110cff919d0f`,
			header: Header{2, "D<<", "DETS", "00027", "2020-01-01", "2020-01-14", 0xfc, 0x04},
			kind:   "SOCIAL_INSURANCE_CARD",
			features: map[string]string{"SOCIAL_INSURANCE_NUMBER": "65170839J003", "SURNAME": "Perschweiß",
				"FIRST_NAME": "Oscar", "BIRTH_NAME": "Jâcobénidicturius"},
			verdict: holds,
		},
		{
			name: "TR-03137 part 1 v2.5, annex E: residence permit", // the annex prints ARD beside bytes that say ATD
			hex: `dc036abc6d32c8a727390f71341145f4fb0602305cba135875976ec066d417b59e8c6abc133c133c133c133c3fef3a29
				38ee43f1593d1ae52dbb26751fe64b7c133c136b0306d79519a65306ff40158cf5b0bb7fbda099e8e7c94abefc9677b2
				e71e9885f5cd9057a8bfcf930a6046bcf897650af8f9b0343c034d2f64ce081f95fbf3d01292d1f8165ece27d327`,
			header:   Header{3, "D<<", "DETS", "27", "2020-01-01", "2020-01-13", 0xfb, 0x06},
			kind:     "RESIDENCE_PERMIT",
			features: map[string]string{"PASSPORT_NUMBER": "UFO001979"},
			mrz:      "ATD<<RESIDORCE<<ROLAND<<<<<<<<<<<<<<\n6525845096USA7008038M2201018<<<<<<06",
			verdict:  holds,
		},
		{
			name: "TR-03137 part 1 v2.5, annex F: visa",
			hex: `dc036abc6d32c8a72cb10f7134b798155d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c20383373
				4aaf47f0c32f1a1e20eb2625393afe310403a00000050633be1fed20c6ff38d5573247608c9b64cae022c1c5249660e5
				1ae316d600f974aac2129c3f093c35955314026304705cd24c1b8100711bd4411f068e8d93e8b7`,
			header:   Header{3, "D<<", "DETS", "32", "2020-01-01", "2021-12-03", 0x5d, 0x01},
			kind:     "VISA",
			features: map[string]string{"DURATION_OF_STAY": "a00000", "PASSPORT_NUMBER": "47110815P"},
			mrz:      "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<\n1234567XY7GBR5203116M2005250",
			verdict:  curve,
		},
		{
			name: "TR-03137 part 1 v2.5, annex G: address sticker of the identity card",
			hex: `dc036abc6d32c8a72cb10f7135b79815f9080106cf3519af974c02061a70208519a10310395e26b3d9a275735bd4cd48
				5ca17176ff389101f305c9aa04d2ab00212c7cf65fefcaaf565a54538b2498d681a18839c92656526c40594b0b1da12a
				27f687a3501278dc4145b6e64afc`,
			header: Header{3, "D<<", "DETS", "32", "2021-01-01", "2021-12-03", 0xf9, 0x08},
			kind:   "ADDRESS_STICKER_ID",
			// The annex prints T2000AKA7 beside bytes that say T2000AK47.
			features: map[string]string{"DOCUMENT_NUMBER": "T2000AK47", "AGS": "05314000", "ADDRESS": "53123MUSTERMANNSTRASSE21"},
			verdict:  curve,
		},
		{
			name: "TR-03137 part 1 v2.5, annex H: residence sticker of the passport",
			hex: `dc036abc6d32c8a72cb10f7135b79815f80a0106b77a38e596ce02061a203a4d1fe1030426532081ff381462bcfef51a
				d1b8d09de328b15c5435e64829ce548647dd579787169624a046738dc5023708319a4294811131eaac58d518cfe98b43
				1437`,
			header:   Header{3, "D<<", "DETS", "32", "2021-01-01", "2021-12-03", 0xf8, 0x0a},
			kind:     "ADDRESS_STICKER_PASSPORT",
			features: map[string]string{"DOCUMENT_NUMBER": "PA5500K11", "AGS": "03359010", "POSTAL_CODE": "21614"},
			verdict:  curve,
		},
		{
			name: "published test seal of signer UT/TS 5B: residence permit",
			hex: `dc03d9c5d9cac8a73a990f71346ecf47fb0602305cba135875976ec066d417b59e8c6abc133c133c133c133c3fef3a29
				38ee43f1593d1ae52dbb26751fe64b7c133c136b0306d79519a65306ff408b7f3b5f9a83fdd4f46ec7dccc3384bb6c54
				0aaf52603cc66d1f08b7f5e71243475d0a833b51fd2a846622e847b1f3791803f26d734b9bd18178fa22cff2a31a`,
			header:   Header{3, "UTO", "UTTS", "5B", "2020-01-01", "2023-07-26", 0xfb, 0x06},
			kind:     "RESIDENCE_PERMIT",
			features: map[string]string{"PASSPORT_NUMBER": "UFO001979"},
			mrz:      "ATD<<RESIDORCE<<ROLAND<<<<<<<<<<<<<<\n6525845096USA7008038M2201018<<<<<<06",
			verdict:  holds,
		},
		{
			name: "published test seal of signer UT/TS 5B: supplementary sheet",
			hex: `dc03d9c5d9cac8a73a990f71347d4e37fa0604305cba135875976ec066d417b59e8c6abc133c133c133c133c3fef3a29
				38ee43f1593d1ae52dbb26751fe64b7c133c136b0506b77519a519aaff4008f9e9b4b79be5703048a4879a4f420c433c
				375295a355fb0d29dcbed211cf6f5f5738ba2b74e2fe5f1d2d2021e054bffd0e4ce17d98e5bced26a85c91c68b2f`,
			header:   Header{3, "UTO", "UTTS", "5B", "2020-01-01", "2023-08-21", 0xfa, 0x06},
			kind:     "SUPPLEMENTARY_SHEET",
			features: map[string]string{"SHEET_NUMBER": "PA0000005"},
			mrz:      "ATD<<RESIDORCE<<ROLAND<<<<<<<<<<<<<<\n6525845096USA7008038M2201018<<<<<<06",
			verdict:  holds,
		},
		{
			name: "published test seal of signer UT/TS 5B: emergency travel document (Doc 9303-13)",
			hex: `dc03d9c5d9cac8a73a990f71347d4e375e0302308a0d62b9d917a4cca93ca4d0edfc133c133c133c133c133c3fef3a29
				38ee43f1593d1ae52dbb26751fe64b7c133c136bff4022f8bd19eccba4ef24f204787796dd914fec61f605b153b22a6e
				f307d3869938a4e7e908f0a63b8379880b395c7fdbac720d7f2836d08e1da62611614a00120b`,
			header:  Header{3, "UTO", "UTTS", "5B", "2020-01-01", "2023-08-21", 0x5e, 0x03},
			kind:    "EMERGENCY_TRAVEL_DOCUMENT",
			mrz:     "I<GBRSUPAMANN<<MARY<<<<<<<<<<<<<<<<<\n6525845096USA7008038M2201018<<<<<<06",
			verdict: holds,
		},
		{
			name: "published test seal of signer UT/TS 5B: residence sticker of the passport",
			hex: `dc03d9c5d9cac8a73a990f71347d4e37f80a0106b77a38e596ce02061a203a4d1fe1030426532081ff4027436ce719f9
				13ccd3ebfaeeae175171450db6ca1b62ff188748834d2dc5299a5f418be8d4dc052e0536cb6de711b4cc645651c6b0ea
				fe5713e96290dc149169`,
			header:   Header{3, "UTO", "UTTS", "5B", "2020-01-01", "2023-08-21", 0xf8, 0x0a},
			kind:     "ADDRESS_STICKER_PASSPORT",
			features: map[string]string{"DOCUMENT_NUMBER": "PA5500K11", "AGS": "03359010", "POSTAL_CODE": "21614"},
			verdict:  holds,
		},
		{
			name: "published test seal of signer UT/TS 5B: visa with entries, type and more (Doc 9303-13)",
			hex: `dc03d9c5d9cac8a73a990f7134b834595d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c20383373
				4aaf47f0c32f1a1e20eb2625393afe310403a00000050633be1fed20c603010c0601aa0701bbff400b276b4522526b72
				3e2140f14bef1c25048cfed9223268c24337e7a6b5b9f02b1e15c86734ef7101d983869278ce1066694dd80e8b842b82
				b592db6fd56c10ae`,
			header: Header{3, "UTO", "UTTS", "5B", "2020-01-01", "2025-12-07", 0x5d, 0x01},
			kind:   "VISA",
			features: map[string]string{"DURATION_OF_STAY": "a00000", "PASSPORT_NUMBER": "47110815P", "NUMBER_OF_ENTRIES": "12",
				"VISA_TYPE": "aa", "ADDITIONAL_FEATURES": "bb"},
			mrz:     "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<\n1234567XY7GBR5203116M2005250",
			verdict: holds,
		},
		{
			name: "published test seal of signer UT/TS 5B: arrival attestation in version 3",
			hex: `dc02d9c5d9cac8a51a780f7134b83459fd020230a56213535bd4caecc87ca4ccaeb4133c133c133c133c133c3fef3a29
				38ee43f1593d1ae52dbb26751fe64b7c133c136b030859e9203833736d24ff40a353a998b785470536187860093d5532
				5a06e66fe917bfa1f6fb62c5016c66a481ec6f2c7c18da9682f0c2e0b592f6eeb11ca6c6994b37ca2950d6fadd63264d`,
			header:   Header{2, "UTO", "UTTS", "0005B", "2020-01-01", "2025-12-07", 0xfd, 0x02},
			kind:     "ARRIVAL_ATTESTATION",
			features: map[string]string{"AZR": "ABC123456DEF"},
			mrz:      "MED<<MANNSENS<<MANNY<<<<<<<<<<<<<<<<\n6525845096USA7008038M2201018<<<<<<06",
			verdict:  holds,
		},
		{
			name: "published test seal of signer DE/TS 32 on a curve that we cannot use: visa",
			hex: `dc03d9c56d32c8a72cb10f71347d00175d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c20383373
				4aaf47f0c32f1a1e20eb2625393afe310403a00000050633be1fed20c6ff389fd029c66fb2e4bf361cdbffd8f5931b62
				59f645b077702c617f453d0b898a55e6e7870974ffe7b3ac416acde6b03b3c3a8cb5a22b456816`,
			header:   Header{3, "UTO", "DETS", "32", "2020-01-01", "2023-08-19", 0x5d, 0x01},
			kind:     "VISA",
			features: map[string]string{"DURATION_OF_STAY": "a00000", "PASSPORT_NUMBER": "47110815P"},
			mrz:      "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<\n1234567XY7GBR5203116M2005250",
			verdict:  curve,
		},
		{
			name: "published test seal: permanent residence",
			hex: `dc036abcd9cac8a73a99a807baa807baf48f010659e96b0f2d0a0206e95545b819f6ff4062672e113775b885000fa173
				0c6e0eeaa8508cf56f01bccce8bf8e7405de9d6544645b5c1e491c9be01a9ad57216703257cd12c678fd3d55d7118670
				1e635364`,
			header:   Header{3, "D<<", "UTTS", "5B", "2026-11-01", "2026-11-01", 0xf4, 0x8f},
			kind:     "PERMANENT_RESIDENCE_CERT",
			features: map[string]string{"DOCUMENT_NUMBER": "ABCD12345", "PASSPORT_NUMBER": "X98723021"},
			verdict:  holds,
		},
		{
			name: "TR-03171 v0.8, published test seal: registration, its reference's length in decimal digits",
			hex: `dc036abc6d38dc0519a620372ce13372401c46ad535759e866926d2379bd19ce2678fe344e76094e760901c800109a42
				23406d374ef99e2cf95e31a23846040a4d75737465726d616e6e050344722e06054572696b610700080a31312e31322e
				3139363409104b6f6d6d616e64616e74656e7374722e0a0231380b0531303936390c064265726c696e0d083230323530
				3431340e01000f083230323530353034ff4006b9f31a1ff62283db32f21e77f1dc969c4319b96c52ba50442e8c0d251a
				044b9c8906e69bfc778bc0693021c1786d5075d8e5f1580b88eb4a7980250b905067`,
			header: Header{3, "D<<", "DEZV", "00112233445566778899AABBCCDDEEFF00112233", "2025-05-14", "2025-05-14", 0x01, 0xc8},
			kind:   "ADMINISTRATIVE_DOCUMENTS_V8",
			features: map[string]string{"DOC_PROFILE_NUMBER": "9a4223406d374ef99e2cf95e31a23846", "0x04": "4d75737465726d616e6e",
				"0x05": "44722e", "0x06": "4572696b61", "0x07": "", "0x08": "31312e31322e31393634",
				"0x09": "4b6f6d6d616e64616e74656e7374722e", "0x0A": "3138", "0x0B": "3130393639", "0x0C": "4265726c696e",
				"0x0D": "3230323530343134", "0x0E": "00", "0x0F": "3230323530353034"},
			verdict: stranger,
		},
	}
}

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestSealsThatOthersPrintedAreRead(t *testing.T) {
	t.Parallel()
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			raw := unhex(t, v.hex)
			got, verdict := Check(raw, testSigners{})
			if diff := cmp.Diff(v.verdict, verdict); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(v.header, got.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			want := map[string]string{}
			for name, value := range v.features {
				want[name] = value
			}
			features := map[string]string{}
			for _, f := range got.Features {
				features[f.Name] = f.Value
				if v.mrz != "" && f.Coding.isMRZ() {
					want[f.Name] = v.mrz
				}
			}
			if diff := cmp.Diff(want, features); diff != "" {
				t.Errorf("features (-want +got):\n%s", diff)
			}
			if got.Kind() != v.kind || got.MRZ() != v.mrz {
				t.Errorf("kind %q, MRZ %q; want %q, %q", got.Kind(), got.MRZ(), v.kind, v.mrz)
			}
		})
	}
}

// What was read is written again as the same bytes: field by field, and by its definition where the definition allows it (the tags of a visa
// stand in another order in one seal, and a profile of administrative documents has tags that we do not know).
func TestSealsThatOthersPrintedAreWrittenAgain(t *testing.T) {
	t.Parallel()
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			s, err := Parse(unhex(t, v.hex))
			if err != nil {
				t.Fatal(err)
			}
			out, err := s.write()
			if err != nil {
				t.Fatal(err)
			}
			definition := find(s.Country, s.Definition, s.Category)
			for _, f := range s.Features {
				value, ok := f.Coding.write(f.Value)
				if !ok {
					t.Fatalf("%s cannot be written: %q", f.Name, f.Value)
				}
				out = appendField(out, f.Tag, value)
			}
			if diff := cmp.Diff(hex.EncodeToString(s.Signed()), hex.EncodeToString(out)); diff != "" {
				t.Errorf("header and message (-want +got):\n%s", diff)
			}
			if v.kind == "VISA" || strings.HasPrefix(v.kind, "ADMINISTRATIVE") {
				return
			}
			features := map[string]string{}
			for _, f := range s.Features {
				features[f.Name] = f.Value
			}
			header, _ := s.write()
			out, err = definition.write(header, features)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(hex.EncodeToString(s.Signed()), hex.EncodeToString(out)); diff != "" {
				t.Errorf("by the definition (-want +got):\n%s", diff)
			}
		})
	}
}
