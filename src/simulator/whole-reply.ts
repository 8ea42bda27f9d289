import type { TokenSink } from './backend.ts'
import { wholeReplyBody } from './event-text.ts'
import {
  abandon,
  type BreakingFault,
  breakingFaultOf,
  type Generation,
  sendForEver,
  usageOf,
} from './generation.ts'
import { injectedError, openAiErrorBody } from './openai-error.ts'
import { openReply, type ReplyOutput, wasTaken } from './reply-output.ts'

const contentType = 'application/json'

/** An unstreamed reply: its words are gathered, and leave as one body after the last. */
export function createWholeReply(generation: Generation): TokenSink {
  const { account, faults, identity, length, nextWord } = generation
  const dueNs: number[] = []
  let text = ''
  return {
    token(due, nowNs) {
      account.generated(nowNs)
      text += nextWord()
      dueNs.push(due)
    },
    finish() {
      const usage = faults.has('no_usage') ? undefined : usageOf(generation)
      const body = wholeReplyBody(identity, text, length.finishReason, usage)
      const breakingFault = breakingFaultOf(faults)
      if (faults.has('never_ends')) sendForEver(openOutput(generation), () => ' ')
      else if (breakingFault !== undefined) breakOff(generation, body, breakingFault)
      else {
        account.handOver(dueNs, () => sendBody(generation, body))
        account.close(length.finishReason, generation.job)
      }
    },
  }
}

function openOutput(generation: Generation): ReplyOutput {
  return generation.openOutput ?? openReply(generation.request, generation.response, contentType)
}

/** Returns false when the kernel didn't take it at once. */
function sendBody(generation: Generation, body: string): boolean {
  const { openOutput: opened, response, request } = generation
  if (opened !== undefined) opened.end(body)
  else {
    response.writeHead(200, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
    response.end(body)
  }
  return wasTaken(request.socket)
}

function breakOff(generation: Generation, body: string, fault: BreakingFault): void {
  abandon(generation)
  if (fault === 'in_stream_error') sendBody(generation, openAiErrorBody(injectedError(500)))
  else if (fault === 'malformed' && generation.faults.get('malformed') === 0) {
    sendBody(generation, body.slice(0, body.length >> 1))
  } else {
    const output = openOutput(generation)
    if (fault === 'malformed') output.breakFraming()
    else if (fault === 'truncated') output.cut(body)
    else {
      output.send(body.slice(0, body.length >> 1))
      output.reset()
    }
  }
}
