package zone

import "image"

// Place is where a character stands on a sheet.
type Place struct {
	Line, K int
	At      image.Point // its middle
}

// Places are where the characters stand, as Set sets them.
func (s Sheet) Places() []Place {
	var out []Place
	top := margin
	for _, how := range settings() {
		for line := range s.zone.Lines {
			for k := range s.zone.Length {
				n := s.zone.turn(how, line, k)
				at := image.Pt(margin+n%how.inRow*(cellWidth+apart)+cellWidth/2, top+n/how.inRow*(cellHeight+leading)+cellHeight/2)
				out = append(out, Place{line, k, at})
			}
		}
		top += s.zone.high(how)
	}
	return out
}
