import type { BiasRate, BiasReport, BiasRun } from './bias-report.ts'
import { factorWords, rateWords, timesTheServers, timeWords } from './bias-words.ts'
import { modelFindings } from './model-findings.ts'

export type MeasuredBias = Omit<BiasReport, 'findings' | 'sentence'>

/** What is more than this off is said: achieved rates, processor time got, and medians by the kernel's stamps. */
const rateShortfall = 0.9
const processorShortfall = 0.75
const kernelInflation = 0.01
const otherWork = '; but the machine did other work meanwhile, and all of this holds it too'

/** A queue that is busier takes longer than a run to get to its steady state: about 1 / (1 − ρ)² services. */
const steadyUtilisation = 0.9

/**
 * The rate to speak of: the highest that one process could keep up with and was less than 90 % busy at, since beyond it delays
 * depend on how long the run was; without one, the lowest.
 */
function tellingRate({ rates }: MeasuredBias): BiasRate {
  const isSteady = ({ client }: BiasRun): boolean =>
    !client.saturated && (client.utilisation ?? 0) < steadyUtilisation
  return rates.findLast(({ runs }) => isSteady(runs[0])) ?? rates[0]!
}

/** The result in one sentence. */
export function biasSentence(report: MeasuredBias): string {
  const { tokens_per_s, runs } = tellingRate(report)
  const [one, several] = runs
  const work = report.event_work_us > 0 ? ` with ${report.event_work_us} us of work an event` : ''
  const saturated = one.client.saturated ? ', which can no longer keep up,' : ''
  const kernelWorst = [one, several]
    .map(({ inflation }) => inflation.kernel.ttft.p50)
    .reduce((worst, next) => (distanceFromOne(next) > distanceFromOne(worst) ? next : worst))
  return (
    `At ${rateWords(tokens_per_s)} tokens/s on this machine a single-process client${work}${saturated} reports a median TTFT that is ` +
    `${timesTheServers(one.inflation.user.ttft.p50)}; with ${several.processes} processes it is ` +
    `${timesTheServers(several.inflation.user.ttft.p50)}; by the kernel's stamps it is ${timesTheServers(kernelWorst)}${runs.some(isStarved) ? otherWork : ''}.`
  )
}

/** What the experiment found besides, a sentence each; what speaks against it first. */
export function biasFindings(report: MeasuredBias): readonly string[] {
  const { rates } = report
  const telling = tellingRate(report)
  return [
    ...rates.flatMap(({ tokens_per_s, runs }) => runs.flatMap((run) => faults(tokens_per_s, run))),
    saturation(report),
    ...telling.runs.flatMap((run) => modelFindings(telling.tokens_per_s, run, report.pattern)),
    ...hiddenByTpot(telling),
    ...rates.flatMap(({ tokens_per_s, runs }) => runs.flatMap((run) => kernelOff(tokens_per_s, run))),
  ]
}

/** What makes a run less than what was asked for. */
function faults(rate: number, run: BiasRun): readonly string[] {
  const at = `At ${rateWords(rate)} tokens/s with ${processesWords(run.processes)}`
  const lost = run.failed_requests + run.unmatched_requests
  const achieved = run.achieved_tokens_per_s
  return [
    ...(achieved < rateShortfall * rate
      ? [
          `${at} only ${rateWords(achieved)} a second were sent: the simulator, or the machine, was at its limit, and what follows is of that load.`,
        ]
      : []),
    ...starved(at, run),
    ...(lost > 0 ? [`${at} ${lost} requests failed or can't be compared, and are left out.`] : []),
  ]
}

function isStarved({ client: { utilisation, cpu_cores_per_process: cores } }: BiasRun): boolean {
  if (utilisation === null || cores === null || utilisation < 0.3) return false
  return cores < processorShortfall * Math.min(1, utilisation)
}

/** A client that is busy by the clock and not by its processor time waits for a core, not for its own events. */
function starved(at: string, run: BiasRun): readonly string[] {
  const { utilisation, cpu_cores_per_process: cores } = run.client
  if (!isStarved(run)) return []
  return [
    `${at} a client was busy for ${Math.round(utilisation! * 100)} % of the time but had a core for ${Math.round(cores! * 100)} %: others ran in its ` +
      'place, and its service times hold their time. Run it on a machine that does nothing else.',
  ]
}

function saturation({ rates, one_process_saturates_at_tokens_per_s: at }: MeasuredBias): string {
  const last = rates.at(-1)!
  const busy = Math.round((last.runs[0].client.utilisation ?? 0) * 100)
  if (at === null) {
    return `One process kept up to ${rateWords(last.tokens_per_s)} tokens/s, where it was ${busy} % busy.`
  }
  const below = rates.findLast(({ tokens_per_s }) => tokens_per_s < at)
  return below === undefined
    ? `One process can't keep up with ${rateWords(at)} tokens/s, the lowest rate that was tried.`
    : `One process saturates between ${rateWords(below.tokens_per_s)} and ${rateWords(at)} tokens/s.`
}

/** A wait that a reply's first and last token share cancels in TPOT. */
function hiddenByTpot({ tokens_per_s, runs: [one] }: BiasRate): readonly string[] {
  const { ttft, itl, tpot, ntpot } = one.inflation.user
  if (distanceFromOne(ttft.p50) < 0.05 || distanceFromOne(tpot.p50) > 0.02) return []
  return [
    `TPOT hides it: at ${rateWords(tokens_per_s)} tokens/s one process is off by ${factorWords(ttft.p50)} in its median TTFT and ` +
      `${factorWords(itl.p99)} in ITL's p99, but only by ${factorWords(tpot.p50)} in its median TPOT (NTPOT: ${factorWords(ntpot.p50)}), since ` +
      'a wait that the first and the last token share cancels.',
  ]
}

/** Why the kernel's stamps are off, where they are. */
function kernelOff(rate: number, run: BiasRun): readonly string[] {
  const { p50 } = run.inflation.kernel.ttft
  if (distanceFromOne(p50) < kernelInflation) return []
  const [error, outside] = [run.error_us.kernel.p99 ?? 0, run.outside_write_us.kernel.p99 ?? 0]
  const why =
    outside > error / 2
      ? "events waited for longer than a stream's next token takes, and of several tokens in a read all get the last one's stamp"
      : 'the simulator was held up between reading its clock and writing, so that the truth is as uncertain'
  return [
    `At ${rateWords(rate)} tokens/s with ${processesWords(run.processes)} the kernel's stamps are off too (median TTFT ${factorWords(p50)}, error p99 ` +
      `${timeWords(error)}): ${why}.`,
  ]
}

function processesWords(processes: number): string {
  return processes === 1 ? 'one process' : `${processes} processes`
}

function distanceFromOne(factor: number | null): number {
  return factor === null ? 0 : Math.abs(factor - 1)
}
