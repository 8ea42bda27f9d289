import type { ClassicContext } from './classic-context.ts'
import type { ClassicHandler, ClassicReply, ClassicRequest } from './classic-http.ts'
import { type ClassicModel, createClassicModel, defaultSettings } from './classic-model.ts'
import { scaleModel } from './scale-model.ts'
import { badRequest, internalError, methodNotAllowed, TorchServeError } from './torchserve-error.ts'
import { torchServeParameters } from './torchserve-parameters.ts'
import { torchServeJson, torchServeStatus } from './torchserve-reply.ts'
import { workflowModelName } from './workflow-model-name.ts'

/** What a workflow's specification would set; the API can't (pytorch/serve, docs/workflows.md). */
const nodeSettings = { ...defaultSettings, batchSize: 1, maxBatchDelayMs: 50 }

/** TorchServe's workflow API (docs/workflow_management_api.md). Every workflow is one model. */
export function torchServeWorkflows(context: ClassicContext): ClassicHandler {
  return (request) => {
    const { method, segments } = request
    const [root, name] = segments
    if (root !== 'workflows' || segments.length > 2) return undefined
    if (name === undefined || name === '') {
      if (method === 'GET') return torchServeJson({ workflows: workflows(context).map(listed) })
      if (method === 'POST') return register(context, request)
      throw methodNotAllowed()
    }
    const model = context.registry.find(workflowModelName(name))
    if (model === undefined) throw workflowNotFound(name)
    if (method === 'GET') return torchServeJson([described(name, model)])
    if (method !== 'DELETE') throw methodNotAllowed()
    context.registry.remove(model.name)
    return torchServeStatus(`Workflow "${name}" unregistered`)
  }
}

export function workflowNotFound(name: string): TorchServeError {
  return new TorchServeError(404, 'WorkflowNotFoundException', `Workflow not found: ${name}`)
}

function workflows({ registry }: ClassicContext): readonly ClassicModel[] {
  return registry.defaults().filter(({ ofWorkflow }) => ofWorkflow)
}

function listed(model: ClassicModel): object {
  const suffix = workflowModelName('').length
  return { workflowName: model.name.slice(0, -suffix), workflowUrl: model.url }
}

function described(name: string, model: ClassicModel): object {
  const { minWorkers, maxWorkers, batchSize, maxBatchDelayMs } = model.settings
  return {
    workflowName: name,
    workflowUrl: model.url,
    minWorkers,
    maxWorkers,
    batchSize,
    maxBatchDelay: maxBatchDelayMs,
    workflowDag: '{model=[]}',
  }
}

async function register(context: ClassicContext, request: ClassicRequest): Promise<ClassicReply> {
  const parameters = torchServeParameters(request)
  const url = parameters.text('url')
  if (url === undefined) throw badRequest('Parameter url is required.')
  const file = /^(.+)\.war$/.exec(url.split('/').at(-1)!)
  if (file === null || url.includes('..'))
    throw new TorchServeError(404, 'WorkflowNotFoundException', `Workflow archive not found: ${url}`)
  const name = parameters.text('workflow_name') || file[1]!
  if (context.registry.find(workflowModelName(name)) !== undefined)
    throw new TorchServeError(409, 'ConflictStatusException', `Workflow ${name} is already registered.`)
  const model = createClassicModel(
    {
      name: workflowModelName(name),
      version: '1.0',
      url,
      delayRule: 'first-taken',
      loadedAtStartup: false,
      ofWorkflow: true,
    },
    nodeSettings,
    context.law,
    context.around,
  )
  context.registry.add(model)
  if (await scaleModel(context, model, 1, 1))
    return torchServeStatus(`Workflow ${name} has been registered and scaled successfully.`)
  if (context.registry.find(model.name) === model) context.registry.remove(model.name)
  throw internalError(`Failed to start workers for model ${model.name} version: 1.0`)
}
