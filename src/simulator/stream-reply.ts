import type { TokenSink } from './backend.ts'
import {
  abandon,
  type BreakingFault,
  breakingFaultOf,
  type Generation,
  sendForEver,
  usageOf,
} from './generation.ts'
import { injectedError, openAiErrorBody } from './openai-error.ts'
import { openReply, type ReplyOutput } from './reply-output.ts'

/**
 * A streamed reply. The head leaves at once, with the role-only event of a chat, so that each token is alone in its
 * write; usage, [DONE] and the end of the body follow the last token in a write of their own.
 */
export function createStreamReply(generation: Generation): TokenSink {
  const { account, events, faults, length, nextWord } = generation
  const output =
    generation.openOutput ?? openReply(generation.request, generation.response, 'text/event-stream')
  const tokensPerEvent = faults.get('tokens_per_event') ?? 1
  const breakingFault = breakingFaultOf(faults)
  const breakAfter = breakingFault === undefined ? 0 : Math.ceil(length.tokens / 2)
  const neverEnds = faults.has('never_ends')
  const dueNs: number[] = []
  let text = ''
  let tokens = 0

  sendOpening(generation, output)

  return {
    token(due, nowNs) {
      account.generated(nowNs)
      text += nextWord()
      tokens++
      dueNs.push(due)
      const isLast = tokens === length.tokens
      if (dueNs.length < tokensPerEvent && !isLast && tokens !== breakAfter) return
      const tail = isLast && !neverEnds ? events.lastTail(length.finishReason) : events.tokenTail
      const event = events.tokenHead + text + tail
      account.handOver(dueNs, () => output.send(event))
      dueNs.length = 0
      text = ''
      if (tokens === breakAfter) breakOff(generation, output, breakingFault!)
    },
    finish() {
      if (neverEnds) {
        sendForEver(output, () => events.tokenHead + nextWord() + events.tokenTail)
        return
      }
      const usage =
        generation.includeUsage && !faults.has('no_usage') ? events.usage(usageOf(generation)) : ''
      output.end(usage + (faults.has('missing_done') ? '' : events.done))
      account.close(length.finishReason, generation.job)
    },
  }
}

function sendOpening(generation: Generation, output: ReplyOutput): void {
  const { events, faults } = generation
  if (events.role !== '') output.send(events.role)
  const empty = events.tokenHead + events.tokenTail
  for (let extra = faults.get('role_only') ?? 0; extra > 0; extra--) output.send(empty)
}

function breakOff(generation: Generation, output: ReplyOutput, fault: BreakingFault): void {
  const { events, faults } = generation
  abandon(generation)
  if (fault === 'reset') output.reset()
  else if (fault === 'truncated') output.cut(events.tokenHead + events.tokenTail)
  else if (fault === 'in_stream_error') {
    output.end(
      events.error(openAiErrorBody(injectedError(500))) + (faults.has('missing_done') ? '' : events.done),
    )
  } else if (faults.get('malformed') === 1) output.breakFraming()
  else output.end(events.error('{"id":"broken","choices":[{"delta":{"content":') + events.done)
}
