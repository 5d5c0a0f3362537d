//go:build prove

package casework_test

// rounds is how many cases two officers work on at once: 1,000 of ten steps each.
const rounds = 1000
