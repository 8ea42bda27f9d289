import { tokenSources } from '../../../record/request-record.ts'
import type { Check, Finding } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { allOf, counted, digits, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { okMeasured } from '../ok-measured.ts'

const suspectShare = 0.01
const invalidAmount = 0.1

interface Lengths {
  readonly n: number
  readonly shorter: number
  readonly longer: number
  /** Of all of them together. */
  readonly asked: number
  readonly got: number
  /** Whether the server's usage is the source of (nearly) all counts. */
  readonly fromUsage: boolean
}

export const outputLength: Check = {
  id: 'output-length',
  group: 'work done',
  title: 'Replies were as long as was asked',
  tests:
    'Latency, throughput and time per token all depend on how much the server had to write. One that stops early looks fast; two servers that wrote different amounts can’t be compared. With ignore_eos every reply must be exactly as long as was asked. Without it a reply may end before, which is for you to know, but never go on.',
  formula:
    'over measured ok requests with requested_output_tokens: share with output_tokens ≠ those (with ignore_eos) or > those (without), suspect above 1 %; |Σ output_tokens / Σ requested − 1| of the same, invalid above 10 %. Where output_tokens are counted events, short replies are suspect at most: an event may hold several tokens',
  source: 'MLPerf’s TEST09 (mean output length within 10 % of the reference) and its TEST06.',
  judge(evidence) {
    const lengths = lengthsOf(evidence)
    if (lengths.n === 0) return notApplicable('no reply’s length was asked for and counted')
    return evidence.plan.ignoreEos ? exact(lengths) : atMost(lengths)
  },
}

function lengthsOf(evidence: Evidence): Lengths {
  const { requestedOutputTokens, outputTokens, tokenSource } = evidence.requests.columns
  const usage = tokenSources.indexOf('usage')
  const counted = { n: 0, shorter: 0, longer: 0, asked: 0, got: 0, usage: 0 }
  for (const i of okMeasured(evidence)) {
    const asked = requestedOutputTokens[i]!
    const got = outputTokens[i]!
    if (Number.isNaN(asked) || Number.isNaN(got)) continue
    counted.n++
    counted.asked += asked
    counted.got += got
    if (got < asked) counted.shorter++
    if (got > asked) counted.longer++
    if (tokenSource[i] === usage) counted.usage++
  }
  return { ...counted, fromUsage: counted.usage >= 0.99 * counted.n }
}

function exact(lengths: Lengths): Finding {
  const { n, shorter, longer, asked, got, fromUsage } = lengths
  const share = (shorter + longer) / n
  const amount = Math.abs(got / asked - 1)
  if (share <= suspectShare) {
    const message = `${percent(1 - share)} of ${counted(n, 'reply', 'replies')} were exactly as long as was asked`
    return passed(share, suspectShare, n, message)
  }
  const byCount = !fromUsage && shorter > longer
  const isInvalid = amount > invalidAmount && !byCount
  const why = byCount ? ', by counted events, of which each may hold several tokens' : ''
  return {
    ...unlike(lengths, isInvalid ? amount : share, isInvalid),
    message: `${inWords(lengths)}, though ignore_eos was asked for${why}`,
    remedy: byCount
      ? 'Let the server send usage (stream_options.include_usage) so that tokens are counted by it.'
      : 'See whether the server honours ignore_eos and max_tokens, and whether prompt and reply fit its context; or don’t ask for it (--no-ignore-eos); else compare by tokens, not by requests.',
  }
}

function atMost(lengths: Lengths): Finding {
  const { n, longer, asked, got, shorter } = lengths
  const share = longer / n
  if (share <= suspectShare) {
    const message =
      shorter === 0
        ? `${allOf(n, 'reply', 'replies')} ${n === 1 ? 'was' : 'were'} as long as was asked`
        : `${percent(shorter / n)} of ${counted(n, 'reply', 'replies')} ended before the length asked for: ${digits(got / n)} tokens on average of ${digits(asked / n)}`
    return passed(share, suspectShare, n, message)
  }
  const amount = got / asked - 1
  const isInvalid = amount > invalidAmount
  return {
    ...unlike(lengths, isInvalid ? amount : share, isInvalid),
    message: `${inWords(lengths)}, and no reply may be longer`,
    remedy: 'See whether the server honours max_tokens, and what it counts in usage.',
  }
}

function unlike({ n }: Lengths, statistic: number, isInvalid: boolean): Omit<Finding, 'message' | 'remedy'> {
  return {
    status: isInvalid ? 'invalid' : 'suspect',
    statistic,
    threshold: isInvalid ? invalidAmount : suspectShare,
    n,
    affects: [
      'e2e',
      'e2e_from_plan',
      'tpot',
      'ntpot',
      'requests_per_s',
      'output_tokens_per_s',
      'total_tokens_per_s',
    ],
  }
}

function inWords({ n, shorter, longer, asked, got }: Lengths): string {
  const parts = [
    ...(shorter > 0 ? [`${percent(shorter / n)} were shorter`] : []),
    ...(longer > 0 ? [`${percent(longer / n)} longer`] : []),
  ]
  return `of ${counted(n, 'reply', 'replies')} ${parts.join(' and ')} than asked, ${digits(got / n)} tokens on average in place of ${digits(asked / n)}`
}
