-- Asks for the situations one after the other. SITUATIONS names the file, ENCODING the compression that the reader accepts.
local paths = {}
for line in io.lines(os.getenv("SITUATIONS")) do
  paths[#paths + 1] = line
end
local headers = { ["Accept-Encoding"] = os.getenv("ENCODING") or "identity" }
local i = 0

function request()
  i = i % #paths + 1
  return wrk.format("GET", paths[i], headers)
end

function done(summary, latency)
  local seconds = summary.duration / 1e6
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("%s: %.0f requests/s, p50 %.1f ms, p99 %.1f ms, %.1f KB each, %d errors\n", headers["Accept-Encoding"],
    summary.requests / seconds, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.bytes / summary.requests / 1024, bad))
end
