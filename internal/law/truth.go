package law

import (
	"fmt"
	"math/bits"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// factSet is a set of facts by their place in facts.yaml.
type factSet [4]uint64

const maxFacts = 256

func (s *factSet) add(i int) { s[i>>6] |= 1 << (i & 63) }

func (s *factSet) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s *factSet) merge(o factSet) { s[0] |= o[0]; s[1] |= o[1]; s[2] |= o[2]; s[3] |= o[3] }

func (s *factSet) overlaps(o factSet) bool { return s[0]&o[0]|s[1]&o[1]|s[2]&o[2]|s[3]&o[3] != 0 }

func (s *factSet) empty() bool { return s[0]|s[1]|s[2]|s[3] == 0 }

func (s *factSet) each(do func(int)) {
	for w, word := range s {
		for ; word != 0; word &= word - 1 {
			do(w<<6 + bits.TrailingZeros64(word))
		}
	}
}

// lawUnknownID marks, in an unknown set, that the law itself does not say.
const lawUnknownID = 1 << 40

// unknownByLaw is the value of what the law's data does not say.
var unknownByLaw = types.NewUnknown(lawUnknownID, types.NewAttributeTrail("@law"))

// truth is a three-valued answer with the facts that would decide it.
type truth struct {
	state state
	facts factSet // what decides, when state is open
	law   bool    // the law itself leaves it open
}

type state int8

const (
	open state = iota
	yes
	no
)

func truthOf(v ref.Val) (truth, error) {
	switch v := v.(type) {
	case types.Bool:
		if v {
			return truth{state: yes}, nil
		}
		return truth{state: no}, nil
	case *types.Unknown:
		return openTruth(v), nil
	case *types.Err:
		return truth{}, v
	}
	return truth{}, fmt.Errorf("an expression gave %T where true or false was expected", v)
}

func openTruth(u *types.Unknown) truth {
	var t truth
	for _, id := range u.IDs() {
		if id == lawUnknownID {
			t.law = true
			continue
		}
		t.facts.add(int(id) - 1)
	}
	return t
}
