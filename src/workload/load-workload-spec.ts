import { TareError } from '../errors.ts'
import { checkBodyFiles } from './body-files.ts'
import type { WorkloadSpec } from './create-workload.ts'
import { type LengthDistribution, parseLengthDistribution } from './length-distribution.ts'
import { loadLengthDistribution } from './load-length-distribution.ts'
import { checkPromptFile } from './prompt-file.ts'

/** What the plan says of the workload. */
export interface WorkloadOptions {
  readonly seed: number
  /** Length distribution of synthetic prompts; null with a file of prompts. */
  readonly inputTokens: string | null
  /** Length distribution of replies; null leaves it to the file of prompts, or to the server. */
  readonly outputTokens: string | null
  readonly promptsFile: string | null
  /** File or folder of bodies, in place of prompts. */
  readonly body: string | null
  /** Of bodies; null leaves it to their files' names. */
  readonly contentType: string | null
  readonly samePayload: boolean
}

/**
 * Turns a plan's workload into what workers are given: reads the files that it names and checks the whole of them.
 * Throws TareError('input') with file:line for what they hold, TareError('usage') for a distribution's text.
 */
export function loadWorkloadSpec(options: WorkloadOptions): WorkloadSpec {
  const { seed, promptsFile, inputTokens, body, samePayload } = options
  const outputTokens = options.outputTokens === null ? null : load(options.outputTokens)
  const common = { seed, outputTokens, samePayload }
  if (body !== null)
    return { ...common, prompts: { kind: 'bodies', bodies: checkBodyFiles(body, options.contentType) } }
  if (promptsFile !== null)
    return { ...common, prompts: { kind: 'file', file: checkPromptFile(promptsFile) } }
  if (inputTokens === null) {
    throw new TareError(
      'usage',
      'the workload has neither a file of prompts nor a length for synthetic ones',
      {
        hint: 'give one of --prompts and --input-tokens',
      },
    )
  }
  return { ...common, prompts: { kind: 'synthetic', inputTokens: load(inputTokens) } }
}

function load(text: string): LengthDistribution {
  return loadLengthDistribution(parseLengthDistribution(text))
}
