import type { ClassicContext } from './classic-context.ts'
import type { ClassicHandler, ClassicReply, ClassicRequest } from './classic-http.ts'
import type { ClassicModel } from './classic-model.ts'
import { submitJob } from './submit-job.ts'
import {
  badRequest,
  internalError,
  methodNotAllowed,
  modelNotFound,
  noWorker,
  TorchServeError,
} from './torchserve-error.ts'
import { workerName } from './torchserve-metrics.ts'
import { torchServeJson, torchServeStatus } from './torchserve-reply.ts'
import { workflowNotFound } from './torchserve-workflows.ts'
import { workflowModelName } from './workflow-model-name.ts'

/** TorchServe's inference API (pytorch/serve, InferenceRequestHandler): health, predictions, KServe's v1, workflows. */
export function torchServeInference(context: ClassicContext): ClassicHandler {
  return (request) => {
    const { method, segments } = request
    const [root, name, version] = segments
    if (root === 'ping' && segments.length === 1) return ping(context)
    if (root === 'predictions' && name !== undefined) return predict(context, request, name, version)
    if (root === 'wfpredict' && name !== undefined) return predictWorkflow(context, request, name)
    const kserve = root === 'v1' && name === 'models' ? /^(.+):predict$/.exec(version ?? '') : null
    if (kserve === null || segments.length !== 3) return undefined
    if (method !== 'POST') throw methodNotAllowed()
    return kservePredict(context, request, kserve[1]!)
  }
}

/** 500 as long as a model has fewer workers that are ready than it must have. */
function ping({ registry }: ClassicContext): ClassicReply {
  const isHealthy = registry.defaults().every((model) => model.readyWorkers() >= model.settings.minWorkers)
  return isHealthy ? torchServeStatus('Healthy') : torchServeStatus('Unhealthy', 500)
}

async function predict(
  context: ClassicContext,
  request: ClassicRequest,
  name: string,
  version: string | undefined,
): Promise<ClassicReply> {
  const model = context.registry.model(name, version)
  if (model.ofWorkflow) throw modelNotFound(name)
  await serve(context, request, model, version)
  return torchServeJson({ received_bytes: request.body.length })
}

async function predictWorkflow(
  context: ClassicContext,
  request: ClassicRequest,
  name: string,
): Promise<ClassicReply> {
  const model = context.registry.find(workflowModelName(name))
  if (model === undefined) throw workflowNotFound(name)
  await serve(context, request, model, undefined)
  return torchServeJson({ received_bytes: request.body.length })
}

/** One request of a batch, however many instances it has: TorchServe doesn't look into it. */
async function kservePredict(
  context: ClassicContext,
  request: ClassicRequest,
  name: string,
): Promise<ClassicReply> {
  const model = context.registry.model(name)
  let body: unknown
  try {
    body = JSON.parse(request.body.toString('utf8'))
  } catch (cause) {
    throw badRequest(`The body isn't JSON: ${(cause as Error).message}`)
  }
  const instances =
    typeof body === 'object' && body !== null && 'instances' in body ? body.instances : undefined
  if (!Array.isArray(instances)) throw badRequest('The body has no list of "instances".')
  await serve(context, request, model, undefined)
  return torchServeJson({ predictions: instances.map((_, index) => index) })
}

/** Waits until the model has served the request. Throws what TorchServe would answer when it doesn't. */
async function serve(
  context: ClassicContext,
  request: ClassicRequest,
  model: ClassicModel,
  version: string | undefined,
): Promise<void> {
  const { metrics, around } = context
  for (const fault of context.faults)
    if (fault.kind === 'predict_status')
      throw new TorchServeError(fault.status, 'InjectedFault', `Injected fault: HTTP status ${fault.status}.`)
  metrics.requestArrived(model.name, version)
  const outcome = await submitJob(model, { items: 1, requestId: request.id }, around)
  if (outcome.state === 'refused') throw noWorker(model.name, version)
  if (outcome.state === 'broken-off') {
    if (outcome.why === 'worker') throw internalError('Worker scaled down.')
    throw noWorker(model.name, version)
  }
  const { batch, queueNs, durationNs, isFirst } = outcome
  const thread = workerName(model, batch.worker)
  metrics.requestServed({ model: model.name, version, queueNs, durationNs, thread })
  if (isFirst) {
    const requestIds = batch.jobs.map(({ requestId }) => requestId)
    metrics.batchServed(model, batch, requestIds)
  }
}
