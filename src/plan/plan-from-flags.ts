import { TareError } from '../errors.ts'
import type { LoadPlan } from '../load/load-plan.ts'
import { checkObjective } from './check-objective.ts'
import { defaults } from './defaults.ts'
import { parseDurationNs } from './duration.ts'
import { forFlag, textOf } from './for-flag.ts'
import { loadFromFlags } from './load-from-flags.ts'
import { numberRules, parseNumber } from './number-rule.ts'
import { parseChoice } from './parse-choice.ts'
import { parseHttpUrl } from './parse-http-url.ts'
import { parseScrapeInterval } from './parse-scrape-interval.ts'
import {
  type ClientPlan,
  type MeasurePlan,
  type OutputPlan,
  outputFormats,
  type Plan,
  type TargetPlan,
  transports,
} from './plan.ts'
import type { RunFlags, RunSurroundings } from './run-flags.ts'
import { runFolderName } from './run-folder-name.ts'
import type { ScrapePlan } from './server-plan.ts'
import { targetFromFlags } from './target-from-flags.ts'
import { workerLimit } from './worker-limit.ts'
import { workloadFromFlags } from './workload-from-flags.ts'

/**
 * The plan that the flags of `tare run` make, with every default filled in. Pure: what isn't in the flags is in
 * `around`, and no file or variable that they name is looked at. Throws TareError('usage') that names the flag, what
 * was given and what would work.
 *
 * @example
 * const around = { cores: 4, platform: process.platform, now: new Date(), randomSeed: 1 }
 * const plan = planFromFlags({ concurrency: '1..16', duration: '2m', inputTokens: 'uniform(256,1024)' }, around)
 * writeFileSync('plan.yaml', writePlanYaml(plan))
 */
export function planFromFlags(flags: RunFlags, around: RunSurroundings): Plan {
  const { seed: seedText } = flags
  const seed =
    seedText === undefined
      ? around.randomSeed
      : forFlag('--seed', () => parseNumber(seedText, numberRules.seed))
  const target = targetFromFlags(flags)
  const load = loadFromFlags(flags, seed)
  return {
    version: 1,
    target,
    server: null,
    load,
    workload: workloadFromFlags(flags, seed, target.api),
    background: null,
    measure: measureFromFlags(flags),
    scrape: scrapeFromFlags(flags),
    client: clientFromFlags(flags, load, around),
    objectives: forFlag('--objective', () => (flags.objective ?? []).map(checkObjective)),
    gate: null,
    output: outputFromFlags(flags, target, around),
  }
}

function measureFromFlags(flags: RunFlags): MeasurePlan {
  const timeoutNs = forFlag('--timeout', () => parseDurationNs(flags.timeout ?? defaults.timeout))
  if (timeoutNs === 0) {
    throw new TareError('usage', '--timeout: no request can end within 0', {
      hint: 'give a long one, such as 1h, for none',
    })
  }
  return { timeoutNs, drainNs: forFlag('--drain', () => parseDurationNs(flags.drain ?? defaults.drain)) }
}

function scrapeFromFlags({ scrape, scrapeInterval }: RunFlags): ScrapePlan | null {
  if (scrape === undefined) {
    if (scrapeInterval === undefined) return null
    throw new TareError('usage', "--scrape-interval has nothing to go with: --scrape isn't given", {
      hint: 'give the URL of the metrics by --scrape, or leave it out',
    })
  }
  const url = forFlag('--scrape', () => parseHttpUrl(scrape))
  const intervalNs = forFlag('--scrape-interval', () => parseScrapeInterval(scrapeInterval))
  return { url, intervalNs }
}

function clientFromFlags(flags: RunFlags, load: LoadPlan, { cores, platform }: RunSurroundings): ClientPlan {
  const { workers: workersText, transport: transportText } = flags
  const workers =
    workersText === undefined
      ? Math.max(1, Math.min(cores - 1, workerLimit(load).useful, numberRules.workers.max))
      : forFlag('--workers', () => parseNumber(workersText, numberRules.workers))
  if (workers > workerLimit(load).most) {
    throw new TareError(
      'usage',
      `--workers ${workers} is more than the ${load.maxConcurrency} requests in flight that are allowed`,
      {
        hint: `give at most ${load.maxConcurrency}, or a larger --max-concurrency`,
      },
    )
  }
  const linux = platform === 'linux'
  const transport =
    transportText === undefined
      ? linux
        ? 'kernel'
        : 'portable'
      : forFlag('--transport', () => parseChoice(transportText, transports))
  if (transport === 'kernel' && !linux) {
    throw new TareError('usage', `--transport kernel needs Linux, and this is ${platform}`, {
      hint: 'use --transport portable',
    })
  }
  return { workers, transport, pin: flags.pin ?? false, preflight: flags.preflight ?? true }
}

function outputFromFlags(flags: RunFlags, target: TargetPlan, { now }: RunSurroundings): OutputPlan {
  const dir = flags.out === undefined ? `runs/${runFolderName(now, target)}` : textOf('--out', flags.out)
  const format = forFlag('--format', () => parseChoice(flags.format ?? defaults.format, outputFormats))
  return { dir, format, label: flags.label === undefined ? null : textOf('--label', flags.label) }
}
