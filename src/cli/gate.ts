import { type Command, Option } from 'commander'
import { gateContexts, vanishedPolicies } from '../analysis/gate/gate-policy.ts'
import { shortened, TareError } from '../errors.ts'
import { inconclusivePolicies, missingBaselinePolicies } from '../plan/gate.ts'
import { collect } from './collect.ts'
import { shareAbove0Of } from './number-flags.ts'
import type { GateFlags } from './run-gate.ts'
import { addSetOption } from './run-options.ts'

/** Adds the command `gate`. */
export function registerGate(program: Command): void {
  const command = program
    .command('gate')
    .description('says whether a build may pass: no slower than its baseline, and its objectives met')
    .argument(
      '<run>',
      'what was measured: the folder of a run, of a sweep, of tare ab (whose A is the baseline), one with repeats in it, or a label',
    )
  const add = (flags: string, text: string): Option => {
    const option = new Option(flags, text)
    command.addOption(option)
    return option
  }
  command.optionsGroup('What is asked:')
  add(
    '--baseline <ref>',
    'what to compare with: likewise, or branch:NAME, latest:K, window:14d of the history',
  )
  add('--max-regression <gate>', "repeatable: 'ttft.p99 5%', 'error_rate 0.5pp'").argParser(collect)
  add('--objective <text>', "repeatable: 'ttft.p99 < 300ms' (default: those of the plan)").argParser(collect)
  add('--plan <file>', "plan file with a section gate (default: the run's own)")
  addSetOption(command)
  add('--history <dir>', 'history of runs (default: $TARE_HISTORY, else tare-history)')
  command.optionsGroup('What becomes of it:')
  add('--context <which>', 'pr or release (default: pr where CI says so)').choices(gateContexts)
  add('--inconclusive <what>', 'neither shown nor excluded (default: warn in a pr, else fail)').choices(
    inconclusivePolicies,
  )
  add('--missing-baseline <what>', 'fail, seed the history with this run, or warn (default: fail)').choices(
    missingBaselinePolicies,
  )
  add('--vanished <what>', 'cells that only the baseline has (default: warn)').choices(vanishedPolicies)
  add('--force', "compare what isn't comparable")
  add('--effect <share>', 'smallest change that is of interest (default: 5%)').argParser((text) =>
    shareAbove0Of('--effect', text),
  )
  add('--run-sd <share>', 'how much runs vary where neither side has repeats (default: 10%)').argParser(
    (text) => shareAbove0Of('--run-sd', text),
  )
  command.optionsGroup('Where it is said:')
  add('--junit <file>', 'JUnit XML: a test for each gate and each check of trust')
  add('--markdown <file>', 'Markdown, for people')
  add('--comment <file>', 'the same with a hidden marker, so that a comment can be found and replaced')
  add('--name <name>', 'of this gate among others, in the marker and the JUnit suites (default: gate)')
  add('--json <file>', 'tare.gate/1; - is standard output, and the table goes to standard error')
  add('--github', "annotations of GitHub's, and the Markdown appended to $GITHUB_STEP_SUMMARY")
  command.addHelpText(
    'after',
    "\nFor example: tare gate runs/now --baseline branch:main,latest:5 --max-regression 'ttft.p99 5%' --github\nExit status: 0 passed, 4 failed, 5 inconclusive, 3 INVALID, 2 without a comparable baseline.",
  )
  command.allowExcessArguments()
  command.action(async (run: string, flags: GateFlags) => {
    refuseMore(command.args)
    const { runGate } = await import('./run-gate.ts')
    process.exitCode = runGate(run, flags)
  })
}

/** A shell makes two of a gate that isn't quoted. */
function refuseMore([run, more]: readonly string[]): void {
  if (more === undefined) return
  const isMargin = /^[-+]?[\d.]+(%|pp)?$/.test(more)
  throw new TareError('usage', `one run is gated, and "${shortened(more, 60)}" is another argument`, {
    hint: isMargin
      ? `Quote a gate with its margin: --max-regression 'ttft.p99 ${more}'`
      : `What it is held to is its baseline: tare gate ${more} --baseline ${run}`,
  })
}
