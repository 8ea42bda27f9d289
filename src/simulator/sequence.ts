/** What the engine is asked to generate. */
export interface SequenceRequest {
  readonly promptTokens: number
  /** Tokens it will generate: the engine knows no text, so its end is decided beforehand. */
  readonly outputTokens: number
  /** Identifies the contents of the sequence's tokens [0, 16 (block + 1)), output included; see prefix-keys.ts. */
  blockKey(block: number): number
}

type SequenceState = 'waiting' | 'running' | 'finished' | 'aborted'

/** A request inside the engine. Only the engine writes to it. */
export interface Sequence {
  readonly request: SequenceRequest
  readonly arrivedNs: number
  state: SequenceState
  /** When it was first admitted to the batch. */
  admittedNs: number | undefined
  /** Tokens whose keys and values are in the cache. */
  computed: number
  generated: number
  /** Tokens of the prompt found in the cache when first admitted. */
  cachedTokens: number
  preemptions: number
  blocks: number[]
  /** Blocks that already have their name in the prefix cache. */
  namedBlocks: number
  /** Tokens to compute in the step under way. */
  scheduled: number
}

export function createSequence(request: SequenceRequest, arrivedNs: number): Sequence {
  return {
    request,
    arrivedNs,
    state: 'waiting',
    admittedNs: undefined,
    computed: 0,
    generated: 0,
    cachedTokens: 0,
    preemptions: 0,
    blocks: [],
    namedBlocks: 0,
    scheduled: 0,
  }
}

/** Tokens that a sequence consists of so far. */
export function sequenceTokens(sequence: Sequence): number {
  return sequence.request.promptTokens + sequence.generated
}
