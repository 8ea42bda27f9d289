import { TareError } from '../errors.ts'
import { createRandom, type Random } from '../statistics/random.ts'
import type { Tensor, TensorSpec } from './prompt.ts'
import { workloadStream } from './workload-stream.ts'

/** How an element of a datatype is written: always in as many characters, so that it can be written over. */
interface ElementText {
  readonly width: number
  readonly write: (random: Random) => string
}

/** Small enough for any integer type, and for a row of most tables that they are looked up in. */
const integersBelow = 100
const integer: ElementText = {
  width: 2,
  write: (random) => String(random.integer(integersBelow)).padStart(2),
}
const fraction: ElementText = {
  width: 8,
  write: (random) => `0.${String(random.integer(1_000_000)).padStart(6, '0')}`,
}
/** 16 hexadecimal digits, which are Base64 as well: TorchServe has BYTES so. */
const bytes: ElementText = {
  width: 18,
  write: (random) =>
    `"${random
      .integer(2 ** 52)
      .toString(16)
      .padStart(16, '0')}"`,
}
const truth: ElementText = { width: 5, write: (random) => ['false', ' true'][random.integer(2)]! }

const integerTypes = ['INT8', 'INT16', 'INT32', 'INT64', 'UINT8', 'UINT16', 'UINT32', 'UINT64']
const textOf: ReadonlyMap<string, ElementText> = new Map<string, ElementText>([
  ...integerTypes.map((type): [string, ElementText] => [type, integer]),
  ...['FP16', 'FP32', 'FP64'].map((type): [string, ElementText] => [type, fraction]),
  ['BYTES', bytes],
  ['BOOL', truth],
])

/** The first elements of each tensor are drawn for each request, the others once: drawing them all would hold up the loop. */
const drawnEachTime = 64
/** Most bytes of one request's tensors. */
const largestBytes = 64 * 1024 * 1024

/** Throws TareError('input') for tensors that can't be made up: an unknown datatype, or too many elements. */
export function checkTensors(tensors: readonly TensorSpec[]): void {
  for (const { name, datatype } of tensors) {
    if (textOf.has(datatype)) continue
    throw new TareError('input', `the model's input ${name} is of type ${datatype}, which JSON can't hold`, {
      hint: 'Write requests to a file and give it with --body.',
    })
  }
  const size = tensors.reduce((sum, tensor) => sum + elements(tensor) * (widthOf(tensor) + 1), 0)
  if (size <= largestBytes) return
  const shapes = tensors.map(({ name, shape }) => `${name} [${shape.join(', ')}]`)
  throw new TareError('input', `the tensors ${shapes.join(', ')} take ${size} bytes as JSON`, {
    hint: `They may take ${largestBytes}: give smaller sizes with --shape.`,
  })
}

/**
 * Makes tensors up: integers from 0 to 99, fractions from 0 to 1, texts of 16 digits. The same seed and index give the same
 * ones in any process. Those of two requests differ in what is drawn for each (the first 64 elements of each tensor), so
 * that no cache of replies answers; a model whose whole input is one integer has 100 different payloads.
 */
export function createSyntheticTensors(
  seed: number,
  specs: readonly TensorSpec[],
): (index: number) => readonly Tensor[] {
  const random = createRandom(seed, workloadStream.tensorRun)
  const tensors = specs.map((spec) => ({ ...spec, data: jsonList(spec, random) }))
  return (index) => {
    const own = createRandom(seed, workloadStream.tensorRequest, index)
    for (const tensor of tensors) drawAnew(tensor, own)
    return tensors
  }
}

function jsonList(spec: TensorSpec, random: Random): Buffer {
  const { width, write } = elementText(spec)
  const count = elements(spec)
  const data = Buffer.alloc(count * (width + 1) + 1, ',', 'latin1')
  data.write('[', 0, 'latin1')
  for (let i = 0; i < count; i++) data.write(write(random), 1 + i * (width + 1), 'latin1')
  data.write(']', data.length - 1, 'latin1')
  return data
}

function drawAnew(tensor: TensorSpec & { readonly data: Buffer }, random: Random): void {
  const { width, write } = elementText(tensor)
  const count = Math.min(elements(tensor), drawnEachTime)
  for (let i = 0; i < count; i++) tensor.data.write(write(random), 1 + i * (width + 1), 'latin1')
}

function elementText({ datatype }: TensorSpec): ElementText {
  return textOf.get(datatype)!
}

function widthOf(tensor: TensorSpec): number {
  return elementText(tensor).width
}

function elements({ shape }: TensorSpec): number {
  return shape.reduce((product, size) => product * size, 1)
}
