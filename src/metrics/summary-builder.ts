import type { Objective } from '../plan/objective.ts'
import { Float64List } from '../record/float64-list.ts'
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
import { LatencyValues } from './latency-values.ts'
import { type MeasuredWindow, measuredWindow, type WindowRule, windowSeconds } from './measured-window.ts'
import { MetricValues } from './metric-values.ts'
import { gapProbabilities, ObjectiveTally } from './objectives/objective-tally.ts'
import { PooledGaps } from './pooled-gaps.ts'
import { publishable } from './publishable.ts'
import { QueryTally } from './query-tally.ts'
import { RunTally } from './run-tally.ts'
import { sendOrder } from './send-order.ts'
import type { Measurements, SampledDistribution, Summary } from './summary.ts'
import type { SummaryContext } from './summary-context.ts'
import { WindowCounts } from './window-counts.ts'

/**
 * Makes a summary from a run's records, shown up to three times: `add` each, then `addAgain` each when `needsSecondPass`, then
 * `addThird` each when `needsThirdPass`, then `build`. The second pass is what exact quantiles of pooled gaps cost in memory
 * that doesn't grow with tokens, and what rates cost whose window isn't known before the last record; the third
 * what intervals of those quantiles cost. Records may be reused objects, in any order.
 *
 * Quantiles are exact (type 7). Latencies are of ok requests, counts of all; warm-up is in neither. Latencies and rates that the
 * run is too short for are null (docs/intervals.md).
 *
 * @example
 * const builder = new SummaryBuilder({ kind: 'requests' })
 * for await (const record of readRecords(path)) builder.add(record)
 * if (builder.needsSecondPass()) for await (const record of readRecords(path)) builder.addAgain(record)
 * if (builder.needsThirdPass()) for await (const record of readRecords(path)) builder.addThird(record)
 * const summary = builder.build(context)
 */
export class SummaryBuilder {
  readonly #rule: WindowRule
  readonly #tally = new RunTally()
  readonly #gaps: PooledGaps
  readonly #objectives: ObjectiveTally
  readonly #queries: QueryTally
  readonly #sentNs = new Float64List()
  readonly #index = new Float64List()
  readonly #latencies = {
    ttft: new LatencyValues(ttft),
    ttfat: new LatencyValues(ttfat),
    tpot: new LatencyValues(tpot),
    ntpot: new LatencyValues(ntpot),
    e2e: new LatencyValues(e2e),
    ttftFromPlan: new LatencyValues(ttftFromPlan),
    e2eFromPlan: new LatencyValues(e2eFromPlan),
  }
  readonly #allLatencies = Object.values(this.#latencies)
  readonly #values = {
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

  /** `querySize`: requests of a query, as the plan has them. */
  constructor(rule: WindowRule, objectives: readonly Objective[] = [], querySize = 1) {
    this.#rule = rule
    this.#gaps = new PooledGaps(gapProbabilities(objectives))
    this.#objectives = new ObjectiveTally(objectives)
    this.#queries = new QueryTally(querySize)
  }

  /** First pass. */
  add(record: RequestRecord): void {
    this.#tally.add(record)
    this.#objectives.add(record)
    this.#queries.add(record)
    for (const values of this.#allValues) values.add(record)
    if (!isMeasuredOk(record)) return
    for (const latency of this.#allLatencies) latency.add(record)
    this.#sentNs.push(record.sentNs ?? record.plannedNs)
    this.#index.push(record.index)
    this.#gaps.add(record)
  }

  /** Whether the records must be shown again. */
  needsSecondPass(): boolean {
    return this.#tally.records > 0
  }

  /** Second pass: every record of the first. */
  addAgain(record: RequestRecord): void {
    this.#counts ??= new WindowCounts(this.window())
    this.#counts.add(record)
    this.#objectives.addAgain(record, this.window(), this.#tally.span())
    if (isMeasuredOk(record)) this.#gaps.addAgain(record)
  }

  /** Whether they must be shown once more. */
  needsThirdPass(): boolean {
    return this.#gaps.n > 0
  }

  /** Third pass: every record of the first. */
  addThird(record: RequestRecord): void {
    const { firstMeasuredSendNs, lastMeasuredEndNs } = this.#tally.span()
    if (isMeasuredOk(record)) this.#gaps.addThird(record, firstMeasuredSendNs, lastMeasuredEndNs)
  }

  /** The measured window, known after the first pass. */
  window(): MeasuredWindow {
    this.#window ??= measuredWindow(this.#rule, this.#tally.span())
    return this.#window
  }

  /** Call once, after all passes. Throws RangeError when a later pass didn't show the first one's gaps. */
  build(context: SummaryContext): Measurements {
    return publishable(this.estimate(context))
  }

  /** As `build`, with point estimates in place of what is refused: for checks, which must know the size of things. */
  estimate(context: SummaryContext): Measurements {
    const counts = this.#counts ?? new WindowCounts(this.window())
    const latency = this.#latency(context, counts.okRequestsPerSecond)
    const throughput = counts.throughput(comeAtRandom(context))
    const { goodput, objectives } = this.#objectives.results({
      itl: latency.itl,
      gaps: this.#gaps,
      throughput,
      queries: () => this.#queries.latency(),
      tokensCounted: this.#tally.tokenSources.usage + this.#tally.tokenSources.events > 0,
    })
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
      latency_ms: latency,
      queries: this.#queries.figures(this.window(), counts.okRequestsPerSecond),
      throughput,
      goodput,
      objectives,
      tokens: this.#tokens(),
      network: {
        rtt_us: this.#values.rtt.distribution(),
        retransmits: this.#tally.retransmits,
        connections_opened: this.#tally.connections,
        connect_ms: this.#values.connect.distribution(),
        requests_resent: this.#tally.resent,
        resent_share: this.#tally.measured > 0 ? this.#tally.resent / this.#tally.measured : null,
      },
      server: null,
      background: null,
      instrument: this.#instrument(context),
      errors: this.#tally.errors.kinds(),
      error_messages: this.#tally.errors.messages(),
    }
  }

  #latency({ instrument }: SummaryContext, requestsPerSecond: number): Summary['latency_ms'] {
    const order = sendOrder(this.#sentNs.values(), this.#index.values())
    const of = (values: LatencyValues): SampledDistribution => values.distribution(order, requestsPerSecond)
    const latencies = this.#latencies
    return {
      ttft: of(latencies.ttft),
      ttfat: of(latencies.ttfat),
      itl: this.#gaps.distribution(instrument.errorBoundUs, order.length, requestsPerSecond),
      tpot: of(latencies.tpot),
      ntpot: of(latencies.ntpot),
      e2e: of(latencies.e2e),
      ttft_from_plan: of(latencies.ttftFromPlan),
      e2e_from_plan: of(latencies.e2eFromPlan),
    }
  }

  #load(context: SummaryContext): Summary['load'] {
    const { load } = context
    const { measured, measuredOk } = this.#tally
    const { mean, meanCi95, max } = this.#tally.inFlight(this.window(), comeAtRandom(context))
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
      in_flight_mean_ci95: meanCi95,
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
    const { beyond, ...errorBoundUs } = instrument.errorBoundUs
    return {
      timestamp_source: this.#tally.timestampSource(),
      workers: instrument.workers,
      read_delay_us: instrument.readDelayUs,
      error_bound_us: errorBoundUs,
      error_bound_beyond: beyond,
      cpu_s: instrument.cpuSeconds,
      cpu_us_per_token: tokenEvents > 0 ? (instrument.cpuSeconds * 1e6) / tokenEvents : null,
      max_rss_bytes: instrument.maxRssBytes,
      calibration: instrument.calibration,
    }
  }
}

/** What latencies are taken of. */
function isMeasuredOk(record: RequestRecord): boolean {
  return record.phase === 'measure' && record.status === 'ok'
}

function comeAtRandom({ load }: SummaryContext): boolean {
  return load.arrival === 'poisson' || load.arrival === 'gamma'
}
