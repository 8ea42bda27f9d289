-- wrk -s: one small unstreamed chat request, as short as a real one can be, and its figures as one line of JSON.
wrk.method = 'POST'
wrk.path = '/v1/chat/completions'
wrk.headers['content-type'] = 'application/json'
wrk.body = '{"model":"bench","stream":false,"max_tokens":2,"messages":[{"role":"user","content":"Is it so?"}]}'

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"duration_s":%.6f,"requests_per_s":%.1f,"errors":%d,"latency_us":{"p50":%d,"p99":%d}}\n',
    summary.requests, summary.duration / 1e6, summary.requests / (summary.duration / 1e6),
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
