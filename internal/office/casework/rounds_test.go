//go:build !prove

package casework_test

// rounds is how many cases two officers work on at once; with the tag prove there are more.
const rounds = 12
