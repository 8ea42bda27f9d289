import type { Check } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { counted, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { okMeasured } from '../ok-measured.ts'

const suspectShare = 0.01
/** Why a server may stop of its own accord: by OpenAI, Anthropic, Hugging Face and their likes. */
const goodEnds: readonly string[] = [
  'stop',
  'length',
  'tool_calls',
  'tool_use',
  'function_call',
  'eos',
  'eos_token',
  'stop_sequence',
  'end_turn',
  'max_tokens',
]

export const finishReasons: Check = {
  id: 'finish-reasons',
  group: 'work done',
  title: 'Replies ended for good reasons',
  tests:
    'A reply that a filter cut off, that the server aborted, or whose end it doesn’t explain counts as ok by HTTP, and is shorter and faster than one that was written to its end.',
  formula:
    'share of measured ok requests whose finish_reason is missing or not one of stop, length, tool_calls, function_call and other servers’ names for these; suspect above 1 %. Missing ones count only when some server reply has one',
  source: 'OpenAI’s API: content_filter; vLLM: abort; proxies that close a stream with [DONE] and no reason.',
  judge(evidence) {
    const counts = reasonCounts(evidence)
    const n = [...counts.values()].reduce((sum, count) => sum + count, 0)
    if (n === 0) return notApplicable('no request went well')
    const sorted = [...counts].sort((a, b) => b[1] - a[1])
    const mix = sorted.map(([reason, count]) => `${percent(count / n)} ${reason ?? 'without one'}`).join(', ')
    if (counts.get(null) === n) return notApplicable('the server gives no finish reasons')
    const odd = sorted
      .filter(([reason]) => reason === null || !goodEnds.includes(reason))
      .reduce((sum, [, count]) => sum + count, 0)
    const seen = `finish reasons of ${counted(n, 'reply', 'replies')}: ${mix}`
    if (odd / n <= suspectShare) return passed(odd / n, suspectShare, n, seen)
    return {
      status: 'suspect',
      statistic: odd / n,
      threshold: suspectShare,
      n,
      affects: ['e2e', 'e2e_from_plan', 'tpot', 'ntpot', 'requests_per_s', 'output_tokens_per_s'],
      message: `${seen}: ${percent(odd / n)} weren’t written to their end`,
      remedy: 'Look at these replies in records.parquet, and in the server’s log, for what ended them.',
    }
  },
}

function reasonCounts(evidence: Evidence): Map<string | null, number> {
  const { columns, finishReasons: names } = evidence.requests
  const counts = new Map<string | null, number>()
  for (const i of okMeasured(evidence)) {
    const reason = names[columns.finishReason[i]!] ?? null
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return counts
}
