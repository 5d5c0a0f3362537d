package audit

// NewerThan tells whether a head was exported after another: under a later epoch, or further along the chain of the same.
func (h Head) NewerThan(other Head) bool {
	return h.Epoch > other.Epoch || h.Epoch == other.Epoch && h.Seq > other.Seq
}

// Standing parts exported heads into those that the chain must hold today and those that a restore gave up. A restore begins an epoch,
// whose first head says where the restored chain ended; what earlier epochs had exported beyond it is lost, and whoever restored was
// told so.
func Standing(heads []Head) (standing, lost []Head) {
	began := make(map[int64]int64) // the least number exported under an epoch
	for _, h := range heads {
		if seq, there := began[h.Epoch]; !there || h.Seq < seq {
			began[h.Epoch] = h.Seq
		}
	}
	for _, h := range heads {
		given := false
		for epoch, seq := range began {
			given = given || epoch > h.Epoch && h.Seq > seq
		}
		if given {
			lost = append(lost, h)
		} else {
			standing = append(standing, h)
		}
	}
	return standing, lost
}
