package webtest_test

import (
	"testing"

	"sejur/internal/files/inspecttest"
)

func TestMain(m *testing.M) { inspecttest.Main(m) }
