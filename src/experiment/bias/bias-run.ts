import type { LatencyFigures, NsFigures, RawMoments, TruthComparison } from '../truth-comparison.ts'
import {
  type BiasMetric,
  type BiasModel,
  type BiasRun,
  biasMetrics,
  type ErrorRow,
  type InflationRow,
  type InflationRows,
  type LatencyRow,
  type LatencyRows,
  latencyRow,
  type ModelRow,
  type MomentRow,
} from './bias-report.ts'
import { predictWaits } from './queue-prediction.ts'
import { isSaturated } from './saturation.ts'

/** One run's comparison as the report has it: in milli- and microseconds, and against the truth and the models. */
export function biasRun(found: TruthComparison): BiasRun {
  const truth = latencyRows(found.truthMs)
  const user = latencyRows(found.user.latencyMs)
  const kernel = latencyRows(found.kernel.latencyMs)
  return {
    processes: found.workers,
    tokens: found.tokens,
    requests: found.requests,
    failed_requests: found.failedRequests,
    unmatched_requests: found.unmatchedRequests,
    achieved_tokens_per_s: found.tokensPerSecond,
    requests_per_s: found.requestsPerSecond,
    streams_mean: found.streams,
    timestamp_source: found.timestampSource,
    truth_ms: truth,
    user_ms: user,
    kernel_ms: kernel,
    inflation: { user: inflationRows(user, truth), kernel: inflationRows(kernel, truth) },
    error_us: { user: errorRow(found.user.errorNs), kernel: errorRow(found.kernel.errorNs) },
    outside_write_us: {
      user: errorRow(found.user.outsideWriteNs),
      kernel: errorRow(found.kernel.outsideWriteNs),
    },
    sender_write_us: errorRow(found.senderWriteNs),
    simulator_lateness_us: errorRow(found.simulatorLatenessNs),
    client: clientRow(found),
  }
}

function clientRow({ client, clientCpuCoresPerWorker }: TruthComparison): BiasRun['client'] {
  const predicted = predictWaits(client)
  const measuredNs = client.waitNs.mean
  const model = (waitNs: number): ModelRow => ({
    wait_us: finite(waitNs / 1e3),
    over_measured: finite(waitNs / measuredNs),
  })
  const models: Record<BiasModel, ModelRow> = {
    m_g_1: model(predicted.pollaczekKhinchineNs),
    m_x_g_1: model(predicted.batchArrivalNs),
    periodic_batches: model(predicted.periodicBatchNs),
    replayed: model(client.replayedWaitNs),
  }
  return {
    cpu_cores_per_process: finite(clientCpuCoresPerWorker),
    events_per_s_per_process: client.eventsPerSecondPerWorker,
    service_us: momentRow(client.serviceNs, 1e3),
    wake_us: momentRow(client.wakeNs, 1e3),
    batch_events: momentRow(client.batchEvents, 1),
    turn_events: momentRow(client.turnEvents, 1),
    utilisation: finite(predicted.utilisation),
    saturated: isSaturated(client),
    wait_us: errorRow(client.waitNs),
    models,
  }
}

function byMetric<Row>(row: (metric: BiasMetric) => Row): Readonly<Record<BiasMetric, Row>> {
  return Object.fromEntries(biasMetrics.map((metric) => [metric, row(metric)])) as Record<BiasMetric, Row>
}

function latencyRows(figures: LatencyFigures): LatencyRows {
  return byMetric((metric) => latencyRow(figures[metric]))
}

function inflationRows(reported: LatencyRows, truth: LatencyRows): InflationRows {
  return byMetric((metric) => inflationRow(reported[metric], truth[metric]))
}

function inflationRow(reported: LatencyRow, truth: LatencyRow): InflationRow {
  const over = (figure: 'mean' | 'p50' | 'p99'): number | null => {
    const [above, below] = [reported[figure], truth[figure]]
    return above === null || below === null ? null : finite(above / below)
  }
  return { mean: over('mean'), p50: over('p50'), p99: over('p99') }
}

function errorRow({ mean, min, p50, p99, p99_9, max }: NsFigures): ErrorRow {
  const us = (ns: number): number | null => finite(ns / 1e3)
  return { mean: us(mean), min: us(min), p50: us(p50), p99: us(p99), p99_9: us(p99_9), max: us(max) }
}

function momentRow({ n, mean, secondMoment }: RawMoments, unit: number): MomentRow {
  return { n, mean: finite(mean / unit), second_moment: finite(secondMoment / unit ** 2) }
}

/** JSON has neither infinity nor NaN. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
