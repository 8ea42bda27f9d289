import { axisWord } from '../cells/axis-word.ts'
import type { ClassName, LawFit, ScalingReport, ScalingShape } from './scaling-report.ts'

/** What the sentence is made of. */
export type Told = Omit<ScalingReport, 'sentence' | 'notes'>

/** Nearer to the largest load than so, where the gain ends says more of the range than of the server. */
const endsWithin = 0.8

/** The class in one plain sentence: `contention: nothing is gained beyond workers = 9`. */
export function scalingSentence(told: Told): string {
  const { class: verdict, shape } = told
  if (told.axis.kind === 'category') return categorySentence(told)
  if (verdict.state === 'refused') {
    const { reason, looks_like: likeness } = verdict
    if (likeness === null) return `No class: ${reason}.`
    const like = likeness === 'linear' ? '' : ` (${reading(told, likeness)})`
    return `Looks ${inWords(likeness)}${like}, but ${reason}.`
  }
  if (verdict.state === 'undecided') {
    const [a, b] = verdict.between.map((name) => `${name} (${percent(verdict.shares[name])})`)
    return `Between ${a} and ${b}: undecided by these runs; more of them, or a larger ${noun(told)}, would tell.`
  }
  const { name } = verdict
  return `${name}: ${shape === null ? '' : reading(told, name)}${name === 'contention' ? cause(told) : ''}.`
}

function categorySentence(told: Told): string {
  const known = told.points.flatMap(({ label, speed_up: it }) => (it === null ? [] : [{ label, ...it }]))
  const [least, ...others] = known.toSorted((a, b) => a.value - b.value)
  const most = others.at(-1)
  if (least === undefined || most === undefined) return 'Nothing to compare: fewer than two succeeded.'
  const times = `${(most.value / least.value).toPrecision(3)} times ${least.label}`
  const isApart = (most.ci95?.[0] ?? most.value) > (least.ci95?.[1] ?? least.value)
  return isApart
    ? `${noun(told)} = ${most.label} brings most, ${times}.`
    : `${noun(told)} = ${most.label} has the highest mean, ${times}, but the runs differ too much to tell them apart.`
}

function inWords(name: ClassName): string {
  return name === 'contention' ? 'like contention' : name
}

/** What a law that fits makes of it: at the largest load, waiting in line (σ) or what each costs the others (κN), whichever is more. */
function cause(told: Told): string {
  const law = chosenLaw(told)
  const { sigma, kappa } = law?.parameters ?? {}
  if (sigma === undefined || law?.misfit === true) return ''
  return (kappa?.value ?? 0) * Number(lastLabel(told)) > sigma.value
    ? '; what each costs the others grows with their number'
    : `; as if ${percent(sigma.value)} of the work could only be done one at a time`
}

function reading(told: Told, name: ClassName): string {
  const shape = told.shape!
  const last = `${noun(told)} = ${lastLabel(told)}`
  switch (name) {
    case 'linear':
      return `throughput grows in proportion up to ${last}, efficiency ${percent(shape.efficiency)}`
    case 'sub-linear':
      return `doubling ${noun(told)} to ${lastLabel(told)} brings ${gain(shape)}, efficiency there is ${percent(shape.efficiency)}`
    case 'contention':
      return endsEarly(told, shape)
        ? `nothing is gained beyond ${noun(told)} = ${about(shape.useful_load)}`
        : `doubling ${noun(told)} to ${lastLabel(told)} brings only ${gain(shape)}`
    case 'retrograde': {
      const peak = chosenLaw(told)?.peak_load
      const at =
        shape.of === 'law' && peak?.state === 'identified' ? ` at ${noun(told)} = ${about(peak.value)}` : ''
      return `throughput at ${last} is ${percent(shape.fall)} below its highest${at}; more of it makes things worse`
    }
  }
}

/** The end of a path in the plan: `min workers` of `server.min_workers`. */
export function noun({ axis }: Pick<ScalingReport, 'axis'>): string {
  return axisWord(axis.name).replaceAll('_', ' ')
}

/** Of the law by which the class was given. */
export function chosenLaw({ laws, law }: Pick<ScalingReport, 'laws' | 'law'>): LawFit | null {
  return laws.find(({ name }) => name === law) ?? null
}

function lastLabel({ points }: Told): string {
  return points.findLast(({ speed_up: speedUp }) => speedUp !== null)?.label ?? ''
}

function endsEarly(told: Told, shape: ScalingShape): boolean {
  return shape.useful_load <= endsWithin * Number(lastLabel(told))
}

function gain({ last_doubling: more }: ScalingShape): string {
  return `${percent(Math.max(0, more))} more`
}

/** Two digits below 10, whole numbers above. */
function about(load: number): string {
  return load >= 10 ? String(Math.round(load)) : String(Number(load.toPrecision(2)))
}

/** `7 %`, `0.4 %`, `< 0.1 %`; 100 % only when it is. */
export function percent(share: number): string {
  const size = Math.abs(share) * 100
  if (size === 0) return '0 %'
  if (size < 0.1) return '< 0.1 %'
  if (size < 2) return `${Number(size.toPrecision(2))} %`
  return size > 99.5 && size < 100 ? '> 99 %' : `${Math.round(size)} %`
}
