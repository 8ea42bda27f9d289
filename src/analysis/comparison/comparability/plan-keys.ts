import type { ComparedRun } from '../compared-run.ts'
import { differenceIn, type Sides } from './sides.ts'

type Value = string | number | boolean | null

/** The values in a section of a plan, canonical JSON, by their paths: `stages.0.rate_per_s`. */
function valuesOf(section: string): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>()
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) {
      values.set(path, value as Value)
      return
    }
    const entries = Object.entries(value)
    if (entries.length === 0) values.set(path, Array.isArray(value) ? '[]' : '{}')
    for (const [key, inner] of entries) visit(inner, path === '' ? key : `${path}.${key}`)
  }
  visit(JSON.parse(section), '')
  return withoutRampEnds(values)
}

/** What starts as it ends has one name: `rate_per_s` of `start_rate_per_s` and `end_rate_per_s`. */
function withoutRampEnds(values: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const end = (path: string): string => path.replace(/(^|\.)start_/, '$1end_')
  const start = (path: string): string => path.replace(/(^|\.)end_/, '$1start_')
  const isLevel = (path: string): boolean => values.get(start(path)) === values.get(end(path))
  return new Map(
    Array.from(values).flatMap(([path, value]) => {
      if (start(path) === end(path) || !isLevel(path)) return [[path, value] as const]
      return path === end(path) ? [] : [[path.replace(/(^|\.)start_/, '$1'), value] as const]
    }),
  )
}

/** Which values of a plan's section differ between the runs, by path, each as `20 in A, 40 in B`. */
export function differencesIn(
  sides: Sides,
  section: (run: ComparedRun) => string,
): ReadonlyMap<string, string> {
  const all = [...sides.a, ...sides.b]
  if (new Set(all.map(section)).size < 2) return new Map()
  const read = new Map(all.map((run) => [run, valuesOf(section(run))]))
  const paths = new Set(Array.from(read.values()).flatMap((values) => Array.from(values.keys())))
  return new Map(
    Array.from(paths).flatMap((path) => {
      const difference = differenceIn(sides, (run) => read.get(run)?.get(path))
      return difference === null ? [] : [[path, difference] as const]
    }),
  )
}

/** `rate_per_s 20 in A, 40 in B`; of the only stage, or first, no more is said than that. */
export function differencesInWords(differences: ReadonlyMap<string, string>): string {
  return Array.from(differences, ([path, values]) => `${path.replace(/^stages\.0\./, '')} ${values}`).join(
    '; ',
  )
}
