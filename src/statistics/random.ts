import { nextXoshiro128 } from './xoshiro128.ts'

/** A stream of random numbers. The same seed and path give the same stream in any process, on any machine. */
export interface Random {
  /** Uniform in [0, 1), with all 53 bits of a double's fraction. */
  uniform(): number
  /** Uniform over the integers 0 … below − 1, without bias. `below` is an integer in [1, 2^53]. */
  integer(below: number): number
}

/** Any four words will do; these are the first bits of π's fraction. */
const startingState = Uint32Array.of(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)
const twoTo26 = 2 ** 26
const twoTo32 = 2 ** 32
const twoTo53 = 2 ** 53

/**
 * The random stream named by a seed and a path of integers (which stream, which index …). Streams whose seed or path
 * differ anywhere are independent for all practical purposes, so that request 10 000 can be drawn without drawing the
 * 9 999 before it.
 *
 * The generator is xoshiro128**; its 128 bits of state are a hash of seed and path. Seed and path are safe integers; throws RangeError
 * otherwise, because a fraction cut off in silence would make two streams the same.
 */
export function createRandom(seed: number, ...path: readonly number[]): Random {
  const state = hashedState(seed, path)

  function next32(): number {
    return nextXoshiro128(state)
  }

  function next53(): number {
    return (next32() >>> 5) * twoTo26 + (next32() >>> 6)
  }

  return {
    uniform: () => next53() / twoTo53,
    integer(below) {
      if (!(Number.isInteger(below) && below >= 1 && below <= twoTo53)) {
        throw new RangeError(`integer(below): below must be an integer from 1 to 2^53, not ${below}`)
      }
      // The draws above the largest multiple of `below` would favour the small remainders: draw again.
      const limit = twoTo53 - (twoTo53 % below)
      let drawn = next53()
      while (drawn >= limit) drawn = next53()
      return drawn % below
    },
  }
}

/**
 * Four lanes absorb the same words, each with its own increments (Weyl's sequence, as in splitmix) and each word by a
 * bijection: two inputs of the same length meet only if all four lanes collide at once, which is 128 bits of luck.
 */
function hashedState(seed: number, path: readonly number[]): Uint32Array {
  const state = new Uint32Array(startingState)
  absorb(state, seed)
  for (const step of path) absorb(state, step)
  // The one state from which xoshiro never leaves.
  if ((state[0]! | state[1]! | state[2]! | state[3]!) === 0) state[0] = 1
  return state
}

function absorb(state: Uint32Array, value: number): void {
  if (!Number.isSafeInteger(value))
    throw new RangeError(`a seed or stream must be a safe integer, not ${value}`)
  const low = value >>> 0
  const high = Math.floor(value / twoTo32) >>> 0
  for (let lane = 0; lane < 4; lane += 1) {
    const increment = Math.imul(0x9e3779b9, lane + 1)
    state[lane] = mixed((mixed((state[lane]! ^ low) + increment) ^ high) + increment)
  }
}

/** The finaliser of MurmurHash3 (Appleby 2011, public domain): every input bit flips each output bit half the time. */
function mixed(word: number): number {
  let h = word >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
