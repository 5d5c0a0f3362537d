package web

import (
	"fmt"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics measures requests. The zero value measures nothing.
type metrics struct{ seconds *prometheus.HistogramVec }

// newMetrics registers what is measured. Its labels have few values, whatever is asked: patterns of routes with one name for all
// languages, known methods, classes of status.
func newMetrics(registry prometheus.Registerer) (metrics, error) {
	if registry == nil {
		return metrics{}, nil
	}
	m := metrics{seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "sejur_http_request_duration_seconds",
		Help:    "Requests answered and the time they took, by route, method and class of status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"route", "method", "status"})}
	err := registry.Register(m.seconds)
	if err != nil {
		return metrics{}, fmt.Errorf("register the metrics of requests: %w", err)
	}
	return m, nil
}

func (m metrics) observe(route, method string, status int, took time.Duration) {
	if m.seconds == nil {
		return
	}
	class := "none" // the connection was dropped
	if status > 0 {
		class = strconv.Itoa(status/100) + "xx"
	}
	m.seconds.WithLabelValues(route, methodName(method), class).Observe(took.Seconds())
}

// label is a route as the metrics have it. A pattern comes from our own tables, never from a client; a request that was refused
// before its route was found has none.
func (s *server) label(pattern string) string {
	if label, ok := s.labels[pattern]; ok {
		return label
	}
	if pattern == "" {
		return "refused"
	}
	return pattern
}
