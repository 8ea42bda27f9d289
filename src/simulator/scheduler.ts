import { type KvCache, tokensPerBlock } from './kv-cache.ts'
import { type Sequence, sequenceTokens } from './sequence.ts'

export interface SchedulerLimits {
  readonly maxSequences: number
  readonly maxBatchedTokens: number
  readonly prefixCaching: boolean
}

export interface SchedulerFigures {
  readonly running: number
  readonly waiting: number
  readonly preemptions: number
  /** Prompt tokens looked up in the prefix cache, and found there. */
  readonly prefixQueries: number
  readonly prefixHits: number
}

/**
 * Chooses what each step computes, as vLLM's V1 scheduler does (vllm/v1/core/sched/scheduler.py): sequences of the
 * batch first, in order of admission, each one token or a chunk of its prompt; when a block is missing the one
 * admitted last is preempted, to be computed again from the start; then the waiting ones, first come first served,
 * none overtaking another, and none in a step that had to preempt.
 */
export interface Scheduler {
  enqueue(sequence: Sequence): void
  abort(sequence: Sequence): void
  hasWork(): boolean
  /** The sequences of the next step, with `scheduled` set. The array is reused. */
  schedule(nowNs: number): readonly Sequence[]
  /** Takes finished sequences out of the batch. */
  retire(finished: readonly Sequence[]): void
  figures(): SchedulerFigures
}

export function createScheduler(limits: SchedulerLimits, cache: KvCache): Scheduler {
  const waiting: Sequence[] = []
  let running: Sequence[] = []
  const batch: Sequence[] = []
  let preemptions = 0
  let prefixQueries = 0
  let prefixHits = 0
  let budget = 0

  function giveBack(sequence: Sequence): void {
    cache.release(sequence.blocks)
    sequence.blocks = []
    sequence.namedBlocks = 0
    sequence.computed = 0
    sequence.scheduled = 0
  }

  function preemptLast(): Sequence {
    const victim = running.pop()!
    giveBack(victim)
    victim.state = 'waiting'
    victim.preemptions++
    preemptions++
    waiting.unshift(victim)
    return victim
  }

  function take(sequence: Sequence, tokens: number): void {
    const blocks = blocksFor(sequence.computed + tokens)
    while (sequence.blocks.length < blocks) sequence.blocks.push(cache.take())
    sequence.scheduled = tokens
    budget -= tokens
    if (limits.prefixCaching) nameFullBlocks(sequence)
  }

  function nameFullBlocks(sequence: Sequence): void {
    const full = Math.floor((sequence.computed + sequence.scheduled) / tokensPerBlock)
    for (; sequence.namedBlocks < full; sequence.namedBlocks++) {
      cache.name(sequence.blocks[sequence.namedBlocks]!, sequence.request.blockKey(sequence.namedBlocks))
    }
  }

  /** Whether anything had to be preempted. */
  function scheduleRunning(): boolean {
    const before = preemptions
    for (let index = 0; index < running.length && budget > 0; index++) {
      const sequence = running[index]!
      const tokens = Math.min(sequenceTokens(sequence) - sequence.computed, budget)
      const missing = blocksFor(sequence.computed + tokens) - sequence.blocks.length
      while (cache.freeBlocks() < missing) if (preemptLast() === sequence) return true
      take(sequence, tokens)
    }
    return preemptions > before
  }

  /** Whether the sequence got in. */
  function admit(sequence: Sequence, nowNs: number): boolean {
    const total = sequenceTokens(sequence)
    // The last token is always computed: its output is the next one.
    const findable = limits.prefixCaching ? Math.floor((total - 1) / tokensPerBlock) : 0
    const found = cache.match((block) => sequence.request.blockKey(block), findable)
    const cachedTokens = found.length * tokensPerBlock
    const tokens = Math.min(total - cachedTokens, budget)
    const missing = blocksFor(cachedTokens + tokens) - found.length
    if (cache.freeBlocks() - cache.countFree(found) < missing) return false
    cache.hold(found)
    sequence.blocks = [...found]
    sequence.namedBlocks = found.length
    sequence.computed = cachedTokens
    sequence.state = 'running'
    if (sequence.admittedNs === undefined) {
      sequence.admittedNs = nowNs
      sequence.cachedTokens = cachedTokens
      if (limits.prefixCaching) prefixQueries += total
      prefixHits += cachedTokens
    }
    take(sequence, tokens)
    return true
  }

  function admitWaiting(nowNs: number): void {
    while (waiting.length > 0 && running.length < limits.maxSequences && budget > 0) {
      if (!admit(waiting[0]!, nowNs)) return
      running.push(waiting.shift()!)
    }
  }

  return {
    enqueue: (sequence) => void waiting.push(sequence),
    abort(sequence) {
      if (sequence.state === 'waiting') waiting.splice(waiting.indexOf(sequence), 1)
      else if (sequence.state === 'running') running.splice(running.indexOf(sequence), 1)
      else return
      giveBack(sequence)
      sequence.state = 'aborted'
    },
    hasWork: () => running.length > 0 || waiting.length > 0,
    schedule(nowNs) {
      budget = limits.maxBatchedTokens
      const preempted = scheduleRunning()
      if (!preempted) admitWaiting(nowNs)
      batch.length = 0
      for (const sequence of running) if (sequence.scheduled > 0) batch.push(sequence)
      return batch
    },
    retire(finished) {
      if (finished.length === 0) return
      for (const sequence of finished) {
        giveBack(sequence)
        sequence.state = 'finished'
      }
      running = running.filter((sequence) => sequence.state === 'running')
    },
    figures: () => ({
      running: running.length,
      waiting: waiting.length,
      preemptions,
      prefixQueries,
      prefixHits,
    }),
  }
}

function blocksFor(tokens: number): number {
  return Math.ceil(tokens / tokensPerBlock)
}
