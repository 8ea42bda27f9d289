import { type Plan, unaryApis } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'

type Key = keyof Plan['workload']

const keyOf: Readonly<Partial<Record<Key, string>>> = {
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  promptsFile: 'prompts_file',
  ignoreEos: 'ignore_eos',
  contentType: 'content_type',
}

/** What of a plan's workload, and of how replies come, doesn't go with its API. */
export function* payloadProblems(plan: Plan): Iterable<PlanProblem> {
  const { workload, target } = plan
  const { api } = target
  if (!unaryApis.includes(api)) {
    yield* unused(plan, ['body', 'contentType', 'shapes'], `${api} makes its bodies of prompts`)
    yield* onePrompts(plan)
    return
  }
  if (target.stream) {
    yield { path: ['target', 'stream'], message: `${api} answers in one piece: it must be false` }
  }
  yield* unused(plan, ['outputTokens', 'ignoreEos'], `${api} generates no tokens`)
  if (workload.body !== null) {
    yield* unused(plan, ['inputTokens', 'promptsFile', 'shapes'], 'the body is what its file holds')
  } else if (api === 'kserve-v2') {
    yield* unused(plan, ['inputTokens', 'promptsFile'], `${api} takes tensors`)
    yield* unused(plan, ['contentType'], 'only a body of a file can be something other than JSON')
  } else {
    yield* unused(plan, ['shapes'], `${api} takes no tensors`)
    yield* onePrompts(plan)
  }
  if (target.extraBody !== null && (api !== 'kserve-v2' || workload.body !== null)) {
    yield {
      path: ['target', 'extra_body'],
      message: 'it must be null: there is no JSON of ours to add it to',
    }
  }
}

function* unused({ workload }: Plan, keys: readonly Key[], why: string): Iterable<PlanProblem> {
  for (const key of keys) {
    if (workload[key] === null || workload[key] === false) continue
    const instead = key === 'ignoreEos' ? 'false' : 'null'
    yield { path: ['workload', keyOf[key] ?? key], message: `it must be ${instead}: ${why}` }
  }
}

function* onePrompts({ workload: { inputTokens, promptsFile } }: Plan): Iterable<PlanProblem> {
  if ((inputTokens === null) === (promptsFile !== null)) return
  const message =
    inputTokens === null ? 'it must be given, or prompts_file' : 'it must be null with a prompts_file'
  yield { path: ['workload', 'input_tokens'], message }
}
