import type { Check } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { grade } from '../../grade.ts'
import { counted, duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { okMeasured } from '../ok-measured.ts'

const thresholds = { suspect: 0.001, invalid: 0.1 }
/** A silence before the plan's end: this share of the window, so many times the mean gap, and the longest reply. */
const leastSilence = 0.1
const leastGaps = 20
const leastReplies = 3

export const earlyEnd: Check = {
  id: 'early-end',
  group: 'work done',
  title: 'Replies have content, and sending went on to the plan’s end',
  tests:
    'A reply without a token ends well by HTTP, and fast: it raises requests per second, lowers E2E, and has no TTFT to be counted by. And when the last sends come long before the plan’s end, rates are over time in which nothing was asked.',
  formula:
    'share of measured ok requests with output_tokens = 0, or streamed without one token event: suspect above 0.1 %, invalid above 10 %. Silence = the plan’s end − the last send: suspect when it is over 10 % of the window, 20 mean gaps between sends and 3 times the longest E2E, in a complete run that ends by the clock',
  source: 'k6 passes thresholds on no data at all; here nothing must not pass for a fast reply.',
  judge(evidence) {
    const ok = okMeasured(evidence)
    if (ok.length === 0) return notApplicable('no request went well')
    const empty = ok.filter((i) => isEmpty(evidence, i)).length
    const share = empty / ok.length
    const { status, threshold } = grade(share, thresholds)
    if (status !== 'ok') {
      return {
        status,
        statistic: share,
        threshold,
        n: ok.length,
        affects: ['e2e', 'e2e_from_plan', 'ntpot', 'requests_per_s', 'output_tokens_per_s'],
        message: `${percent(share)} of ${counted(ok.length, 'reply', 'replies')} have no token, and count as ok`,
        remedy:
          'Look at these replies by hand: wrong chat template, max_tokens of 0, a stop word that comes first.',
      }
    }
    const silenceNs = silentEnd(evidence, ok)
    if (silenceNs === null) return passed(share, threshold, ok.length, 'every reply has content')
    return {
      status: 'suspect',
      statistic: silenceNs / 1e9,
      threshold: null,
      n: ok.length,
      affects: ['requests_per_s', 'output_tokens_per_s', 'input_tokens_per_s', 'total_tokens_per_s'],
      message: `nothing was sent in the last ${duration(silenceNs)} of the plan`,
      remedy: 'See log.ndjson for what stopped the workers, and run again.',
    }
  },
}

function isEmpty({ requests, measured }: Evidence, i: number): boolean {
  const { outputTokens, tokenEvents } = requests.columns
  return outputTokens[i] === 0 || (measured.target.stream && tokenEvents[i] === 0)
}

function silentEnd({ requests, plan, measured }: Evidence, ok: readonly number[]): number | null {
  const { window, state } = measured
  const { sentNs, endNs } = requests.columns
  if (state !== 'complete' || window.kind !== 'duration' || !Number.isFinite(plan.sendingEndsNs)) return null
  let lastNs = 0
  for (const at of sentNs) if (at > lastNs) lastNs = at
  const silenceNs = plan.sendingEndsNs - lastNs
  const lengthNs = window.end_ns - window.start_ns
  const longestNs = ok.reduce((most, i) => Math.max(most, endNs[i]! - sentNs[i]!), 0)
  const isLong =
    silenceNs > leastSilence * lengthNs &&
    silenceNs > (leastGaps * lengthNs) / ok.length &&
    silenceNs > leastReplies * longestNs
  return isLong ? silenceNs : null
}
