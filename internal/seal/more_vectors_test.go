package seal

import (
	"encoding/hex"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// More seals that others published, with what decides how they are read.
func TestMoreSealsThatOthersPrinted(t *testing.T) {
	t.Parallel()
	holds, curve := Verdict{Valid, Holds}, Verdict{UnknownCurve, OtherCurve}
	stranger := Verdict{UnknownSigner, NoCertificate}
	for _, tt := range []struct {
		name, hex    string
		kind         string
		certificate  string
		feature, say string
		verdict      Verdict
	}{
		{"version 3, a long surname in UTF-8", `dc02d9c56d32c8a519fc0f71346f1d67fc0401083fee456d2de019a8020b506572736368776569c39f03054f73636172
			04134ac3a2636f62c3a96e69646963747572697573ff401dce81e863b01cffe5b099a5bbfca60730ec9e090a1c82fa00580eb592a9fc921d5f02ce8d1ec4e3aa
			3cb4cea3afef1c382b44ed8da7105372fc1d2e8d91a393`, "SOCIAL_INSURANCE_CARD", "00027", "SURNAME", "Perschweiß", holds},
		{"version 3, a certificate that nobody published", `dc02d9c56d32c8a51a540f71346f1d67fd020230a56213535bd4caecc87ca4ccaeb4133c133c133c133c133c3fef3a29
			38ee43f1593d1ae52dbb26751fe64b7c133c136b030859e9203833736d24ff4077b2fec8ef9ef10c0d38a7d2a579ebb9f80212eb06edd7b1dc29889a6b735b7e
			a1d7d78ff60d2aecb87b0247628c32119ba335b6bd87a7e07333c83ed16b091f`, "ARRIVAL_ATTESTATION", "0004F", "AZR", "ABC123456DEF", stranger},
		{"an address, on a curve that we cannot use", `dc03d9c56d32c8a72cb16ecf476ecf47f9080106cf3519af974c02061a70208519a1030e395e463e740c749fad19d31e
			fe32ff388f16d14e828a86e0f8e31ddf13cc2cb3e0d8f5e4706562c9503d7326ad6c0fa84154607d70975e5b7dfb2e36197988ece64345d37ad9b97c`,
			"ADDRESS_STICKER_ID", "32", "ADDRESS", "53175HEINEMANNSTR11", curve},
		{"an address", `dc03d9c5d9cac8a73a990f7134b83459f9080106cf3519af974c02061a70208519a1030e395e463e740c749fad19d31efe32ff40a31bf6877ef4b1a9c49b
			80aa52dddad07e70f55fd5f0cead9d46aaf2abde5a5661ae81ae9fea2b99a1066294d7b758074b286e0c99b198a6b48f299d07d55443`,
			"ADDRESS_STICKER_ID", "5B", "ADDRESS", "53175HEINEMANNSTR11", holds},
		{"an arrival attestation in version 4", `dc03fe456d2b712a19a51ae11eb3704fd590fd020230a5621353d9a275735bd4134bc54957fc133c133c133c133ca3062064
			339630e7c3591ae626fc20d545de327c133c134503082038337346ae19cfff4092803028bcbef5d7b9daf00c67a5865b26b38caea2664c722b4b1572424f9e4a
			3d90d80c4d962bf29eb95e09da6ade68124052479585d9756353012dee6d41b2`, "ARRIVAL_ATTESTATION", "00008", "AZR", "", stranger},
		{"the same in version 4 with the reference of version 3", `dc03fe456d2b712519ad1eb3704fd590fd020230a5621353d9a275735bd4134bc54957fc133c133c133c133ca306
			2064339630e7c3591ae626fc20d545de327c133c134503082038337346ae19cfff4092803028bcbef5d7b9daf00c67a5865b26b38caea2664c722b4b1572424f
			9e4a3d90d80c4d962bf29eb95e09da6ade68124052479585d9756353012dee6d41b2`, "ARRIVAL_ATTESTATION", "00008", "AZR", "", stranger},
		{"a feature of 128 bytes whose length is one byte", `dc03d9c56d296ae819a65fdb275fdb275f0302308a1bd2b074e013565cea57fc133c133c133c133c133c133c9e2e4cee
			19d93771598f1a9539e4269e269e4b7c133c133f0380647e8c65467c675da84c9768447b6c9d5543725981697f8f4825585d734b7894497c6e907e45937e4866
			799fa0718d56a02b7a996f7f814e89884b948a60795fa99f604c9843668f4f47296be2a75f7e577a75a66d755986b8746bb96f866f8952706b7062736f8f4b91
			54715c6760799a3583a788998490765b567972656a7eff4031cf9bc3732e0e14e17b353149f39c6b1d705c320da80aa3185ba67ee77acdce73554aece7a1af81
			1c785d54cee6cd251293b6a9b91ae02e76d427873073193f`, "", "001", "", "", stranger},
		{"a reference whose length read as hexadecimal would swallow what follows", `dc036abc6d38dc055f80585a34136c0b66913397209426a03acb788758f459461a74fe38
			60294a60294a01c900104f2b91c7a8e5402dbc3169d7e0a45f1803127473656e6765722e64652f70726f66696c65040f7473656e6765722e64652f6365727401
			08323032363036333002083230323730363330 0a0653656e6765720b06546f626961730c0831393739313030390d0c4d656761436f7270204c74640e11417562
			2064656d2048c3bc67656c2034370f05353333343710095430303030303037331106059f5d790c8c120105130101ff4062f15d53ba85cf1659e171762c2a910e
			46a6d1ae2c7d61d5f3be329e96ecbb0f65fcafdd4b6e48afef1250fcd98458c61e5e869176aa72d98bdfb7a851458acc`,
			"ADMINISTRATIVE_DOCUMENTS_V9", "B73A1D496D7ECCC46214F2335C6F7AA57A790577", "VALID_TO", "2027-06-30", stranger},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			raw := unhex(t, tt.hex)
			s, verdict := Check(raw, testSigners{})
			if verdict != tt.verdict || s.Kind() != tt.kind || s.Certificate != tt.certificate {
				t.Errorf("%v, kind %q, certificate %q", verdict, s.Kind(), s.Certificate)
			}
			if f, ok := s.Feature(tt.feature); tt.say != "" && (!ok || f.Value != tt.say) {
				t.Errorf("%s: %q", tt.feature, f.Value)
			}
			if diff := cmp.Diff(hex.EncodeToString(raw), hex.EncodeToString(s.Raw())); diff != "" {
				t.Errorf("(-in +out):\n%s", diff)
			}
			out := append([]byte{}, raw[:len(raw)-len(s.message(t))-2-len(s.Signature)]...)
			out = appendField(append(out, s.message(t)...), signatureTag, s.Signature)
			if tt.kind != "" && !cmp.Equal(raw, out) {
				t.Errorf("the message is written as %x", out)
			}
		})
	}
}

// message writes the features again.
func (s Seal) message(t *testing.T) []byte {
	t.Helper()
	var out []byte
	for _, f := range s.Features {
		value, ok := f.Coding.write(f.Value)
		if !ok {
			t.Fatalf("%s cannot be written: %q", f.Name, f.Value)
		}
		out = appendField(out, f.Tag, value)
	}
	return out
}

// Only the signer DEZV writes lengths in decimal digits. A published seal of another signer that does so cannot be told from one with a longer
// reference, and is refused where the days of its header turn out to be none.
func TestAnotherSignerWithADecimalLengthIsRefused(t *testing.T) {
	t.Parallel()
	_, err := Parse(unhex(t, `dc036abc6d38dbb519a620372ce13372401c46ad535759e866926d2379b98d7ad88d7ad801c800109a4223406d374ef99e2cf95e31a2384604
		094c656965726d616e6e06074c6f72656e7a6fff40191d2ab504d5b6f9cda382857aeab508db1178463225bda4efac6ea64e803bb23c65e11d3ffae6f469feaa540d
		63ea6f612d4a4ba7f016a64ec39c5caf936bc7`))
	if !errors.As(err, new(*Error)) {
		t.Errorf("error %v", err)
	}
}

// Headers that were published by themselves.
func TestHeadersThatOthersPrinted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Header{
		"dc036abc6d32c8a72cb18d7ad88d7ad8fb06":         {3, "D<<", "DETS", "32", "2024-09-27", "2024-09-27", 0xfb, 0x06},
		"dc026abc6d32c8a51a1f8d7ad88d7ad8fb06":         {2, "D<<", "DETS", "00032", "2024-09-27", "2024-09-27", 0xfb, 0x06},
		"dc02d9c56d32c8a519fc0f71346f1d67fc04":         {2, "UTO", "DETS", "00027", "2020-01-01", "2023-07-28", 0xfc, 0x04},
		"dc036abc6d32c8ac38e72627fe371f4fba1f4fbaf90c": {3, "D<<", "DETS", "5022026", "2026-02-05", "2026-02-05", 0xf9, 0x0c},
	} {
		raw := unhex(t, text)
		got, at, err := readHeader(raw)
		if err != nil || at != len(raw) {
			t.Errorf("%s: read %d bytes, %v", text, at, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
		out, err := got.write()
		if err != nil || hex.EncodeToString(out) != text {
			t.Errorf("%s is written as %x, %v", text, out, err)
		}
	}
}
