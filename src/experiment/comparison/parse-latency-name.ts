import { shortened, TareError } from '../../errors.ts'
import { type LatencyName, latencyNames } from '../../metrics/latency-quantiles.ts'
import { didYouMean } from '../../plan/nearest.ts'

/** A latency by its name: `ttft`, `e2e_from_plan`. Throws TareError 'usage' with the nearest known one. */
export function parseLatencyName(text: string): LatencyName {
  const name = text.trim()
  const known = latencyNames.find((latency) => latency === name)
  if (known !== undefined) return known
  const what = `"${shortened(text, 60)}" isn't a latency whose deciles can be compared`
  const base = latencyNames.find((latency) => name.startsWith(`${latency}.`))
  if (base !== undefined)
    throw new TareError('usage', what, {
      hint: `Give the latency alone, ${base}: all of its deciles are compared.`,
    })
  throw new TareError('usage', `${what}${didYouMean(name.slice(0, 60), latencyNames)}`, {
    hint: `Those are ${latencyNames.join(', ')}.`,
  })
}
