// Package bench measures what people wait for: the plan as a value, the next question, the start of the service. The load on
// the pages is driven by pages.sh. Figures and their machine stand in docs/performance.md; no test asserts them, because a
// busy machine must not turn a good change red.
package bench
