import type { Backend, TokenSink } from './backend.ts'
import { createDeadlineTimer } from './deadline-timer.ts'
import { createEngine, type EngineConfig, type EngineStep } from './engine.ts'
import type { LatenessRecorder } from './lateness.ts'
import type { Sequence } from './sequence.ts'

const stallNs = 1e9

/**
 * Runs the engine in real time. A step's tokens all leave at its deadline, and the next step's deadline is counted
 * from that one rather than from the present, so lateness never adds up; only an idle engine starts from the present.
 */
export function createEngineBackend(
  config: EngineConfig,
  nowNs: () => number,
  lateness: LatenessRecorder,
): Backend {
  const engine = createEngine(config)
  const sinks = new Map<Sequence, TokenSink>()
  const timer = createDeadlineTimer(nowNs, endStep)
  let step: EngineStep | undefined
  let deadlineNs = 0

  function beginStep(startNs: number): void {
    step = engine.step(startNs)
    deadlineNs = startNs + step.durationNs
    timer.set(deadlineNs)
  }

  function endStep(): void {
    const { emitted, finished } = step!
    const firstNs = nowNs()
    const ended = new Set(finished)
    for (const sequence of emitted) {
      const sink = sinks.get(sequence)
      sink?.token(deadlineNs, firstNs)
      // At once, as a server's own coroutine goes on with its reply: not when all others have had their tokens.
      if (ended.has(sequence)) sink?.finish()
    }
    const lastNs = nowNs()
    if (emitted.length > 0) lateness.record(lastNs - deadlineNs)
    for (const sequence of finished) sinks.delete(sequence)
    step = undefined
    if (!engine.hasWork()) return
    const isStalled = lastNs - deadlineNs > stallNs
    if (isStalled) lateness.stall()
    beginStep(isStalled ? nowNs() : deadlineNs)
  }

  return {
    maxSequenceTokens: engine.maxSequenceTokens,
    submit(request, _requestIndex, sink) {
      const arrivedNs = nowNs()
      const sequence = engine.add(request, arrivedNs)
      sinks.set(sequence, sink)
      if (step === undefined) beginStep(arrivedNs)
      return {
        abort() {
          engine.abort(sequence)
          sinks.delete(sequence)
        },
        cachedTokens: () => sequence.cachedTokens,
        admittedNs: () => sequence.admittedNs,
      }
    },
    figures: () => ({ ...engine.figures(), blocks: config.blocks }),
    stop: () => timer.cancel(),
  }
}
