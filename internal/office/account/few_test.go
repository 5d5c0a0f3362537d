//go:build !prove

package account_test

// wrongCodes is how many wrong codes are tried; make prove tries ten times as many.
const wrongCodes = 1_000
