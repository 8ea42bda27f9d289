import { createRandom } from '../statistics/random.ts'
import { workloadStream } from './workload-stream.ts'

/** Which of `count` items the request with this index gets. */
export type Shuffle = (index: number) => number

/**
 * Deals `count` items in passes: every item once, in a random order, then every item once more in another order. Any
 * index can be asked for by itself, so workers that each take a part of the indexes deal the same as one would.
 *
 * The order of a pass is a swap-or-not permutation (Hoang, Morris & Rogaway 2012, "An enciphering scheme based on a
 * card shuffle"): each round pairs position x with k − x and swaps the pair or doesn't by a coin that both share. It
 * needs no memory, any count will do, and with more than 6·log2(count) rounds it can't be told from a fair shuffle.
 */
export function createShuffle(seed: number, count: number): Shuffle {
  const rounds = 16 + 8 * Math.ceil(Math.log2(count))
  const pivots = new Float64Array(rounds)
  const coins = new Uint32Array(rounds)
  let keyedPass = -1

  function drawKeys(pass: number): void {
    const random = createRandom(seed, workloadStream.order, pass)
    for (let round = 0; round < rounds; round++) {
      pivots[round] = random.integer(count)
      coins[round] = random.integer(2 ** 32)
    }
    keyedPass = pass
  }

  return (index) => {
    const pass = Math.floor(index / count)
    if (pass !== keyedPass) drawKeys(pass)
    let position = index % count
    for (let round = 0; round < rounds; round++) {
      const difference = pivots[round]! - position
      const partner = difference < 0 ? difference + count : difference
      if (isHeads(coins[round]!, Math.max(position, partner))) position = partner
    }
    return position
  }
}

function isHeads(coin: number, pair: number): boolean {
  let h = Math.imul(coin ^ pair ^ ((coin ^ pair) >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) < 0
}
