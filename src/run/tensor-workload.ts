import { TareError } from '../errors.ts'
import type { WorkloadPlan } from '../plan/plan.ts'
import type { WorkloadSpec } from '../workload/create-workload.ts'
import type { TensorSpec } from '../workload/prompt.ts'
import { checkTensors } from '../workload/synthetic-tensors.ts'
import { getJson, type JsonAnswer } from './get-json.ts'
import type { TargetAddress } from './target-address.ts'
import { cannotConnect } from './target-errors.ts'

/** What a model's metadata says of an input; −1 in a shape is a size that the client may choose. */
interface ModelInput extends TensorSpec {}

const bodyHint = 'Write requests’ JSON to a file and give it with --body.'

/**
 * The workload of tensors made up for what the model says of its inputs (GET /v2/models/NAME). Sizes that it leaves open are
 * those of the plan's shapes, else 1. Throws TareError when the model doesn't say, or when the shapes aren't its own.
 */
export async function tensorWorkload(
  { seed, shapes, samePayload }: WorkloadPlan,
  target: TargetAddress,
  model: string,
  headers: Readonly<Record<string, string>>,
  stop: AbortSignal,
): Promise<WorkloadSpec> {
  const inputs = await modelInputs(target, model, headers, stop)
  const unknown = Object.keys(shapes ?? {}).find((name) => inputs.every((input) => input.name !== name))
  if (unknown !== undefined) {
    throw new TareError('input', `${model} has no input ${unknown} to give a shape to`, {
      hint: `Its inputs are ${inputs.map(({ name }) => name).join(', ')}.`,
    })
  }
  const tensors = inputs.map((input) => shaped(input, shapes?.[input.name]))
  checkTensors(tensors)
  return { seed, prompts: { kind: 'tensors', tensors }, outputTokens: null, samePayload }
}

function shaped(input: ModelInput, asked: readonly number[] | undefined): TensorSpec {
  const { name, shape } = input
  if (asked === undefined) return { ...input, shape: shape.map((size) => Math.max(1, size)) }
  const fits = asked.length === shape.length && shape.every((size, i) => size < 0 || size === asked[i])
  if (fits) return { ...input, shape: asked }
  throw new TareError(
    'input',
    `the model's input ${name} is [${shape.join()}], and [${asked.join()}] doesn't fit it`,
    {
      hint: 'Choose only the sizes that are -1.',
    },
  )
}

async function modelInputs(
  target: TargetAddress,
  model: string,
  headers: Readonly<Record<string, string>>,
  stop: AbortSignal,
): Promise<readonly ModelInput[]> {
  const path = `/v2/models/${model.split('/').map(encodeURIComponent).join('/')}`
  let answer: JsonAnswer
  try {
    answer = await getJson(target, path, headers, stop)
  } catch (error) {
    throw cannotConnect(target, (error as Error).message)
  }
  const inputs = inputsOf(answer.value)
  if (answer.status === 200 && inputs !== null) return inputs
  throw new TareError(
    'target',
    `${target.label} ${path} doesn't describe the model's inputs (HTTP ${answer.status})`,
    { hint: `Check --model. ${bodyHint}` },
  )
}

/** Null when the metadata has no list of inputs. */
function inputsOf(value: unknown): readonly ModelInput[] | null {
  if (typeof value !== 'object' || value === null || !('inputs' in value)) return null
  const { inputs } = value
  if (!Array.isArray(inputs) || inputs.length === 0 || !inputs.every(isInput)) return null
  return inputs.map(({ name, datatype, shape }) => ({ name, datatype, shape: shape.map(Number) }))
}

function isInput(input: unknown): input is ModelInput {
  if (typeof input !== 'object' || input === null) return false
  if (!('name' in input && 'datatype' in input && 'shape' in input)) return false
  const { name, datatype, shape } = input
  if (typeof name !== 'string' || typeof datatype !== 'string' || !Array.isArray(shape)) return false
  // Some servers give the numbers of 64 bits as texts, as Protobuf's JSON does.
  return shape.every((size: unknown) => Number.isInteger(typeof size === 'string' ? Number(size) : size))
}
