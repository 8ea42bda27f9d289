import { TareError } from '../errors.ts'
import { checkLength } from './check-length.ts'
import { defaults } from './defaults.ts'
import { forFlag, textOf } from './for-flag.ts'
import { parseContentType } from './parse-content-type.ts'
import { parseShapes } from './parse-shape.ts'
import { type ApiName, unaryApis, type WorkloadPlan } from './plan.ts'
import type { RunFlags } from './run-flags.ts'

/** The flags that say what requests hold, by the field of RunFlags. */
const contentFlags = {
  inputTokens: '--input-tokens',
  outputTokens: '--output-tokens',
  prompts: '--prompts',
  ignoreEos: '--ignore-eos',
  body: '--body',
  contentType: '--content-type',
  shape: '--shape',
} as const
type ContentFlag = keyof typeof contentFlags

/** What to send by this API, from the flags. Throws TareError('usage'). */
export function workloadFromFlags(flags: RunFlags, seed: number, api: ApiName): WorkloadPlan {
  const samePayload = flags.samePayload ?? false
  const workload = unaryApis.includes(api) ? payloadFromFlags(flags, api) : promptsFromFlags(flags, api)
  return { seed, ...workload, samePayload }
}

const promptsHaveLengths = "the file's prompts have their own length"

type Content = Omit<WorkloadPlan, 'seed' | 'samePayload'>

const noPayload = { body: null, contentType: null, shapes: null }

function promptsFromFlags(flags: RunFlags, api: ApiName): Content {
  refuse(flags, ['body', 'contentType', 'shape'], `--api ${api}`, 'it makes its bodies of prompts')
  const outputTokens = flags.outputTokens === undefined ? null : length('--output-tokens', flags.outputTokens)
  if (flags.prompts === undefined) {
    return {
      ...noPayload,
      inputTokens: length('--input-tokens', flags.inputTokens ?? defaults.inputTokens),
      outputTokens: outputTokens ?? defaults.outputTokens,
      promptsFile: null,
      ignoreEos: flags.ignoreEos ?? true,
    }
  }
  refuse(flags, ['inputTokens'], '--prompts', promptsHaveLengths)
  const promptsFile = textOf('--prompts', flags.prompts)
  return { ...noPayload, inputTokens: null, outputTokens, promptsFile, ignoreEos: flags.ignoreEos ?? false }
}

/** Of an API without tokens: bodies as they are, or what the API makes up. */
function payloadFromFlags(flags: RunFlags, api: ApiName): Content {
  refuse(flags, ['outputTokens', 'ignoreEos'], `--api ${api}`, 'it generates no tokens')
  const { inputTokens, prompts, body, contentType, shape } = flags
  const given = {
    contentType:
      contentType === undefined ? null : forFlag('--content-type', () => parseContentType(contentType)),
    outputTokens: null,
    ignoreEos: false,
    shapes: null,
    body: null,
    inputTokens: null,
    promptsFile: null,
  }
  if (body !== undefined) {
    refuse(flags, ['inputTokens', 'prompts', 'shape'], '--body', 'the body is what its file holds')
    return { ...given, body: textOf('--body', body) }
  }
  if (api === 'kserve-v2') {
    refuse(flags, ['inputTokens', 'prompts'], `--api ${api}`, 'it takes tensors')
    refuse(flags, ['contentType'], `--api ${api}`, 'it sends JSON unless --body has something else')
    return { ...given, shapes: shape === undefined ? null : forFlag('--shape', () => parseShapes(shape)) }
  }
  refuse(flags, ['shape'], `--api ${api}`, 'it takes no tensors')
  if (prompts !== undefined) {
    refuse(flags, ['inputTokens'], '--prompts', promptsHaveLengths)
    return { ...given, promptsFile: textOf('--prompts', prompts) }
  }
  return { ...given, inputTokens: length('--input-tokens', inputTokens ?? defaults.inputTokens) }
}

function refuse(flags: RunFlags, names: readonly ContentFlag[], other: string, why: string): void {
  const name = names.find((each) => flags[each] !== undefined)
  if (name === undefined) return
  throw new TareError('usage', `${contentFlags[name]} doesn't go with ${other}: ${why}`, {
    hint: 'leave one of them out',
  })
}

function length(flag: string, text: string): string {
  return forFlag(flag, () => checkLength(text))
}
