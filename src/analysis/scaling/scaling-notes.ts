import type { LawFit, ScalingFigures } from './scaling-report.ts'
import { chosenLaw, noun, percent, type Told } from './scaling-words.ts'

/** Edges of the windows, and rounding, put a point above its bound by less. */
const boundSlack = 0.02
const superlinearFrom = 1.1

/** What a reader must know before believing the rest, as sentences. */
export function scalingNotes(told: Told): readonly string[] {
  const { points } = told
  return [
    ...points.flatMap((point) => aboveBound(point, told)),
    ...points.flatMap(little),
    ...points.flatMap(interactive),
    ...superlinear(told),
    ...laws(told),
  ]
}

function aboveBound({ label, bound_share: share }: ScalingFigures, told: Told): readonly string[] {
  if (share === null || share <= 1 + boundSlack) return []
  return [
    `${noun(told)} = ${label} is ${percent(share - 1)} above its bound, N / (R + Z): so many requests can't have been in flight, a measurement error.`,
  ]
}

function little({ label, little: found }: ScalingFigures): readonly string[] {
  if (found?.flagged !== true) return []
  return [
    `At ${label} throughput times response is ${offBy(found.share)} the requests in flight (Little's law): the load wasn't steady, or not all requests were counted.`,
  ]
}

function interactive({ label, interactive: found }: ScalingFigures): readonly string[] {
  if (found?.flagged !== true) return []
  return [
    `At ${label} throughput times response and think time is ${offBy(found.share)} the concurrency: slots were idle, or not all requests were counted.`,
  ]
}

function offBy(share: number): string {
  return `${percent(share)} ${share > 0 ? 'above' : 'below'}`
}

function superlinear({ points, base_label: base, axis }: Told): readonly string[] {
  const beyond = points.filter(
    ({ efficiency }) => efficiency !== null && (efficiency.ci95?.[0] ?? efficiency.value) > superlinearFrom,
  )
  if (beyond.length === 0) return []
  const where = beyond.map(({ label }) => label).join(', ')
  return [
    `More than in proportion at ${where}: something holds ${noun({ axis })} = ${base} back (a batch that waits to be full, a cold cache), and every efficiency is relative to it.`,
  ]
}

function laws(told: Told): readonly string[] {
  const chosen = chosenLaw(told)
  if (chosen === null) return []
  const usl = told.laws.find(({ name }) => name === 'usl')
  if (chosen.misfit === true) {
    return [
      `No law fits: the best misses ${worst(chosen, told)}. The class is that of the points themselves.`,
    ]
  }
  if (chosen.name === 'plateau' && usl?.misfit === true) {
    return [
      `The universal scalability law misses ${worst(usl, told)}: a limit that is met at once, min(aN, b), fits better, as of slots or a full KV cache.`,
    ]
  }
  return []
}

function worst({ worst_label: label, worst_share: share }: LawFit, told: Told): string {
  return `${noun(told)} = ${label} by ${percent(share)}`
}
