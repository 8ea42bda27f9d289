import { describe, expect, it } from 'vitest'
import type { Summary } from '../metrics/summary.ts'
import {
  allFailed,
  closedUnstreamed,
  distribution,
  empty,
  interrupted,
  streamedOpenLoop,
  tiny,
} from './fixtures/summaries.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'
import { renderSummary } from './terminal-summary.ts'

const options = {
  style: plainStyle,
  runFolder: './runs/k3f9',
  commands: { records: 'tare export ./runs/k3f9 --format csv' },
}

function render(summary: Summary): string {
  return renderSummary(summary, options)
}

describe('renderSummary', () => {
  it('shows a streamed open loop with every quantile', () => {
    expect(render(streamedOpenLoop)).toMatchInlineSnapshot(`
      "
        tare 0.1.0 · 20261121-175001-k3f9
        http://10.0.0.7:8000 · meta-llama/Llama-3.1-8B-Instruct
        openai-chat, streamed
        open loop, Poisson 8.00 req/s for 10 min after 30 s warm-up
        4800 sent · 4796 ok · 4 failed

        LATENCY                   n   mean    p50    p90    p95    p99  p99.9    max
        TTFT            ms     4797   64.0   41.3    132    178    268    405    496
        ITL             ms     456k   17.4   12.4   32.2   42.2   62.0   91.8    112
        TPOT            ms     4796   13.4   12.6   15.6   17.1   20.2   24.7   27.7
        NTPOT           ms     4796   13.9   13.0   16.4   18.1   21.5   26.6   29.9
        E2E             s      4796   1.35   1.24   1.66   1.87   2.30   2.93   3.35
        TTFT from plan  ms     4797   64.1   41.4    132    178    269    405    496
        E2E from plan   s      4796   1.35   1.24   1.66   1.87   2.30   2.93   3.35

        THROUGHPUT
        requests        7.96 req/s completed · 7.96 req/s sent · 8.00 req/s asked
        tokens          764 tok/s out · 5.10k tok/s in · 5.87k tok/s in all
        in flight       10.8 on average · 27 at most

        TOKENS                    n   mean    p50    p90    p95    p99  p99.9    max
        input           tok    4796    659    640    717    755    832    947   1024
        output          tok    4796   98.4   96.0    106    110    120    134    144
        counted         4796 by the server’s usage · 4 not at all

        NETWORK                   n   mean    p50    p90    p95    p99  p99.9    max
        round trip      µs     4796    254    212    382    466    636    890   1060
        connections     27 opened (357 µs each) · 3 retransmits

        ERRORS
        http_error      3 × HTTP 503: engine is overloaded
                        → lower the load, and see the log of the server and of any
                          proxy before it
        timeout         1 × no end after 60 s
                        → raise --timeout, or lower the load if the server can’t
                          carry it

        INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max
        read delay      µs     456k    366   35.0   1358   2019   3343   5327   6650
        error bound     µs     456k  0.400      0      0   27.1   44.5   70.6   88.0
        send lateness   µs     4800    159   54.0    475    686   1107   1739   2160
        clock           arrivals stamped by the kernel (SO_TIMESTAMPING)
        client          1 worker · CPU 8.91 s (19.4 µs a token) · memory 96.2 MB
        Read delay: what a user-space clock would have added to the times above.
        Error bound: the most by which the time of an arrival can be late.

        run folder      ./runs/k3f9
        records         tare export ./runs/k3f9 --format csv

      "
    `)
  })

  it('shows no token times for replies that were not streamed, and no credentials', () => {
    expect(render(closedUnstreamed)).toMatchInlineSnapshot(`
      "
        tare 0.1.0 · 20261121-175001-k3f9 · nightly
        https://models.example/v1 · qwen3-8b · openai-completions, not streamed
        closed loop, 16 at a time for 400 requests (31.5 s), no warm-up
        400 sent · 400 ok · 0 failed

        LATENCY                   n   mean    p50    p90    p95    p99  p99.9    max
        NTPOT           ms      400   13.8   13.1   15.7   17.0   19.6      —   26.2
        E2E             s       400   1.31   1.25   1.50   1.63   1.88      —   2.50

        THROUGHPUT
        requests        7.96 req/s completed · 12.7 req/s sent
        tokens          764 tok/s out · 5.10k tok/s in · 5.87k tok/s in all
        in flight       16.0 on average · 16 at most

        TOKENS                    n   mean    p50    p90    p95    p99  p99.9    max
        input           tok     400    512    512    512    512    512      —    512
        output          tok     400   97.9   96.0    104    108    115      —    134
        counted         400 by the server’s usage
        of these        20.5k of the input came from a cache

        NETWORK
        connections     16 opened (4.51 ms each) · 0 retransmits

        INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max
        send lateness   µs      400   51.5   21.0    143    204    326      —    630
        clock           arrivals stamped in user space: this transport has no kernel
                        stamps
        client          2 workers · CPU 8.91 s (19.4 µs a token) · memory 96.2 MB
        Times hold the client’s own delay in reading, and nothing here can tell how
        much that is.

        — too few samples to tell: it takes 3688 for p99.9.

        run folder      ./runs/k3f9
        records         tare export ./runs/k3f9 --format csv

      "
    `)
  })

  it('puts what went wrong in place of times when nothing succeeded', () => {
    expect(render(allFailed)).toMatchInlineSnapshot(`
      "
        tare 0.1.0 · 20261121-175001-k3f9
        http://10.0.0.7:8000 · meta-llama/Llama-3.1-8B-Instruct
        openai-chat, streamed
        open loop, Poisson 8.00 req/s for 30 s after 5 s warm-up
        240 sent · 0 ok · 240 failed

        No request succeeded, so there are no times to show.

        ERRORS
        connect_error   238 × connect ECONNREFUSED 10.0.0.7:8000
                        → check that the server is up, reachable from here, and
                          accepts this many
        http_error      2 × HTTP 404: {"error":"The model \`x\` does not exist."}
                        → check --model and the target’s base URL

        INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max
        read delay                0      —      —      —      —      —      —      —
        error bound               0      —      —      —      —      —      —      —
        send lateness   µs      240   55.0   50.0   70.0   80.0      —      —    150
        clock           arrivals stamped by the kernel (SO_TIMESTAMPING)
        client          1 worker · CPU 8.91 s · memory 96.2 MB

        — too few samples to tell: it takes 368 for p99, 3688 for p99.9.

        run folder      ./runs/k3f9
        records         tare export ./runs/k3f9 --format csv

      "
    `)
  })

  it('shows no quantile that a few samples can’t tell', () => {
    expect(render(tiny)).toMatchInlineSnapshot(`
      "
        tare 0.1.0 · 20261121-175001-k3f9
        embedded simulator · meta-llama/Llama-3.1-8B-Instruct
        openai-chat, streamed
        as fast as possible, 4 at a time for 5 requests (1.6 s), no warm-up
        5 sent · 5 ok · 0 failed

        LATENCY                   n   mean    p50    p90    p95    p99  p99.9    max
        TTFT            ms        5   45.4      —      —      —      —      —    124
        TTFT of answer  ms        5   49.4      —      —      —      —      —    135
        ITL             ms       60   13.6   12.4   17.4      —      —      —   37.2
        TPOT            ms        5   13.9      —      —      —      —      —   37.8
        NTPOT           ms        5   17.5      —      —      —      —      —   47.7
        E2E             ms        5    704      —      —      —      —      —   1920

        THROUGHPUT
        requests        7.96 req/s completed · 3.10 req/s sent
        tokens          764 tok/s out · 5.10k tok/s in · 5.87k tok/s in all
        in flight       2.40 on average · 4 at most

        TOKENS                    n   mean    p50    p90    p95    p99  p99.9    max
        input           tok       5    512      —      —      —      —      —    512
        output          tok       5   27.3      —      —      —      —      —   52.0
        per event       tok       5   2.10      —      —      —      —      —   4.00
        counted         5 by counting events, as the server sent no usage
        of these        31 of the output is reasoning

        NETWORK                   n   mean    p50    p90    p95    p99  p99.9    max
        round trip      µs        5   15.4      —      —      —      —      —   42.0
        connections     4 opened (99.0 µs each) · 0 retransmits

        INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max
        read delay      µs       70   29.4   12.0   81.6      —      —      —    360
        error bound     µs       70   4.20   3.00   7.80      —      —      —   27.0
        send lateness   ms        5    326      —      —      —      —      —    620
        clock           arrivals stamped by the kernel (SO_TIMESTAMPING)
        client          1 worker · CPU 8.91 s (19.4 µs a token) · memory 96.2 MB
        Read delay: what a user-space clock would have added to the times above.
        Error bound: the most by which the time of an arrival can be late.

        — too few samples to tell: it takes 6 for p50, 36 for p90, 72 for p95, 368
        for p99, 3688 for p99.9.

        run folder      ./runs/k3f9
        records         tare export ./runs/k3f9 --format csv

      "
    `)
  })

  it('says that a run was interrupted, and measures its length as it was', () => {
    expect(render(interrupted)).toMatchInlineSnapshot(`
      "
        tare 0.1.0 · 20261121-175001-k3f9
        http://10.0.0.7:8000 · meta-llama/Llama-3.1-8B-Instruct
        openai-chat, streamed
        open loop, Poisson 8.00 req/s, cut short after 12.4 s of measuring
        98 sent of 240 planned · 96 ok · 2 failed · interrupted

        LATENCY                   n   mean    p50    p90    p95    p99  p99.9    max
        TTFT            ms       97   47.5   41.3   66.1   78.5      —      —    165
        ITL             ms     9120   15.5   12.4   24.8   31.0   43.4   62.0   74.4
        TPOT            ms       96   13.2   12.6   15.1   16.4      —      —   25.2
        NTPOT           ms       96   13.7   13.0   15.6   16.9      —      —   26.0
        E2E             s        96   1.30   1.24   1.49   1.61      —      —   2.48
        TTFT from plan  ms       97   47.6   41.4   66.2   78.7      —      —    166
        E2E from plan   s        96   1.30   1.24   1.49   1.61      —      —   2.48

        THROUGHPUT
        requests        7.96 req/s completed · 7.96 req/s sent · 8.00 req/s asked
        tokens          764 tok/s out · 5.10k tok/s in · 5.87k tok/s in all
        in flight       10.8 on average · 27 at most

        TOKENS                    n   mean    p50    p90    p95    p99  p99.9    max
        input           tok      96    659    640    717    755      —      —   1024
        output          tok      96   98.4   96.0    106    110      —      —    144
        counted         96 by the server’s usage · 2 not at all

        NETWORK                   n   mean    p50    p90    p95    p99  p99.9    max
        round trip      µs     4796    254    212    382    466    636    890   1060
        connections     27 opened (357 µs each) · 3 retransmits

        ERRORS
        cancelled       2 × stopped by a second Ctrl-C

        INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max
        read delay      µs     456k    366   35.0   1358   2019   3343   5327   6650
        error bound     µs     456k  0.400      0      0   27.1   44.5   70.6   88.0
        send lateness   µs       98   70.0   50.0    130    170      —      —    450
        clock           arrivals stamped by the kernel (SO_TIMESTAMPING)
        client          1 worker · CPU 8.91 s (19.4 µs a token) · memory 96.2 MB
        Read delay: what a user-space clock would have added to the times above.
        Error bound: the most by which the time of an arrival can be late.

        — too few samples to tell: it takes 368 for p99, 3688 for p99.9.

        run folder      ./runs/k3f9
        records         tare export ./runs/k3f9 --format csv

      "
    `)
  })

  it('fits 80 columns, with colour and without, whatever the names and messages', () => {
    const long = 'x'.repeat(300)
    const hostile: Summary = {
      ...streamedOpenLoop,
      run_id: long,
      label: `\u001b]0;title\u0007${'漢字'.repeat(80)}`,
      target: { url: `http://${long}`, api: long, model: long, stream: true },
      errors: { [long]: 1_234_567, reset: 3 },
      error_messages: [{ kind: 'reset', message: '漢字'.repeat(200), count: 3 }],
    }
    for (const style of [plainStyle, styleFor({ isTTY: true }, {})]) {
      for (const summary of [hostile, streamedOpenLoop, closedUnstreamed, allFailed, tiny, interrupted]) {
        const lines = renderSummary(summary, { ...options, style }).split('\n')
        expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([])
      }
    }
  })

  it('lets no escape sequence or line break of a server through', () => {
    const text = render({
      ...allFailed,
      target: { ...allFailed.target, model: 'm\u001b[2J\r\u202eo' },
      error_messages: [{ kind: 'connect_error', message: 'a\n\u001b[31mb\u001b[0m c\u0007', count: 238 }],
    })
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Control}|\p{Format}/u)
    expect(text).toContain('238 × a b c')
  })

  it('prints nothing but ASCII where the locale has nothing else', () => {
    const style = styleFor({}, { LANG: 'C' })
    expect(renderSummary({ ...streamedOpenLoop, label: 'Zürich' }, { ...options, style })).toMatch(
      /^\p{ASCII}*$/u,
    )
  })

  it('shows the first answer token when some of the output was reasoning', () => {
    expect(render(streamedOpenLoop)).not.toContain('TTFT of answer')
    const tokens = { ...streamedOpenLoop.tokens, reasoning_total: 5 }
    expect(render({ ...streamedOpenLoop, tokens })).toContain('TTFT of answer')
  })

  it('shows latency from the plan in closed loop only when it differs', () => {
    const late = { ...closedUnstreamed.latency_ms, e2e_from_plan: distribution(400, 1300) }
    expect(render(closedUnstreamed)).not.toContain('from plan')
    expect(render({ ...closedUnstreamed, latency_ms: late })).toContain('E2E from plan')
  })

  it('prints an empty distribution as dashes', () => {
    const text = render({ ...streamedOpenLoop, latency_ms: { ...streamedOpenLoop.latency_ms, tpot: empty } })
    expect(text).toMatch(/^ {2}TPOT {17,}0( +—){7}$/m)
  })

  it('accounts for errors whose messages it does not have', () => {
    const text = render({
      ...streamedOpenLoop,
      errors: { reset: 9, timeout: 4 },
      error_messages: [{ kind: 'reset', message: 'ECONNRESET', count: 7 }],
    })
    expect(text).toContain('7 × ECONNRESET')
    expect(text).toContain('2 × with other messages')
    expect(text).toMatch(/^ {2}timeout +4$/m)
  })
})
