import { type ClassicContext, ignores } from './classic-context.ts'
import type { ClassicHandler, ClassicReply, ClassicRequest } from './classic-http.ts'
import {
  type ClassicModel,
  createClassicModel,
  defaultSettings,
  type ModelIdentity,
} from './classic-model.ts'
import { describeModel } from './describe-model.ts'
import { scaleModel } from './scale-model.ts'
import {
  badRequest,
  internalError,
  methodNotAllowed,
  modelNotFound,
  TorchServeError,
} from './torchserve-error.ts'
import { type TorchServeParameters, torchServeParameters } from './torchserve-parameters.ts'
import { torchServeJson, torchServeStatus } from './torchserve-reply.ts'

/** TorchServe's management API, without workflows (pytorch/serve, ManagementRequestHandler and ApiUtils). */
export function torchServeManagement(context: ClassicContext): ClassicHandler {
  return (request) => {
    const { method, segments } = request
    const [root, name, version, action] = segments
    if (root === 'v1' && name === 'models' && version !== undefined && segments.length === 3)
      return kserveReady(context, version.split(':')[0]!)
    if (root !== 'models' || segments.length > 4) return undefined
    if (name === undefined || name === '') {
      if (method === 'GET') return listModels(context, request)
      if (method === 'POST') return register(context, torchServeParameters(request))
      throw methodNotAllowed()
    }
    if (segments.length === 4) {
      if (action !== 'set-default' || method !== 'PUT') return undefined
      context.registry.setDefault(name, version!)
      return torchServeStatus(`Default vesion succsesfully updated for model "${name}" to "${version}"`)
    }
    if (method === 'GET') return describe(context, name, version)
    if (method === 'PUT') return scale(context, name, version, torchServeParameters(request))
    if (method === 'DELETE') return unregister(context, name, version)
    throw methodNotAllowed()
  }
}

function kserveReady({ registry }: ClassicContext, name: string): ClassicReply {
  return torchServeJson({ name, ready: visible(registry.model(name)).hasWorkers() })
}

/** Models of workflows are found by nobody else. */
function visible(model: ClassicModel): ClassicModel {
  if (model.ofWorkflow) throw modelNotFound(model.name)
  return model
}

/** A token comes with the last page too when the models fill it exactly, as in ApiUtils.getModelList. */
function listModels({ registry }: ClassicContext, { query }: ClassicRequest): ClassicReply {
  const models = registry.defaults().filter(({ ofWorkflow }) => !ofWorkflow)
  const asked = wholeOr(query.get('limit'), 100)
  const limit = asked > 100 || asked < 0 ? 100 : asked
  const from = Math.max(0, wholeOr(query.get('next_page_token'), 0))
  const last = from + limit
  return torchServeJson({
    ...(last > models.length ? {} : { nextPageToken: String(last) }),
    models: models.slice(from, last).map(({ name, url }) => ({ modelName: name, modelUrl: url })),
  })
}

function wholeOr(text: string | null, otherwise: number): number {
  return text !== null && /^[+-]?\d{1,9}$/.test(text) ? Number(text) : otherwise
}

function describe({ registry }: ClassicContext, name: string, version: string | undefined): ClassicReply {
  const models = version === 'all' ? registry.versions(name) : [registry.model(name, version)]
  return torchServeJson(models.map((model) => describeModel(visible(model))))
}

async function register(context: ClassicContext, parameters: TorchServeParameters): Promise<ClassicReply> {
  const url = parameters.text('url')
  if (url === undefined) throw badRequest('Parameter url is required.')
  const archive = modelArchive(url)
  const identity: ModelIdentity = {
    name: parameters.text('model_name') || archive.name,
    version: archive.version,
    url,
    delayRule: 'first-taken',
    loadedAtStartup: false,
    ofWorkflow: false,
  }
  const initial = parameters.integer('initial_workers', defaultWorkers)
  const workers = ignores(context, 'workers') ? 0 : initial
  const model = createClassicModel(identity, settingsFrom(context, parameters), context.law, context.around)
  const { name, version } = model
  context.registry.add(model)
  if (initial <= 0) {
    return torchServeStatus(
      `Model "${name}" Version: ${version} registered with 0 initial workers. Use scale workers API to add workers for the model.`,
    )
  }
  const ready = scaleModel(context, model, workers, workers)
  if (!parameters.boolean('synchronous', true)) return torchServeStatus('Processing worker updates...', 202)
  if (await ready)
    return torchServeStatus(`Model "${name}" Version: ${version} registered with ${initial} initial workers`)
  if (context.registry.find(name, version) === model) context.registry.remove(name, version)
  throw internalError(`Failed to start workers for model ${name} version: ${version}`)
}

const defaultWorkers = 1

function settingsFrom(context: ClassicContext, parameters: TorchServeParameters): ClassicModel['settings'] {
  const integer = (name: string, otherwise: number): number => parameters.integer(name, otherwise)
  const { batchSize, maxBatchDelayMs, responseTimeoutS, startupTimeoutS } = defaultSettings
  return {
    ...defaultSettings,
    batchSize: ignores(context, 'batch_size') ? batchSize : integer('batch_size', batchSize),
    maxBatchDelayMs: ignores(context, 'max_batch_delay')
      ? maxBatchDelayMs
      : integer('max_batch_delay', maxBatchDelayMs),
    responseTimeoutS: integer('response_timeout', responseTimeoutS),
    startupTimeoutS: integer('startup_timeout', startupTimeoutS),
  }
}

/**
 * What the archive's manifest would say: its name is the file's, its version 1.0 unless the file's name ends in `-v2.0`. Throws
 * TorchServeError 404 for what isn't a .mar, as TorchServe does for an archive that isn't in its store.
 */
function modelArchive(url: string): { readonly name: string; readonly version: string } {
  const notFound = (message: string): TorchServeError =>
    new TorchServeError(404, 'ModelNotFoundException', message)
  if (url.includes('..')) throw notFound(`Relative path is not allowed in url: ${url}`)
  const file = url.split('/').at(-1)!
  const match = /^(.+?)(?:-v(\d+(?:\.\d+)*))?\.mar$/.exec(file)
  if (match === null) throw notFound(`Model not found in model store: ${url}`)
  return { name: match[1]!, version: match[2] ?? '1.0' }
}

async function scale(
  context: ClassicContext,
  name: string,
  pathVersion: string | undefined,
  parameters: TorchServeParameters,
): Promise<ClassicReply> {
  const minWorkers = parameters.integer('min_worker', 1)
  const maxWorkers = parameters.integer('max_worker', minWorkers)
  const version = pathVersion ?? parameters.text('model_version')
  if (maxWorkers < minWorkers) throw badRequest('max_worker cannot be less than min_worker.')
  const model = visible(context.registry.model(name, version))
  const ready = ignores(context, 'workers')
    ? Promise.resolve(true)
    : scaleModel(context, model, Math.max(0, minWorkers), Math.max(0, maxWorkers))
  if (!parameters.boolean('synchronous', false)) return torchServeStatus('Processing worker updates...', 202)
  if (!(await ready))
    throw internalError(`Failed to start workers for model ${name} version: ${version ?? null}`)
  const ofVersion = version === undefined ? '' : `, version: ${version}`
  return torchServeStatus(`Workers scaled to ${minWorkers} for model: ${name}${ofVersion}`)
}

function unregister({ registry }: ClassicContext, name: string, version: string | undefined): ClassicReply {
  visible(registry.model(name, version))
  registry.remove(name, version)
  return torchServeStatus(`Model "${name}" unregistered`)
}
