import { tareVersion } from '../../version.ts'
import type { ClassicContext, Tokens } from './classic-context.ts'
import type { ClassicReply, ClassicRequest } from './classic-http.ts'
import type { ClassicModel } from './classic-model.ts'
import { unknownModel, V2Error } from './v2-error.ts'
import { infer } from './v2-infer.ts'
import { modelConfigJson } from './v2-model-config.ts'
import { v2Empty, v2Json } from './v2-reply.ts'
import { createV2Repository, type V2Repository } from './v2-repository.ts'
import { modelStatisticsJson } from './v2-statistics.ts'
import { fullShape, inputTensor, outputTensor, type TensorMetadata } from './v2-tensors.ts'

/** Answers what is below /v2: Open Inference Protocol with Triton's extensions (docs/protocol of triton-inference-server/server). */
export function answerV2(
  context: ClassicContext,
  tokens: Tokens,
): (request: ClassicRequest) => Promise<ClassicReply> {
  const repository = createV2Repository(context)
  return async (request) => {
    try {
      checkBearer(context, tokens, request)
      const reply = await route(context, repository, request)
      if (reply === undefined) throw new V2Error(404, 'Not Found')
      return reply
    } catch (cause) {
      if (cause instanceof V2Error) return v2Json({ error: cause.message }, cause.status)
      return v2Json({ error: String(cause) }, 500)
    }
  }
}

/** Triton has no tokens of its own; a proxy that has refuses with 401. */
function checkBearer(context: ClassicContext, tokens: Tokens, request: ClassicRequest): void {
  const isManagement = request.segments[1] === 'repository'
  if (isManagement && context.faults.some(({ kind }) => kind === 'management_closed'))
    throw new V2Error(503, 'explicit model load / unload is not allowed if polling is enabled')
  const token = isManagement ? tokens.managementToken : tokens.inferenceToken
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
    throw new V2Error(401, 'The request has no token, or a wrong one.')
}

function route(
  context: ClassicContext,
  repository: V2Repository,
  request: ClassicRequest,
): ClassicReply | undefined | Promise<ClassicReply> {
  const { method, segments } = request
  const path = segments.slice(1)
  if (path[0] === 'repository') return routeRepository(repository, request, path.slice(1))
  if (path[0] === 'models') return routeModels(context, request, path.slice(1))
  if (method !== 'GET') return undefined
  if (path.length === 0 || (path.length === 1 && path[0] === '')) return v2Json(serverMetadata)
  if (path.length !== 2 || path[0] !== 'health') return undefined
  if (path[1] === 'live') return v2Empty(200)
  if (path[1] === 'ready') return v2Empty(context.registry.defaults().every(isReady) ? 200 : 400)
  return undefined
}

const serverMetadata = {
  name: 'tare-simulator',
  version: tareVersion,
  extensions: ['model_repository', 'model_configuration', 'statistics'],
}

function routeRepository(
  repository: V2Repository,
  request: ClassicRequest,
  path: readonly string[],
): ClassicReply | undefined | Promise<ClassicReply> {
  if (request.method !== 'POST') return undefined
  const [first, name, action] = path
  if (first === 'index' && path.length === 1) return repository.index(request)
  if (first !== 'models' || name === undefined || name === '' || path.length !== 3) return undefined
  if (action === 'load') return repository.load(name, request)
  return action === 'unload' ? repository.unload(name) : undefined
}

function routeModels(
  context: ClassicContext,
  request: ClassicRequest,
  path: readonly string[],
): ClassicReply | undefined | Promise<ClassicReply> {
  const { registry } = context
  const shown = registry.defaults().filter(({ ofWorkflow }) => !ofWorkflow)
  if (path[0] === 'stats' && path.length === 1) return v2Json({ model_stats: shown.map(modelStatisticsJson) })
  const [name = '', ...rest] = path
  const version = rest[0] === 'versions' ? rest[1] : undefined
  const [action, ...more] = version === undefined ? rest : rest.slice(2)
  if (more.length > 0) return undefined
  const model = registry.find(name, version)
  // The status is the whole answer, for a model that isn't there too.
  if (action === 'ready') return v2Empty(model !== undefined && isReady(model) ? 200 : 400)
  if (model === undefined || model.ofWorkflow) throw unknownModel(name)
  if (action === 'infer') return request.method === 'POST' ? infer(context, model, request) : undefined
  if (request.method !== 'GET') return undefined
  if (action === undefined) return v2Json(modelMetadata(model))
  if (action === 'config') return v2Json(modelConfigJson(model))
  return action === 'stats' ? v2Json({ model_stats: [modelStatisticsJson(model)] }) : undefined
}

function isReady(model: ClassicModel): boolean {
  return model.readyWorkers() > 0 && model.readyWorkers() >= model.settings.minWorkers
}

function modelMetadata(model: ClassicModel): object {
  const tensor = (of: TensorMetadata) => ({
    name: of.name,
    datatype: of.datatype,
    shape: fullShape(of, model),
  })
  return {
    name: model.name,
    versions: [model.version],
    platform: 'simulator',
    inputs: [tensor(inputTensor)],
    outputs: [tensor(outputTensor)],
  }
}
