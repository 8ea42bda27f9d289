import { blockMedians } from '../../../statistics/block-medians.ts'
import { quantile } from '../../../statistics/quantile.ts'
import { rankSum } from '../../../statistics/rank-sum.ts'
import { slopeTest } from '../../../statistics/slope-test.ts'
import type { Check, Finding } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { okMeasured } from '../ok-measured.ts'

const suspectShare = 0.01
/** A chat template's beginning is the same in all prompts, here as in production. */
const templateTokens = 128
const suspectRatio = 0.8
const leastOfEach = 20
const rankLimit = 4
const blocks = 20

const affects = [
  'ttft',
  'ttfat',
  'ttft_from_plan',
  'e2e',
  'e2e_from_plan',
  'input_tokens_per_s',
  'total_tokens_per_s',
]

export const cacheHits: Check = {
  id: 'cache-hits',
  group: 'work done',
  title: 'Prompts weren’t answered from a cache',
  tests:
    'A server that finds a prompt’s beginning in its prefix cache doesn’t compute it: TTFT falls and input throughput rises to what no new prompt gets. Synthetic prompts share nothing, so hits mean that they have been sent before, by an earlier run with the same seed. Prompts from a file may share on purpose; but when the same prompt comes again and is answered faster than at first, the figures depend on how often the file was gone through.',
  formula:
    'synthetic prompts: (Σ cached_tokens − what the median request has, up to 128 and half a prompt each) / Σ input_tokens, suspect above 1 %. Any prompts, with 20 or more of each: median TTFT of requests whose prompt_hash was sent before / of those whose wasn’t, suspect below 0.8 when rank sum’s z is beyond 4 and, where the first ones come early, the slope of 20 block medians on their share of first ones is significant as in the check `trend`',
  source:
    'MLPerf’s TEST04 (the same sample again mustn’t be over 10 % faster). vLLM caches prefixes by default.',
  judge(evidence) {
    const reported = evidence.plan.prompts === 'synthetic' ? reportedHits(evidence) : null
    const repeated = repeats(evidence)
    return (
      worse(reported, repeated) ??
      notApplicable('the server reports no cached tokens, and prompts don’t repeat')
    )
  },
}

function worse(a: Finding | null, b: Finding | null): Finding | null {
  return a?.status === 'suspect' ? a : b?.status === 'suspect' ? b : (a ?? b)
}

function reportedHits(evidence: Evidence): Finding | null {
  const { inputTokens, cachedTokens } = evidence.requests.columns
  const known = okMeasured(evidence).filter((i) => !Number.isNaN(cachedTokens[i]! + inputTokens[i]!))
  if (known.length === 0) return null
  const medianOf = (column: Float64Array): number =>
    quantile(Float64Array.from(known, (i) => column[i]!).sort(), 0.5)
  const template = Math.min(medianOf(cachedTokens), templateTokens, medianOf(inputTokens) / 2)
  const input = known.reduce((sum, i) => sum + inputTokens[i]!, 0)
  const cached = known.reduce((sum, i) => sum + Math.max(0, cachedTokens[i]! - template), 0)
  const share = input > 0 ? cached / input : 0
  const seen = `the server had ${percent(share)} of the prompt tokens in its cache`
  if (share <= suspectShare) return passed(share, suspectShare, known.length, seen)
  return {
    status: 'suspect',
    statistic: share,
    threshold: suspectShare,
    n: known.length,
    affects,
    message: `${seen}, though every prompt is a new one`,
    remedy:
      'Take another --seed, or restart the server, so that its cache doesn’t know the prompts of an earlier run.',
  }
}

function repeats(evidence: Evidence): Finding | null {
  const { columns, length } = evidence.requests
  const seenBefore = new Set<number>()
  const isRepeat = new Uint8Array(length)
  const bySend = Array.from({ length }, (_, i) => i)
    .filter((i) => !Number.isNaN(columns.sentNs[i]! + columns.promptHash[i]!))
    .sort((a, b) => columns.sentNs[a]! - columns.sentNs[b]!)
  for (const i of bySend) {
    if (seenBefore.has(columns.promptHash[i]!)) isRepeat[i] = 1
    seenBefore.add(columns.promptHash[i]!)
  }
  const measured = new Set(okMeasured(evidence))
  const compared = bySend.filter((i) => measured.has(i) && !Number.isNaN(columns.firstTokenNs[i]!))
  const ttftNs = Float64Array.from(compared, (i) =>
    Math.max(1, columns.firstTokenNs[i]! - columns.sentNs[i]!),
  )
  const again = ttftNs.filter((_, at) => isRepeat[compared[at]!] === 1)
  const first = ttftNs.filter((_, at) => isRepeat[compared[at]!] === 0)
  if (Math.min(again.length, first.length) < leastOfEach) return null
  const ratio = median(again) / median(first)
  const n = compared.length
  const seen = `prompts that came again had a median TTFT of ${percent(ratio)} of that of new ones`
  const isFaster =
    ratio < suspectRatio &&
    rankSum(first, again) > rankLimit &&
    beyondWandering(
      ttftNs,
      compared.map((i) => isRepeat[i]!),
    )
  if (!isFaster) return passed(ratio, suspectRatio, n, seen)
  return {
    status: 'suspect',
    statistic: ratio,
    threshold: suspectRatio,
    n,
    affects,
    message: `${seen} (${again.length} against ${first.length}): they were in a cache`,
    remedy:
      'Have as many prompts as requests, or turn the server’s prefix cache off, or say that it is what you measure.',
  }
}

/** New prompts among old ones are a fair sample; those that all come early are also the beginning of a series that wanders. */
function beyondWandering(ttftNs: Float64Array, isRepeat: readonly number[]): boolean {
  const positions = isRepeat.flatMap((repeat, at) => (repeat === 1 ? [] : [at / isRepeat.length]))
  const middle = positions[positions.length >> 1]!
  if (middle > 0.3 && middle < 0.7) return true
  const share = Float64Array.from({ length: blocks }, (_, block) => {
    const part = isRepeat.slice((block * isRepeat.length) / blocks, ((block + 1) * isRepeat.length) / blocks)
    return part.reduce((sum, repeat) => sum + repeat, 0) / part.length
  })
  const { estimate, significant } = slopeTest(share, blockMedians(ttftNs, blocks).map(Math.log))
  return significant && estimate < 0
}

function median(values: Float64Array): number {
  return quantile(values.slice().sort(), 0.5)
}
