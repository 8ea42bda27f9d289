/** Tokens a block holds, as in vLLM's default. */
export const tokensPerBlock = 16

/**
 * The KV cache: blocks that sequences hold, share (by reference count) and give back. A block that is given back
 * keeps its contents until it is needed, least recently freed first, so a later prompt with the same beginning finds
 * it: vLLM's automatic prefix caching (docs.vllm.ai, "Automatic Prefix Caching": hash table and free queue).
 */
export interface KvCache {
  readonly totalBlocks: number
  /** Blocks that no sequence holds; those with contents worth finding are among them. */
  freeBlocks(): number
  /** The longest run of blocks 0, 1, 2 … below `limit` whose keys are present. Takes nothing. */
  match(keyOf: (block: number) => number, limit: number): readonly number[]
  /** How many of these blocks are free, and would therefore use up room when held. */
  countFree(blocks: readonly number[]): number
  /** Holds blocks found by `match`. */
  hold(blocks: readonly number[]): void
  /** Takes the least recently freed block; its contents are lost. Call only while freeBlocks() > 0. */
  take(): number
  /** Gives the contents of a held block a name by which `match` finds it; the first of equals stays. */
  name(block: number, key: number): void
  /** Gives blocks back, the last one first, so that the beginning of a prefix outlives its end. */
  release(blocks: readonly number[]): void
}

const unnamed = -1

export function createKvCache(totalBlocks: number): KvCache {
  const holders = new Int32Array(totalBlocks)
  const keyOfBlock = new Float64Array(totalBlocks).fill(unnamed)
  const blockOfKey = new Map<number, number>()
  const free = createFreeQueue(totalBlocks)
  return {
    totalBlocks,
    freeBlocks: () => free.length(),
    match(keyOf, limit) {
      const found: number[] = []
      while (found.length < limit) {
        const block = blockOfKey.get(keyOf(found.length))
        if (block === undefined) break
        found.push(block)
      }
      return found
    },
    countFree: (blocks) => blocks.reduce((count, block) => count + (holders[block] === 0 ? 1 : 0), 0),
    hold(blocks) {
      for (const block of blocks) {
        if (holders[block] === 0) free.remove(block)
        holders[block]!++
      }
    },
    take() {
      const block = free.shift()
      const key = keyOfBlock[block]!
      if (key !== unnamed) blockOfKey.delete(key)
      keyOfBlock[block] = unnamed
      holders[block] = 1
      return block
    },
    name(block, key) {
      if (blockOfKey.has(key)) return
      blockOfKey.set(key, block)
      keyOfBlock[block] = key
    },
    release(blocks) {
      for (let index = blocks.length - 1; index >= 0; index--) {
        const block = blocks[index]!
        holders[block]!--
        if (holders[block] === 0) free.push(block)
      }
    },
  }
}

interface FreeQueue {
  length(): number
  push(block: number): void
  shift(): number
  remove(block: number): void
}

/** A doubly linked list in two arrays, so that a block found by its key leaves the middle in constant time. */
function createFreeQueue(totalBlocks: number): FreeQueue {
  const ends = totalBlocks
  const next = Int32Array.from({ length: totalBlocks + 1 }, (_, block) => (block === ends ? 0 : block + 1))
  const previous = Int32Array.from({ length: totalBlocks + 1 }, (_, block) =>
    block === 0 ? ends : block - 1,
  )
  let length = totalBlocks
  const remove = (block: number): void => {
    next[previous[block]!] = next[block]!
    previous[next[block]!] = previous[block]!
    length--
  }
  return {
    length: () => length,
    remove,
    shift() {
      const block = next[ends]!
      remove(block)
      return block
    },
    push(block) {
      const last = previous[ends]!
      next[last] = block
      previous[block] = last
      next[block] = ends
      previous[ends] = block
      length++
    },
  }
}
