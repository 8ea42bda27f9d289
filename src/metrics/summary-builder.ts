import type { RequestRecord } from '../record/request-record.ts'
import { connect } from './definitions/connect.ts'
import { e2e } from './definitions/e2e.ts'
import { e2eFromPlan } from './definitions/e2e-from-plan.ts'
import { inputTokens } from './definitions/input-tokens.ts'
import { lateness } from './definitions/lateness.ts'
import { ntpot } from './definitions/ntpot.ts'
import { outputTokens } from './definitions/output-tokens.ts'
import { rtt } from './definitions/rtt.ts'
import { tokensPerEvent } from './definitions/tokens-per-event.ts'
import { tpot } from './definitions/tpot.ts'
import { ttfat } from './definitions/ttfat.ts'
import { ttft } from './definitions/ttft.ts'
import { ttftFromPlan } from './definitions/ttft-from-plan.ts'
import { distribution, reportedProbabilities } from './distribution.ts'
import { ExactPool } from './exact-pool.ts'
import { type MeasuredWindow, measuredWindow, type WindowRule, windowSeconds } from './measured-window.ts'
import { MetricValues } from './metric-values.ts'
import { unresolvedDistribution } from './resolution.ts'
import { RunTally } from './run-tally.ts'
import type { Measurements, Summary } from './summary.ts'
import type { SummaryContext } from './summary-context.ts'
import { WindowCounts } from './window-counts.ts'

/**
 * Makes a summary from a run's records, shown twice: `add` each, then `addAgain` each when `needsSecondPass`, then
 * `build`. The second pass is what exact quantiles of pooled gaps cost in memory that doesn't grow with tokens, and
 * what rates cost whose window isn't known before the last record. Records may be reused objects, in any order.
 *
 * Quantiles are exact (type 7). Latencies are of ok requests, counts of all; warm-up is in neither.
 *
 * @example
 * const builder = new SummaryBuilder({ kind: 'requests' })
 * for await (const record of readRecords(path)) builder.add(record)
 * if (builder.needsSecondPass()) for await (const record of readRecords(path)) builder.addAgain(record)
 * const summary = builder.build(context)
 */
export class SummaryBuilder {
  readonly #rule: WindowRule
  readonly #tally = new RunTally()
  readonly #gapsNs = new ExactPool(reportedProbabilities)
  readonly #values = {
    ttft: new MetricValues(ttft),
    ttfat: new MetricValues(ttfat),
    tpot: new MetricValues(tpot),
    ntpot: new MetricValues(ntpot),
    e2e: new MetricValues(e2e),
    ttftFromPlan: new MetricValues(ttftFromPlan),
    e2eFromPlan: new MetricValues(e2eFromPlan),
    lateness: new MetricValues(lateness),
    input: new MetricValues(inputTokens),
    output: new MetricValues(outputTokens),
    perEvent: new MetricValues(tokensPerEvent),
    rtt: new MetricValues(rtt),
    connect: new MetricValues(connect),
  }
  readonly #allValues = Object.values(this.#values)
  #counts: WindowCounts | undefined
  #window: MeasuredWindow | undefined

  constructor(rule: WindowRule) {
    this.#rule = rule
  }

  /** First pass. */
  add(record: RequestRecord): void {
    this.#tally.add(record)
    for (const values of this.#allValues) values.add(record)
    if (!hasPooledGaps(record)) return
    const { tokenNs, tokenEvents } = record
    for (let i = 1; i < tokenEvents; i++) this.#gapsNs.add(tokenNs[i]! - tokenNs[i - 1]!)
  }

  /** Whether the records must be shown again before `build`. */
  needsSecondPass(): boolean {
    return this.#tally.records > 0
  }

  /** Second pass: every record of the first. */
  addAgain(record: RequestRecord): void {
    this.#counts ??= new WindowCounts(this.window())
    this.#counts.add(record)
    if (!hasPooledGaps(record)) return
    const { tokenNs, tokenEvents } = record
    for (let i = 1; i < tokenEvents; i++) this.#gapsNs.addAgain(tokenNs[i]! - tokenNs[i - 1]!)
  }

  /** The measured window, known after the first pass. */
  window(): MeasuredWindow {
    this.#window ??= measuredWindow(this.#rule, this.#tally.span())
    return this.#window
  }

  /** Call once, after both passes. Throws RangeError when the second pass didn't show the first one's gaps. */
  build(context: SummaryContext): Measurements {
    const values = this.#values
    return {
      schema: 'tare.summary/1',
      tare_version: context.tareVersion,
      run_id: context.runId,
      label: context.label,
      epoch_unix_ns: String(context.epochUnixNs),
      started_at: new Date(Number(context.epochUnixNs / 1_000_000n)).toISOString(),
      state: context.state,
      target: context.target,
      load: this.#load(context),
      window: {
        kind: this.window().kind,
        start_ns: this.window().startNs,
        end_ns: this.window().endNs,
        warmup_requests: this.#tally.warmup,
      },
      latency_ms: {
        ttft: unresolvedDistribution(values.ttft.distribution()),
        ttfat: unresolvedDistribution(values.ttfat.distribution()),
        itl: unresolvedDistribution(distribution(this.#gapsNs, 1e6)),
        tpot: unresolvedDistribution(values.tpot.distribution()),
        ntpot: unresolvedDistribution(values.ntpot.distribution()),
        e2e: unresolvedDistribution(values.e2e.distribution()),
        ttft_from_plan: unresolvedDistribution(values.ttftFromPlan.distribution()),
        e2e_from_plan: unresolvedDistribution(values.e2eFromPlan.distribution()),
      },
      throughput: (this.#counts ?? new WindowCounts(this.window())).throughput(),
      tokens: this.#tokens(),
      network: {
        rtt_us: values.rtt.distribution(),
        retransmits: this.#tally.retransmits,
        connections_opened: this.#tally.connections,
        connect_ms: values.connect.distribution(),
      },
      instrument: this.#instrument(context),
      errors: this.#tally.errors.kinds(),
      error_messages: this.#tally.errors.messages(),
    }
  }

  #load({ load }: SummaryContext): Summary['load'] {
    const { measured, measuredOk } = this.#tally
    const { mean, max } = this.#tally.inFlight(this.window())
    return {
      model: load.model,
      arrival: load.arrival,
      concurrency: load.concurrency,
      planned: load.planned ?? measured,
      sent: measured,
      ok: measuredOk,
      failed: measured - measuredOk,
      requested_rate_per_s: load.requestedRatePerSecond,
      achieved_rate_per_s: this.#achievedRate(),
      lateness_ms: this.#values.lateness.distribution(),
      in_flight_mean: mean,
      in_flight_mean_ci95: null,
      in_flight_max: max,
    }
  }

  /**
   * Sends in the window over its length. In a run that ends by its number of requests the window goes on after the
   * last send, so there it is gaps between sends over the time they span.
   */
  #achievedRate(): number | null {
    const { measuredSent, firstMeasuredSendNs, lastMeasuredSendNs } = this.#tally
    if (this.#rule.kind === 'requests') {
      const seconds = (lastMeasuredSendNs - firstMeasuredSendNs) / 1e9
      return seconds > 0 ? (measuredSent - 1) / seconds : null
    }
    const seconds = windowSeconds(this.window())
    return seconds > 0 ? (this.#counts?.measuredSends ?? 0) / seconds : null
  }

  #tokens(): Summary['tokens'] {
    return {
      input: this.#values.input.distribution(),
      output: this.#values.output.distribution(),
      reasoning_total: this.#tally.reasoningTokens,
      cached_total: this.#tally.cachedTokens,
      source: this.#tally.tokenSources,
      per_event: this.#values.perEvent.distribution(),
    }
  }

  #instrument({ instrument }: SummaryContext): Summary['instrument'] {
    const { tokenEvents } = this.#tally
    return {
      timestamp_source: this.#tally.timestampSource(),
      workers: instrument.workers,
      read_delay_us: instrument.readDelayUs,
      error_bound_us: instrument.errorBoundUs,
      cpu_s: instrument.cpuSeconds,
      cpu_us_per_token: tokenEvents > 0 ? (instrument.cpuSeconds * 1e6) / tokenEvents : null,
      max_rss_bytes: instrument.maxRssBytes,
      calibration: instrument.calibration,
    }
  }
}

/** As itl's definition says: ok requests of the measured part. */
function hasPooledGaps(record: RequestRecord): boolean {
  return record.phase === 'measure' && record.status === 'ok'
}
