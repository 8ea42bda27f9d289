import { createRandom } from '../statistics/random.ts'
import { type BodyFilesSpec, readBodies } from './body-files.ts'
import { type LengthDistribution, sampleLength } from './length-distribution.ts'
import type { TensorSpec, Workload } from './prompt.ts'
import { openPromptFile, type PromptFileSpec } from './prompt-file.ts'
import { createShuffle } from './shuffle.ts'
import { createSyntheticPrompts } from './synthetic-prompt.ts'
import { createSyntheticTensors } from './synthetic-tensors.ts'
import { workloadStream } from './workload-stream.ts'

/** All that a worker needs to make requests' contents. Plain data, which survives JSON. */
export interface WorkloadSpec {
  readonly seed: number
  readonly prompts:
    | { readonly kind: 'synthetic'; readonly inputTokens: LengthDistribution }
    | { readonly kind: 'file'; readonly file: PromptFileSpec }
    | { readonly kind: 'bodies'; readonly bodies: BodyFilesSpec }
    | { readonly kind: 'tensors'; readonly tensors: readonly TensorSpec[] }
  /** Null: what the prompt's own line in the file says, or else the server's own limit. */
  readonly outputTokens: LengthDistribution | null
  /** Whether every request has the content of the first. */
  readonly samePayload: boolean
}

/**
 * The workload that a spec describes. What it makes depends on (spec, index) alone. Opens the files that it names, if there
 * are any; throws TareError('input') if one isn't as it was when the spec was made.
 */
export function createWorkload(spec: WorkloadSpec): Workload {
  const workload = createContents(spec)
  if (!spec.samePayload) return workload
  const first = workload(0)
  return () => first
}

function createContents(spec: WorkloadSpec): Workload {
  const { prompts, seed } = spec
  const outputTokens = createOutputLengths(spec)
  switch (prompts.kind) {
    case 'synthetic': {
      const writePrompt = createSyntheticPrompts(seed)
      return (index) => {
        const words = drawLength(prompts.inputTokens, seed, workloadStream.inputTokens, index)
        return {
          prompt: { kind: 'text', text: writePrompt(index, words) },
          outputTokens: outputTokens(index),
        }
      }
    }
    case 'file': {
      const shuffle = createShuffle(seed, prompts.file.items)
      const readPrompt = openPromptFile(prompts.file)
      return (index) => {
        const item = readPrompt(shuffle(index))
        return { prompt: item.prompt, outputTokens: outputTokens(index) ?? item.outputTokens }
      }
    }
    case 'bodies': {
      const items = readBodies(prompts.bodies).map((prompt) => ({ prompt, outputTokens: undefined }))
      const shuffle = createShuffle(seed, items.length)
      return (index) => items[shuffle(index)]!
    }
    case 'tensors': {
      const makeTensors = createSyntheticTensors(seed, prompts.tensors)
      return (index) => ({
        prompt: { kind: 'tensors', tensors: makeTensors(index) },
        outputTokens: undefined,
      })
    }
  }
}

function createOutputLengths({ outputTokens, seed }: WorkloadSpec): (index: number) => number | undefined {
  if (outputTokens === null) return () => undefined
  return (index) => drawLength(outputTokens, seed, workloadStream.outputTokens, index)
}

function drawLength(distribution: LengthDistribution, seed: number, stream: number, index: number): number {
  // Nothing is drawn for a constant, and making a stream is most of the cost of a draw.
  if (distribution.kind === 'constant') return distribution.tokens
  return sampleLength(distribution, createRandom(seed, stream, index))
}
