import { drawLognormal } from '../statistics/draw-lognormal.ts'
import { createRandom } from '../statistics/random.ts'
import type { GenerationRequest } from './openai-request.ts'

export interface ReplyLength {
  readonly tokens: number
  /** As OpenAI spells them: the model ended the reply, or the limit did. */
  readonly finishReason: 'stop' | 'length'
}

const lengthStream = 4
const logSd = 0.6

/**
 * How long the k-th reply will be. Its natural length, at which the model would say end-of-sequence, is lognormal
 * about `medianTokens` with sigma 0.6 (chosen, not measured); the request's limits then apply to it. The
 * end-of-sequence token itself is not counted. With `percentGiven` it ends after so many percent of that, of its own
 * accord.
 */
export function replyLength(
  request: GenerationRequest,
  options: { readonly medianTokens: number; readonly maxModelTokens: number; readonly seed: number },
  requestIndex: number,
  percentGiven?: number,
): ReplyLength {
  const due = dueLength(request, options, requestIndex)
  if (percentGiven === undefined) return due
  return { tokens: Math.max(1, Math.round((due.tokens * percentGiven) / 100)), finishReason: 'stop' }
}

function dueLength(
  request: GenerationRequest,
  options: { readonly medianTokens: number; readonly maxModelTokens: number; readonly seed: number },
  requestIndex: number,
): ReplyLength {
  const room = options.maxModelTokens - request.prompt.count
  const limit = Math.min(request.maxTokens ?? room, room)
  if (request.ignoreEos) return { tokens: limit, finishReason: 'length' }
  const random = createRandom(options.seed, lengthStream, requestIndex)
  const natural = Math.max(1, Math.round(drawLognormal(random, Math.log(options.medianTokens), logSd)))
  const wanted = Math.max(natural, request.minTokens)
  return wanted <= limit
    ? { tokens: wanted, finishReason: 'stop' }
    : { tokens: limit, finishReason: 'length' }
}
