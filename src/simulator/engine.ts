import { createKvCache, tokensPerBlock } from './kv-cache.ts'
import { createScheduler, type SchedulerFigures } from './scheduler.ts'
import { createSequence, type Sequence, type SequenceRequest, sequenceTokens } from './sequence.ts'
import { type StepCost, type StepWork, stepDurationNs } from './step-cost.ts'

export interface EngineConfig {
  readonly cost: StepCost
  /** Most sequences in the batch (vLLM: max_num_seqs). */
  readonly maxSequences: number
  /** Most tokens computed in a step (vLLM: max_num_batched_tokens); longer prompts are prefilled in chunks. */
  readonly maxBatchedTokens: number
  /** KV-cache blocks of 16 tokens. */
  readonly blocks: number
  /** Most tokens of a sequence, prompt and output (vLLM: max_model_len). */
  readonly maxModelTokens: number
  readonly prefixCaching: boolean
}

/** One step: what it takes, and what leaves the engine when it is over. The arrays are reused by the next step. */
export interface EngineStep {
  readonly durationNs: number
  /** Sequences that get one more token. */
  readonly emitted: readonly Sequence[]
  /** Those of them that got their last one. */
  readonly finished: readonly Sequence[]
}

export interface EngineFigures extends SchedulerFigures {
  /** Held blocks over all blocks, 0 to 1. */
  readonly cacheUsage: number
  readonly steps: number
}

/** A continuous-batching engine as a state machine: time is what it is told, nothing waits. */
export interface Engine {
  /** Longest sequence, prompt and output, that `add` may be given. */
  readonly maxSequenceTokens: number
  add(request: SequenceRequest, nowNs: number): Sequence
  /** Drops a sequence whatever it is doing; a step under way still takes its time. */
  abort(sequence: Sequence): void
  hasWork(): boolean
  /** Schedules one step from `nowNs` on and carries it out: the state afterwards is that at the step's end. */
  step(nowNs: number): EngineStep
  figures(): EngineFigures
}

export function createEngine(config: EngineConfig): Engine {
  const cache = createKvCache(config.blocks)
  const scheduler = createScheduler(config, cache)
  const emitted: Sequence[] = []
  const finished: Sequence[] = []
  let steps = 0
  return {
    // A sequence that the cache can't hold alone would be preempted by itself for ever.
    maxSequenceTokens: Math.min(config.maxModelTokens, config.blocks * tokensPerBlock),
    add(request, nowNs) {
      const sequence = createSequence(request, nowNs)
      scheduler.enqueue(sequence)
      return sequence
    },
    abort: (sequence) => scheduler.abort(sequence),
    hasWork: () => scheduler.hasWork(),
    step(nowNs) {
      steps++
      emitted.length = 0
      finished.length = 0
      const batch = scheduler.schedule(nowNs)
      const durationNs = stepDurationNs(config.cost, workOf(batch))
      for (const sequence of batch) {
        sequence.computed += sequence.scheduled
        sequence.scheduled = 0
        if (sequence.computed < sequenceTokens(sequence)) continue
        sequence.generated++
        emitted.push(sequence)
        if (sequence.generated === sequence.request.outputTokens) finished.push(sequence)
      }
      scheduler.retire(finished)
      return { durationNs, emitted, finished }
    },
    figures: () => ({
      ...scheduler.figures(),
      cacheUsage: 1 - cache.freeBlocks() / cache.totalBlocks,
      steps,
    }),
  }
}

function workOf(batch: readonly Sequence[]): StepWork {
  let contextTokens = 0
  let prefillTokens = 0
  for (const sequence of batch) {
    contextTokens += sequence.computed
    const isDecode = sequence.scheduled === 1 && sequence.generated > 0
    if (!isDecode) prefillTokens += sequence.scheduled
  }
  return { sequences: batch.length, contextTokens, prefillTokens }
}
