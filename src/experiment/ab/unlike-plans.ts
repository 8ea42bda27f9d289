import { isDeepStrictEqual } from 'node:util'
import { TareError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { planDocument } from '../../plan/plan-document.ts'

type Document = Readonly<Record<string, unknown>>

/**
 * What of a plan is done to a server, and how it is seen: it must be the same for both, or its effect is taken for theirs. Null: all of
 * the section.
 */
const sections: readonly (readonly [name: string, keys: readonly string[] | null])[] = [
  ['target', ['api', 'stream', 'extra_body']],
  ['load', null],
  ['workload', null],
  ['measure', null],
  ['client', null],
]

/** A block gives both its own; where to fetch a server's own figures is the server's. */
const own = new Set(['seed', 'scrape'])

/** Keys in which the two plans differ and mustn't: `load.warmup`. The server is what is compared. */
export function unlikeKeys(a: Plan, b: Plan): readonly string[] {
  const [ofA, ofB] = [a, b].map((plan) => planDocument(plan) as Readonly<Record<string, Document>>)
  const unlike = sections.flatMap(([section, keys]) => {
    const all = keys ?? Object.keys(ofA![section]!).filter((key) => !own.has(key))
    return all
      .filter((key) => !isDeepStrictEqual(ofA![section]![key], ofB![section]![key]))
      .map((key) => `${section}.${key}`)
  })
  return (a.background === null) === (b.background === null) ? unlike : [...unlike, 'background']
}

/** Throws TareError 'usage' for plans whose runs can't be compared. */
export function refuseUnlikePlans(a: Plan, b: Plan): void {
  const unlike = unlikeKeys(a, b)
  if (unlike.length === 0) return
  throw new TareError('usage', `A and B can't be compared: their plans differ in ${unlike.join(', ')}`, {
    hint: 'Make them alike there, or compare them all the same with --force.',
  })
}
