import { createRandom } from '../statistics/random.ts'
import { type LengthDistribution, sampleLength } from './length-distribution.ts'
import type { Workload } from './prompt.ts'
import { openPromptFile, type PromptFileSpec } from './prompt-file.ts'
import { createShuffle } from './shuffle.ts'
import { createSyntheticPrompts } from './synthetic-prompt.ts'
import { workloadStream } from './workload-stream.ts'

/** All that a worker needs to make requests' contents. Plain data, which survives JSON. */
export interface WorkloadSpec {
  readonly seed: number
  readonly prompts:
    | { readonly kind: 'synthetic'; readonly inputTokens: LengthDistribution }
    | { readonly kind: 'file'; readonly file: PromptFileSpec }
  /** Null: what the prompt's own line in the file says, or else the server's own limit. */
  readonly outputTokens: LengthDistribution | null
}

/**
 * The workload that a spec describes. What it makes depends on (spec, index) alone. Opens the file of prompts, if there
 * is one; throws TareError('input') if it isn't as it was when the spec was made.
 */
export function createWorkload(spec: WorkloadSpec): Workload {
  const outputTokens = createOutputLengths(spec)
  if (spec.prompts.kind === 'synthetic') {
    const { inputTokens } = spec.prompts
    const writePrompt = createSyntheticPrompts(spec.seed)
    return (index) => {
      const words = drawLength(inputTokens, spec.seed, workloadStream.inputTokens, index)
      return { prompt: { kind: 'text', text: writePrompt(index, words) }, outputTokens: outputTokens(index) }
    }
  }
  const shuffle = createShuffle(spec.seed, spec.prompts.file.items)
  const readPrompt = openPromptFile(spec.prompts.file)
  return (index) => {
    const item = readPrompt(shuffle(index))
    return { prompt: item.prompt, outputTokens: outputTokens(index) ?? item.outputTokens }
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
