import { createHash } from 'node:crypto'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import type { Summary } from '../../metrics/summary.ts'
import { loadInWords } from '../../report/load-in-words.ts'

/** Keys of a plan's target by which one gets to it: they change nothing of what is measured. */
const ofTheWay = ['url', 'api_key_env', 'insecure', 'ca_file']

export interface Scenario {
  /** 12 digits of a hash. */
  readonly id: string
  /** `bench · torchserve, not streamed · closed loop, 8 at a time for 30 s, no warm-up`. */
  readonly inWords: string
}

/**
 * What a run measured: its target, load and workload, without seeds. Two hosts of one service are one scenario, as a service moves
 * and its history shouldn't begin anew: of the target's URL only the path counts, and whether there is one at all. Whose hardware
 * answered is for the label, or the branch. A plan without a model means the one that the server listed, which the summary has.
 */
export function scenarioOf({ summary, facts }: ComparedRun): Scenario {
  const target = JSON.parse(facts.target) as Readonly<Record<string, unknown>> | null
  const what = Object.entries(target ?? {}).filter(([key]) => !ofTheWay.includes(key) && key !== 'model')
  const { url, model } = summary.target
  const digest = createHash('sha256').update(
    JSON.stringify([Object.fromEntries(what), pathOf(url), model, facts.load, facts.workload]),
  )
  return { id: digest.digest('hex').slice(0, 12), inWords: inWords(summary) }
}

function pathOf(url: string | null): string | null {
  if (url === null || url.startsWith('unix:')) return url === null ? null : ''
  return URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : url
}

function inWords(summary: Summary): string {
  const { api, model, stream } = summary.target
  return `${model} · ${api}, ${stream ? 'streamed' : 'not streamed'} · ${loadInWords(summary)}`
}
