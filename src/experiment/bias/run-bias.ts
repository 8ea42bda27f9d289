import { rmSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { TareError } from '../../errors.ts'
import { tareVersion } from '../../version.ts'
import { measureAgainstTruth } from '../measure-against-truth.ts'
import { biasFindings, biasSentence } from './bias-findings.ts'
import { type BiasLoad, biasLoad } from './bias-load.ts'
import type { BiasOptions } from './bias-options.ts'
import type { BiasRate, BiasReport, BiasRun } from './bias-report.ts'
import { biasRun } from './bias-run.ts'

/** Told of each run before it starts. */
export type OnBiasRun = (run: { readonly tokensPerSecond: number; readonly processes: number }) => void

/**
 * The experiment of arXiv 2605.24217 on this machine: the same load, measured at the same time by the process's clock and by the
 * kernel's, in one process and in several, at rising rates until one process saturates. Throws TareError 'usage' where the
 * kernel gives no stamps, 'internal' when a run has nothing to compare.
 */
export async function runBias(
  options: BiasOptions,
  stop: AbortSignal,
  onRun: OnBiasRun,
): Promise<BiasReport> {
  const rates: BiasRate[] = []
  for (const [number, tokensPerSecond] of options.rates.entries()) {
    const rate = await measureRate(options, tokensPerSecond, number, stop, onRun)
    rates.push(rate)
    if (rate.runs[0].client.saturated && !options.beyondSaturation) break
  }
  const measured: Omit<BiasReport, 'findings' | 'sentence'> = {
    schema: 'tare.bias/1',
    tare_version: tareVersion,
    measured_at: new Date().toISOString(),
    machine: {
      cpu: os.cpus()[0]?.model ?? '',
      cores: os.availableParallelism(),
      kernel: os.release(),
      node: process.version,
    },
    pattern: options.pattern,
    event_work_us: options.eventWorkNs / 1e3,
    processes: options.processes,
    duration_s: options.durationNs / 1e9,
    seed: options.seed,
    rates,
    one_process_saturates_at_tokens_per_s:
      rates.find(({ runs }) => runs[0].client.saturated)?.tokens_per_s ?? null,
  }
  return { ...measured, findings: biasFindings(measured), sentence: biasSentence(measured) }
}

/** One process and several take turns at going first, so that what drifts favours neither. */
async function measureRate(
  options: BiasOptions,
  tokensPerSecond: number,
  number: number,
  stop: AbortSignal,
  onRun: OnBiasRun,
): Promise<BiasRate> {
  const runs = new Map<number, BiasRun>()
  const order = [1, options.processes]
  for (const processes of number % 2 === 0 ? order : order.toReversed()) {
    onRun({ tokensPerSecond, processes })
    runs.set(
      processes,
      await measureRun(options, biasLoad(options, tokensPerSecond, processes), processes, stop),
    )
  }
  const { streams, gapMs, replyTokens } = biasLoad(options, tokensPerSecond, 1)
  return {
    tokens_per_s: tokensPerSecond,
    streams,
    gap_ms: gapMs,
    reply_tokens: replyTokens,
    runs: [runs.get(1)!, runs.get(options.processes)!],
  }
}

async function measureRun(
  options: BiasOptions,
  { plan, simulator, tokensPerSecond }: BiasLoad,
  processes: number,
  stop: AbortSignal,
): Promise<BiasRun> {
  const folder = join(options.folder, `rate-${tokensPerSecond}-processes-${processes}`)
  const study = { eventWorkNs: options.eventWorkNs }
  const found = await measureAgainstTruth({ plan, simulator, study, folder, stop })
  if (!options.keep) rmSync(folder, { recursive: true, force: true })
  if (found.timestampSource === 'user') throw noKernelStamps('the kernel stamped nothing')
  if (found.tokens === 0) {
    throw new TareError('internal', `at ${tokensPerSecond} tokens/s no token was both sent and recorded`, {
      hint: 'Give a longer --duration, or a rate that this machine can serve.',
    })
  }
  return biasRun(found)
}

/** Without the kernel's stamps there is nothing to hold the process's own against. */
export function noKernelStamps(reason: string): TareError {
  return new TareError('usage', `no kernel timestamps on this machine: ${reason}`, {
    hint: "tare bias compares user-space stamps with the kernel's, which takes Linux and the kernel transport.",
  })
}
