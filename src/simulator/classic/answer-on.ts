import { type ClassicContext, checkToken, type Tokens } from './classic-context.ts'
import type { ClassicHandler, ClassicReply, ClassicRequest } from './classic-http.ts'
import { torchServeInference } from './torchserve-inference.ts'
import { torchServeManagement } from './torchserve-management.ts'
import { answerTorchServe } from './torchserve-reply.ts'
import { torchServeWorkflows } from './torchserve-workflows.ts'
import { exposeTriton } from './triton-metrics.ts'
import { answerV2 } from './v2-routes.ts'

type Answer = (request: ClassicRequest) => Promise<ClassicReply>

/** What each of the three ports answers. */
export function answerOn(
  context: ClassicContext,
  tokens: Tokens,
): { readonly inference: Answer; readonly management: Answer; readonly metrics: Answer } {
  const inference = torchServeInference(context)
  const management = [torchServeManagement(context), torchServeWorkflows(context)]
  const v2 = answerV2(context, tokens)
  const counted = (answer: Answer): Answer => {
    return async (request) => {
      const reply = await answer(request)
      context.metrics.answered(reply.status)
      return reply
    }
  }
  const withToken = (token: string | undefined, handlers: readonly ClassicHandler[]): Answer =>
    counted((request) =>
      answerTorchServe(
        [
          (checked) => {
            checkToken(token, checked)
            return undefined
          },
          ...handlers,
        ],
        request,
      ),
    )
  const torchServe = withToken(tokens.inferenceToken, [inference])
  return {
    inference: (request) => (request.segments[0] === 'v2' ? v2(request) : torchServe(request)),
    management: withToken(tokens.managementToken, management),
    metrics: (request) => answerTorchServe([(asked) => exposeMetrics(context, asked)], request),
  }
}

async function exposeMetrics(
  context: ClassicContext,
  request: ClassicRequest,
): Promise<ClassicReply | undefined> {
  if (request.segments[0] !== 'metrics' || request.segments.length > 1) return undefined
  for (const fault of context.faults) {
    if (fault.kind === 'metrics_missing') return undefined
    if (fault.kind === 'metrics_slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
  }
  const only = new Set(request.query.getAll('name[]'))
  const body = context.metrics.expose(only) + exposeTriton(context.registry.defaults(), only)
  return { status: 200, contentType: 'text/plain; version=0.0.4; charset=utf-8', body }
}
