import { relative } from 'node:path'
import type { AbOptions } from '../analysis/ab/ab-options.ts'
import { TareError } from '../errors.ts'
import { type AbOutcome, type ResumeAbOptions, resumeAb, runAb } from '../experiment/ab/run-ab.ts'
import { parseMetricName } from '../experiment/comparison/parse-metric-name.ts'
import { freshFolder } from '../experiment/fresh-folder.ts'
import { parseDurationNs } from '../plan/duration.ts'
import { folderTime } from '../plan/folder-time.ts'
import { forFlag } from '../plan/for-flag.ts'
import { parseChoice } from '../plan/parse-choice.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import type { AbFlags } from './ab-flags.ts'
import { abProgress } from './ab-progress.ts'
import { type AbTargets, abSides } from './ab-sides.ts'
import { interruptedStatus, withInterrupts } from './interrupts.ts'
import { shareAbove0Of } from './number-flags.ts'
import { abFormats, abStatus, printAb } from './print-ab.ts'
import { tell } from './tell.ts'
import { wholeNumber } from './whole-number.ts'

const aaBlocks = { least: 6, most: 100_000, usual: 60 }

/** Flags of `tare ab` that say nothing of its runs. */
const own: readonly string[] = [
  'aSet',
  'bSet',
  'metric',
  'effect',
  'blocks',
  'keepFirst',
  'budget',
  'aa',
  'force',
  'resume',
  'format',
  'out',
]

/** Runs the experiment or goes on with it, prints what came of it, and returns the exit status. */
export async function abAndPrint(targets: AbTargets, flags: AbFlags, given: RunFlags): Promise<number> {
  const format = forFlag('--format', () => parseChoice(flags.format ?? 'table', abFormats))
  const outcome = await withInterrupts((signals) => {
    const options = { ...signals, ...budgetOf(flags), progress: abProgress, tell }
    return flags.resume === undefined
      ? begin(targets, flags, given, options)
      : resumed(flags.resume, targets, options)
  })
  const shown = relative(process.cwd(), outcome.folder.path) || '.'
  printAb(shown, outcome, format)
  if (outcome.end === 'interrupted') tell(`Interrupted. To go on: tare ab --resume ${shown}`)
  else tell(`Every run: ${shown}`)
  return outcome.end === 'interrupted' ? interruptedStatus : abStatus(outcome)
}

function begin(
  targets: AbTargets,
  flags: AbFlags,
  given: RunFlags,
  options: ResumeAbOptions,
): Promise<AbOutcome> {
  const dir = given.out ?? freshFolder('ab', folderTime(new Date()))
  const runFlags = Object.fromEntries(Object.entries(given).filter(([name]) => !own.includes(name)))
  const { a, b } = abSides(targets, flags, runFlags, dir)
  return runAb(a, b, { ...options, ...aaOf(flags), decide: decideOf(flags), force: flags.force ?? false })
}

function resumed(folder: string, [a]: AbTargets, options: ResumeAbOptions): Promise<AbOutcome> {
  if (a === undefined) return resumeAb(folder, options)
  throw new TareError('usage', 'a server or plan doesn’t go with --resume: the folder has it', {
    hint: `tare ab --resume ${folder}`,
  })
}

function budgetOf({ budget }: AbFlags): Pick<ResumeAbOptions, 'budgetSeconds'> {
  if (budget === undefined) return {}
  return { budgetSeconds: forFlag('--budget', () => parseDurationNs(budget)) / 1e9 }
}

function aaOf({ aa = false, blocks = String(aaBlocks.usual) }: AbFlags): { readonly aaBlocks?: number } {
  return aa ? { aaBlocks: wholeNumber('--blocks', blocks, aaBlocks.least, aaBlocks.most)! } : {}
}

/** What the flags say is decided; what they don't is as `runAb` has it. */
function decideOf({ metric, effect, blocks, keepFirst, aa = false }: AbFlags): Partial<AbOptions> {
  return {
    ...(metric !== undefined && { metrics: metric.map(parseMetricName) }),
    ...(effect !== undefined && { effect: shareAbove0Of('--effect', effect) }),
    ...(blocks !== undefined &&
      !aa && { mostBlocks: Number(forFlag('--blocks', () => parseChoice(blocks, ['6', '10', '16']))) }),
    ...(keepFirst === true && { keepFirst }),
  }
}
