import type { Check } from '../check.ts'
import { cacheHits } from './work-done/cache-hits.ts'
import { earlyEnd } from './work-done/early-end.ts'
import { finishReasons } from './work-done/finish-reasons.ts'
import { outputLength } from './work-done/output-length.ts'
import { sameReply } from './work-done/same-reply.ts'
import { tokenCount } from './work-done/token-count.ts'

/** Whether the server did the work that the numbers are about. */
export const workDoneChecks: readonly Check[] = [
  outputLength,
  tokenCount,
  finishReasons,
  cacheHits,
  sameReply,
  earlyEnd,
]
