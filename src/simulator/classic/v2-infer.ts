import type { ClassicContext } from './classic-context.ts'
import type { ClassicReply, ClassicRequest } from './classic-http.ts'
import type { ClassicModel } from './classic-model.ts'
import { submitJob } from './submit-job.ts'
import { asFields, v2Body } from './v2-body.ts'
import { badInference, V2Error } from './v2-error.ts'
import { v2Json } from './v2-reply.ts'
import { fullShape, inputTensor, outputTensor } from './v2-tensors.ts'

/** An infer request that makes sense for the model. */
interface Inference {
  readonly id: string | undefined
  readonly items: number
  readonly values: readonly number[]
  readonly wantsOutput: boolean
}

/** Open Inference Protocol's infer, tensors as JSON. Throws V2Error 400 for what doesn't fit the model, 503 when its queue is full. */
export async function infer(
  context: ClassicContext,
  model: ClassicModel,
  request: ClassicRequest,
): Promise<ClassicReply> {
  for (const fault of context.faults)
    if (fault.kind === 'predict_status')
      throw new V2Error(fault.status, `Injected fault: HTTP status ${fault.status}.`)
  if (request.headers['inference-header-content-length'] !== undefined)
    throw new V2Error(400, 'The simulator takes tensors as JSON, not as binary data.')
  const inference = parseInference(request.body, model)
  const outcome = await submitJob(model, { items: inference.items, requestId: request.id }, context.around)
  if (outcome.state === 'broken-off') throw new V2Error(503, `Model '${model.name}' is unloaded`)
  if (outcome.state === 'refused') {
    const message = model.hasWorkers()
      ? 'Exceeds maximum queue size'
      : `Model '${model.name}' has no instances`
    throw new V2Error(503, `[request id: ${inference.id ?? '<id_unknown>'}] ${message}`)
  }
  return v2Json(reply(model, inference))
}

function reply(model: ClassicModel, { id, items, values, wantsOutput }: Inference): object {
  const shape = model.triton.maxBatchSize > 0 ? [items, ...outputTensor.dims] : outputTensor.dims
  const output = {
    name: outputTensor.name,
    datatype: outputTensor.datatype,
    shape,
    data: quarterSums(values),
  }
  return {
    ...(id === undefined ? {} : { id }),
    model_name: model.name,
    model_version: model.version,
    outputs: wantsOutput ? [output] : [],
  }
}

function quarterSums(values: readonly number[]): readonly number[] {
  const quarter = inputTensor.dims[0]! / outputTensor.dims[0]!
  const sums = new Float32Array(values.length / quarter)
  for (const [index, value] of values.entries()) sums[Math.floor(index / quarter)]! += value
  return [...sums]
}

function parseInference(body: Buffer, model: ClassicModel): Inference {
  const fields = v2Body(body)
  const id = typeof fields.id === 'string' && fields.id !== '' ? fields.id : undefined
  const { inputs } = fields
  if (!Array.isArray(inputs)) throw new V2Error(400, "Unable to find JSON property 'inputs'")
  if (inputs.length !== 1)
    throw badInference(id, `expected 1 inputs but got ${inputs.length} inputs for model '${model.name}'`)
  const wantsOutput = checkOutputs(id, fields.outputs, model)
  return { id, wantsOutput, ...parseInput(id, asFields(inputs[0]) ?? {}, model) }
}

function checkOutputs(id: string | undefined, outputs: unknown, model: ClassicModel): boolean {
  if (outputs === undefined) return true
  if (!Array.isArray(outputs))
    throw new V2Error(400, "Unable to parse 'outputs': attempt to access non-array as array")
  for (const output of outputs) {
    const name = asFields(output)?.name
    if (name !== outputTensor.name)
      throw badInference(id, `unexpected inference output '${String(name)}' for model '${model.name}'`)
  }
  return outputs.length > 0
}

function parseInput(
  id: string | undefined,
  input: Readonly<Record<string, unknown>>,
  model: ClassicModel,
): { items: number; values: readonly number[] } {
  const { name, datatype, shape, data } = input
  if (name !== inputTensor.name)
    throw badInference(id, `unexpected inference input '${String(name)}' for model '${model.name}'`)
  if (datatype !== inputTensor.datatype)
    throw badInference(
      id,
      `inference input '${name}' data-type is '${String(datatype)}', but model '${model.name}' expects '${inputTensor.datatype}'`,
    )
  const expected = fullShape(inputTensor, model)
  if (
    !isShape(shape) ||
    shape.length !== expected.length ||
    !shape.every((n, at) => expected[at] === -1 || n === expected[at])
  )
    throw badInference(
      id,
      `unexpected shape for input '${name}' for model '${model.name}'. Expected [${expected.join(',')}], got ${JSON.stringify(shape)}`,
    )
  const { maxBatchSize } = model.triton
  const items = maxBatchSize > 0 ? shape[0]! : 1
  if (maxBatchSize > 0 && (items > maxBatchSize || items < 1))
    throw badInference(id, `inference request batch-size must be <= ${maxBatchSize} for '${model.name}'`)
  const values = flatNumbers(data)
  if (values === undefined || values.length !== shape.reduce((product, n) => product * n, 1))
    throw badInference(id, `Unable to parse 'data': Shape does not match true shape of 'data' field`)
  return { items, values }
}

function isShape(shape: unknown): shape is readonly number[] {
  return Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0)
}

/** The numbers of an array, nested or flat; undefined when anything else is in it. */
function flatNumbers(data: unknown): readonly number[] | undefined {
  if (!Array.isArray(data)) return undefined
  // A tensor has two dimensions at most here: nothing deeper can have its shape.
  const flat: unknown[] = data.flat(2)
  return flat.every((value): value is number => typeof value === 'number') ? flat : undefined
}
