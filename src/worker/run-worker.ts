import { writeFileSync } from 'node:fs'
import { apiByName } from '../api/registry.ts'
import { offeredLoad } from '../load/offered-load.ts'
import { createPacer } from '../load/pacer.ts'
import { querySizeOf } from '../load/query-size.ts'
import { shareOf } from '../load/share-of.ts'
import { SpoolWriter } from '../record/spool-writer.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { runOnCores } from '../wire/kernel/cpu-affinity.ts'
import { createKernelReactor } from '../wire/kernel/kernel-reactor.ts'
import { createPortableReactor } from '../wire/portable/portable-reactor.ts'
import { stopReactor } from '../wire/reactor.ts'
import { createWorkload } from '../workload/create-workload.ts'
import { Generator } from './generator.ts'
import { decodeMessage } from './message-line.ts'
import { ProcessWatch } from './process-watch.ts'
import { createRequestMaker } from './request-maker.ts'
import { startStudy } from './start-study.ts'
import { tellConductor, waitForMessage } from './worker-channel.ts'
import { WorkerCounters } from './worker-counters.ts'
import type { WorkerFigures } from './worker-figures.ts'
import type { ToWorker, WorkerOrder, WorkerResult } from './worker-messages.ts'

/** How often a worker reports to the conductor. */
const figuresEveryNs = 250e6

/** Runs one worker from its order to its end. Throws what ends the run early: a disk that is full, a bug. */
export async function runWorker(order: WorkerOrder): Promise<void> {
  const api = apiByName(order.api)
  const shard = { worker: order.worker, workers: order.workers }
  const pacer = createPacer(order.load, shard)
  const prepare = createRequestMaker(order, api, createWorkload(order.workload))
  const counters = new WorkerCounters(order.worker)
  const histograms = {
    readDelay: new LogHistogram(),
    errorBound: new LogHistogram(),
    warmupErrorBound: new LogHistogram(),
    tokenReads: { count: 0, events: 0 },
  }
  if (order.core !== null) runOnCores([order.core])
  prepare(order.worker)
  tellConductor({ kind: 'ready' })

  const start = waitForMessage()
  if (start?.kind !== 'start') return
  const epochUnixNs = BigInt(start.epochUnixNs)
  const spool = SpoolWriter.create(order.spoolPath, { worker: order.worker, epochUnixNs })
  const reactor =
    order.transport === 'kernel' ? createKernelReactor(epochUnixNs) : createPortableReactor(epochUnixNs)
  const study = startStudy(order, reactor, epochUnixNs)
  const generator = new Generator({
    worker: order.worker,
    reactor,
    endpoint: order.endpoint,
    api,
    pacer,
    maxInFlight: shareOf(order.load.maxConcurrency, shard),
    opensAhead: order.load.stages.some(({ kind }) => kind === 'open'),
    querySize: querySizeOf(order.load),
    sendingEndsNs: offeredLoad(order.load).endNs,
    timeoutNs: order.timeoutNs,
    drainNs: order.drainNs,
    prepare,
    histograms: study === undefined ? histograms : { ...histograms, study: study.study },
    counters,
    onRecord: (record) => spool.append(record),
  })
  const obey = (message: ToWorker): void => {
    if (message.kind === 'stop') generator.stop()
    else if (message.kind === 'abort') generator.abort(reactor.nowNs())
  }
  reactor.readLines(
    0,
    (line) => obey(decodeMessage<ToWorker>(line)),
    // A conductor that died can't be waited for: what has ended is in the spool, the rest is cancelled.
    () => obey({ kind: 'abort' }),
  )

  const watch = new ProcessWatch(reactor)
  const takeFigures = (nowNs: number): WorkerFigures =>
    counters.take(nowNs, generator.behindNs(nowNs), {
      ...reactor.takeFigures(),
      tokenReads: histograms.tokenReads.count,
      tokenEvents: histograms.tokenReads.events,
      ...watch.take(),
    })
  let figuresDueNs = 0
  await reactor.run((nowNs) => {
    const nextNs = generator.wake(nowNs)
    spool.flush()
    study?.turnEnds(nowNs)
    if (nextNs === stopReactor) return stopReactor
    if (nowNs >= figuresDueNs) {
      tellConductor({ kind: 'figures', figures: takeFigures(nowNs) })
      figuresDueNs = nowNs + figuresEveryNs
    }
    return Math.min(nextNs, figuresDueNs)
  })
  spool.close()
  const result: WorkerResult = {
    figures: takeFigures(reactor.nowNs()),
    timestampSource: reactor.timestampSource,
    readDelay: histograms.readDelay.toPlain(),
    errorBound: histograms.errorBound.toPlain(),
    connectionsOpened: generator.connectionsOpened,
    ...(study === undefined ? {} : { study: study.end() }),
  }
  writeFileSync(order.resultPath, JSON.stringify(result))
  tellConductor({ kind: 'figures', figures: result.figures })
  tellConductor({ kind: 'done' })
  reactor.close()
}
