import { tokenSources } from '../../../record/request-record.ts'
import type { Check } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { digits, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { okMeasured } from '../ok-measured.ts'

const least = 0.9
const most = 1.1
const mixedShare = 0.01

interface Counts {
  readonly requests: number
  readonly byUsage: number
  readonly byEvents: number
  readonly uncounted: number
  /** Of streamed replies with usage. */
  readonly usageTokens: number
  /** Of the same, with one more for each that has fewer events than tokens: an end-of-sequence has no text. */
  readonly eventTokens: number
}

export const tokenCount: Check = {
  id: 'token-count',
  group: 'work done',
  title: 'Tokens were counted in one way, and come one by one',
  tests:
    'The server’s usage says how many tokens it made; the client sees events. When an event carries several tokens, the gaps between events aren’t gaps between tokens: itl is then per event and larger than it should be, while tpot and the throughput, by usage, are right. When usage says less than was seen, it is usage that is wrong. Numbers that rest partly on one count and partly on the other rest on neither. Tare has no tokenizer of its own to settle it.',
  formula:
    'over measured ok streamed requests with usage: (Σ token_events, one more for a reply with fewer than its output_tokens) / Σ output_tokens (less reasoning_tokens where that is what the events carry), suspect below 0.9 or above 1.1; the smaller share of replies by token_source usage and events, and that of replies without a count, suspect above 1 %',
  source:
    'Speculative decoding, --stream-interval and proxies put several tokens in an event; vLLM’s and GuideLLM’s benchmarks report the gaps between events as inter-token latency all the same. MLPerf’s TEST06 compares reported and actual counts.',
  judge(evidence) {
    const counts = countsOf(evidence)
    const { requests: n, byUsage, byEvents, uncounted, usageTokens, eventTokens } = counts
    if (n === 0) return notApplicable('no request went well')
    if (byUsage + byEvents === 0 && !evidence.measured.target.stream)
      return notApplicable('replies came in one piece, and nobody counted tokens')
    const mixed = Math.min(byUsage, byEvents) / n
    if (mixed > mixedShare || uncounted / n > mixedShare) {
      return {
        status: 'suspect',
        statistic: Math.max(mixed, uncounted / n),
        threshold: mixedShare,
        n,
        affects: ['tpot', 'ntpot', 'output_tokens_per_s', 'total_tokens_per_s'],
        message: `tokens of ${byUsage} replies were counted by usage, of ${byEvents} by events, of ${uncounted} not at all: numbers per token mix them`,
        remedy: 'Have the server send usage with every reply (stream_options.include_usage).',
      }
    }
    if (usageTokens === 0) {
      const how = byEvents > 0 ? 'tokens are counted events: usage wasn’t sent' : 'replies weren’t streamed'
      return passed(null, null, n, how)
    }
    const ratio = eventTokens / usageTokens
    const seen = `${digits(usageTokens / eventTokens)} tokens an event, by usage`
    if (ratio >= least && ratio <= most) return passed(ratio, least, n, seen)
    const severalPerEvent = ratio < least
    return {
      status: 'suspect',
      statistic: ratio,
      threshold: severalPerEvent ? least : most,
      n,
      affects: severalPerEvent ? ['itl'] : ['tpot', 'ntpot', 'output_tokens_per_s', 'total_tokens_per_s'],
      message: severalPerEvent
        ? `${seen}: itl is the gap between events, not tokens; tpot and tokens/s go by usage`
        : `usage says ${percent(1 - 1 / ratio)} fewer tokens than there were events with text: tpot and tokens/s go by it`,
      remedy: severalPerEvent
        ? 'Read tpot in place of itl, or have the server send each token by itself (no speculative decoding, --stream-interval 1).'
        : 'Ask the server’s makers what its usage counts; with no usage asked for, events are counted.',
    }
  },
}

function countsOf(evidence: Evidence): Counts {
  const { tokenSource, tokenEvents, outputTokens, reasoningTokens } = evidence.requests.columns
  const usage = tokenSources.indexOf('usage')
  const events = tokenSources.indexOf('events')
  const counts = { requests: 0, byUsage: 0, byEvents: 0, uncounted: 0, usageTokens: 0, eventTokens: 0 }
  for (const i of okMeasured(evidence)) {
    counts.requests++
    if (tokenSource[i] === events) counts.byEvents++
    else if (tokenSource[i] !== usage) counts.uncounted++
    else {
      counts.byUsage++
      if (tokenEvents[i]! === 0) continue
      // Reasoning that a server keeps to itself is in its usage, and in no event.
      const hidden = outputTokens[i]! - (reasoningTokens[i] || 0)
      const shown = isNearly(tokenEvents[i]!, hidden) ? hidden : outputTokens[i]!
      counts.usageTokens += shown
      counts.eventTokens += tokenEvents[i]! + (tokenEvents[i]! < shown ? 1 : 0)
    }
  }
  return counts
}

function isNearly(events: number, tokens: number): boolean {
  return events > 0 && events / tokens >= least && events / tokens <= most
}
