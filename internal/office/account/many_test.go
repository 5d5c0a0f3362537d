//go:build prove

package account_test

// wrongCodes is how many wrong codes are tried.
const wrongCodes = 10_000
