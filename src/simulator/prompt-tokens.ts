import { tokensPerBlock } from './kv-cache.ts'
import { createWordDraw, type ReplyWords, vocabulary } from './vocabulary.ts'

/** A prompt as the engine sees it. */
export interface PromptTokens {
  /** Words, at least one. */
  readonly count: number
  /** Key of each full block of 16 words: a hash of every word up to the block's end. */
  readonly blockKeys: readonly number[]
  /** The hash after the prompt's last word, from which the reply's blocks go on. */
  readonly tail: PrefixHash
}

/**
 * Two 32-bit lanes over the words so far. A block's key is 53 bits of them, so that two different beginnings among a
 * million blocks meet by chance with a probability of about 1e-4.
 */
interface PrefixHash {
  readonly first: number
  readonly second: number
}

const emptyPrefix: PrefixHash = { first: 0x811c9dc5, second: 0x9747b28c }

/**
 * Tokenises texts that follow each other, in the simulator's way: a token is a run of characters without white space.
 * (Real tokenizers give about 1.3 tokens a word of English; words make Tare's synthetic prompts count exactly.)
 */
export function promptTokens(texts: readonly string[]): PromptTokens {
  const blockKeys: number[] = []
  let count = 0
  let { first, second } = emptyPrefix
  for (const text of texts) {
    let word = wordStart
    for (let index = 0; index <= text.length; index++) {
      const code = index < text.length ? text.charCodeAt(index) : space
      if (!isWhiteSpace(code)) {
        word = Math.imul(word ^ code, fnvPrime)
        continue
      }
      if (word === wordStart) continue
      first = mixFirst(first, word)
      second = mixSecond(second, word)
      word = wordStart
      if (++count % tokensPerBlock === 0) blockKeys.push(keyOf(first, second))
    }
  }
  return { count: Math.max(1, count), blockKeys, tail: { first, second } }
}

/** A prompt of which only the number of tokens and something that identifies it are known (token ids). */
export function promptTokensOfIds(ids: readonly number[]): PromptTokens {
  return promptTokens(ids.map(String))
}

/**
 * Key of the n-th block of the prompt and the reply that follows it, so that a conversation's next turn, which
 * repeats both, finds them in the prefix cache.
 */
export function blockKeysWithReply(prompt: PromptTokens, reply: ReplyWords): (block: number) => number {
  const keys = prompt.blockKeys
  const drawWord = createWordDraw(reply)
  const replyKeys: number[] = []
  let { first, second } = prompt.tail
  let words = 0
  return (block) => {
    if (block < keys.length) return keys[block]!
    while (replyKeys.length <= block - keys.length) {
      const hash = vocabularyHashes[drawWord()]!
      words++
      first = mixFirst(first, hash)
      second = mixSecond(second, hash)
      if ((prompt.count + words) % tokensPerBlock === 0) replyKeys.push(keyOf(first, second))
    }
    return replyKeys[block - keys.length]!
  }
}

// A word's hash is 32-bit FNV-1a over its UTF-16 units. A word that happens to hash to the start isn't seen: 2^-32.
const wordStart = 0x811c9dc5 | 0
const fnvPrime = 0x01000193
const space = 32

const vocabularyHashes = vocabulary.map((word) => {
  let hash = wordStart
  for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), fnvPrime)
  return hash
})

function mixFirst(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}

function mixSecond(hash: number, word: number): number {
  const mixed = Math.imul((hash + word) | 0, 0xc2b2ae35)
  return mixed ^ (mixed >>> 13)
}

function keyOf(first: number, second: number): number {
  return (first >>> 0) + (second & 0x1fffff) * 2 ** 32
}

/** What String.prototype.split(/\s+/) takes for white space, the common ones first. */
function isWhiteSpace(code: number): boolean {
  if (code === space || (code >= 9 && code <= 13)) return true
  if (code < 0xa0) return false
  return code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || otherSpaces.has(code)
}

const otherSpaces = new Set([0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff])
