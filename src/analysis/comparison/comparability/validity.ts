import type { ComparedRun } from '../compared-run.ts'
import type { ComparabilityNote } from '../comparison.ts'
import { touchesOf } from '../touches-of.ts'
import { type ComparabilityCheck, listed, namedSides } from './sides.ts'

/** Whether the runs can be believed, as far as checks touch metrics that are compared; and whether they came to their end. */
export const validityNotes: ComparabilityCheck = (sides) =>
  namedSides(sides).flatMap(([name, runs]) => [
    ...touched('invalid-run', name, runs, sides.metrics),
    ...invalidElsewhere(name, runs, sides.metrics),
    ...touched('suspect-run', name, runs, sides.metrics),
    ...cutShort(name, runs),
  ])

function touched(
  id: 'invalid-run' | 'suspect-run',
  side: string,
  runs: readonly ComparedRun[],
  metrics: readonly string[],
): readonly ComparabilityNote[] {
  const status = id === 'invalid-run' ? 'invalid' : 'suspect'
  const found = runs.flatMap((run) =>
    touchesOf(run.summary, metrics, status).map((touch) => ({ ...touch, run })),
  )
  if (found.length === 0) return []
  const names = new Set(found.flatMap((touch) => touch.metrics))
  const count = new Set(found.map(({ run }) => run)).size
  const which = names.size === metrics.length ? 'every metric' : [...names].join(', ')
  return [
    {
      id,
      severity: status === 'invalid' ? 'refuse' : 'warn',
      message: `${subject(side, count, runs.length)} ${status.toUpperCase()} for ${which}: ${runsOfChecks(found)}`,
    },
  ]
}

/** A run that begins with INVALID shouldn't be compared in silence, though no figure here is the worse for it. */
function invalidElsewhere(
  side: string,
  runs: readonly ComparedRun[],
  metrics: readonly string[],
): readonly ComparabilityNote[] {
  const found = runs
    .filter(({ summary }) => touchesOf(summary, metrics, 'invalid').length === 0)
    .flatMap((run) =>
      run.summary.verdict.checks
        .filter(({ status }) => status === 'invalid')
        .map(({ id: check }) => ({ check, run })),
    )
  if (found.length === 0) return []
  const count = new Set(found.map(({ run }) => run)).size
  const message = `${subject(side, count, runs.length)} INVALID, but in nothing that is compared: ${runsOfChecks(found)}`
  return [{ id: 'invalid-elsewhere', severity: 'warn', message }]
}

/** `lateness in runs/1, runs/2; trend in runs/1`. */
function runsOfChecks(found: readonly { readonly check: string; readonly run: ComparedRun }[]): string {
  const checks = [...new Set(found.map(({ check }) => check))]
  return checks
    .map((id) => `${id} in ${listed(found.filter(({ check }) => check === id).map(({ run }) => run.path))}`)
    .join('; ')
}

/** `A’s run is`, `2 of A’s 5 runs are`. */
function subject(side: string, count: number, of: number): string {
  if (of === 1) return `${side}’s run is`
  return `${count} of ${side}’s ${of} runs ${count === 1 ? 'is' : 'are'}`
}

function cutShort(side: string, runs: readonly ComparedRun[]): readonly ComparabilityNote[] {
  const short = runs.filter(({ summary }) => summary.state !== 'complete')
  if (short.length === 0) return []
  const which = listed(short.map(({ path, summary }) => `${path} (${summary.state})`))
  return [
    {
      id: 'interrupted',
      severity: 'warn',
      message: `${subject(side, short.length, runs.length)} not complete: ${which}`,
    },
  ]
}
