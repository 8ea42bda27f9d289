import type { Check } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { grade } from '../../grade.ts'
import { percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { okMeasured } from '../ok-measured.ts'

const thresholds = { suspect: 0.01, invalid: 0.5 }
/** A classifier, or a model that declines, may answer many prompts of a file alike, if it may end its replies. */
const freeThresholds = { suspect: 0.5, invalid: null }
/** Shorter replies may well be alike: `Yes.` */
const leastTokens = 8
const leastReplies = 20

export const sameReply: Check = {
  id: 'same-reply',
  group: 'work done',
  title: 'Different prompts got different replies',
  tests:
    'A server that answers different prompts with the same text isn’t reading them: a canned reply, a cache by the wrong key, a mock left in the way, or a sampler that is broken. Nothing that is measured of it is about the model.',
  formula:
    'among measured ok replies of more than 8 tokens with prompt_hash and reply_hash: share whose reply_hash is also that of a reply to another prompt_hash; suspect above 1 %, invalid above 50 %; of prompts from a file whose replies may end by themselves, suspect above 50 %',
  source:
    'MLPerf’s TEST04, an audit for cached results. Hashes have 32 bits: by chance 1 in 40 000 replies among 100 000 meets another.',
  judge(evidence) {
    const { columns } = evidence.requests
    const compared = okMeasured(evidence).filter((i) => isComparable(evidence, i))
    const n = compared.length
    if (n < leastReplies) return notApplicable('too few replies of more than 8 tokens to compare')
    const promptOf = new Map<number, number>()
    const shared = new Set<number>()
    for (const i of compared) {
      const reply = columns.replyHash[i]!
      const prompt = columns.promptHash[i]!
      const before = promptOf.get(reply)
      if (before === undefined) promptOf.set(reply, prompt)
      else if (before !== prompt) shared.add(reply)
    }
    const mayBeAlike = evidence.plan.prompts === 'file' && !evidence.plan.ignoreEos
    const share = compared.filter((i) => shared.has(columns.replyHash[i]!)).length / n
    const { status, threshold } = grade(share, mayBeAlike ? freeThresholds : thresholds)
    const seen = `${percent(share)} of ${n} replies are word for word those to other prompts`
    if (status === 'ok') return passed(share, threshold, n, seen)
    return {
      status,
      statistic: share,
      threshold,
      n,
      affects: ['*'],
      message: seen,
      remedy:
        'Send two different prompts by hand; look for a mock, a response cache or a proxy in front of the model.',
    }
  },
}

function isComparable({ requests }: Evidence, i: number): boolean {
  const { outputTokens, promptHash, replyHash } = requests.columns
  return outputTokens[i]! > leastTokens && !Number.isNaN(promptHash[i]!) && !Number.isNaN(replyHash[i]!)
}
