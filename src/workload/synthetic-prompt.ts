import { createRandom } from '../statistics/random.ts'
import { englishWords } from './english-words.ts'
import { workloadStream } from './workload-stream.ts'

const wordCount = 512
/** A word and its space, padded: a text is written by stores of this many bytes, each over the padding of the last. */
const bytesPerEntry = 8
const wordsPerDraw = 5
const wordsOfIndex = 4

/** Each word with a space before it, as two big-endian 32-bit numbers, and its length with that space. */
const firstHalf = new Uint32Array(wordCount)
const secondHalf = new Uint32Array(wordCount)
const lengths = new Uint8Array(wordCount)
for (const [position, word] of englishWords.entries()) {
  const entry = Buffer.alloc(bytesPerEntry)
  lengths[position] = entry.write(` ${word}`, 'latin1')
  firstHalf[position] = entry.readUInt32BE(0)
  secondHalf[position] = entry.readUInt32BE(4)
}

/** Writes the prompt of the request with this index, `words` long (at least 1). */
export type SyntheticPrompts = (index: number, words: number) => string

/**
 * Texts of English words, drawn from (seed, index): the same in any process, and different for every index. The first
 * four words spell the index, scrambled by the seed, so that no two prompts with indexes below 2^36 (of four words or
 * more) have more than three words in common at their beginning; the blocks that prefix caches share are longer.
 * Shorter prompts are too few to be all different: there are 512 of one word. Two runs of one seed send the same
 * prompts, and the second finds in the server's cache what the first left there.
 *
 * One word is one token in common vocabularies (see `englishWords`), so `words` is the text's token count but for what
 * another kind of vocabulary makes of it. It isn't the prompt's: a server adds its chat template, some 5 to 40 tokens.
 * The true count is the one in the server's usage, and that is what is reported.
 */
export function createSyntheticPrompts(seed: number): SyntheticPrompts {
  const key = createRandom(seed, workloadStream.textKey).integer(2 ** 32)
  let bytes = Buffer.alloc(0)
  let view = new DataView(bytes.buffer)

  /** Writes a word at this offset, and returns the offset after it. */
  function append(word: number, at: number): number {
    view.setUint32(at, firstHalf[word]!)
    view.setUint32(at + 4, secondHalf[word]!)
    return at + lengths[word]!
  }

  return (index, words) => {
    const random = createRandom(seed, workloadStream.text, index)
    if (bytes.length < words * bytesPerEntry) {
      bytes = Buffer.alloc(words * bytesPerEntry)
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    }
    let at = 0
    let word = 0
    // A word spells 8 of the index's lower 32 bits, and one of the 4 above them.
    let lower = scrambled((index ^ key) >>> 0)
    let upper = Math.floor(index / 2 ** 32)
    for (; word < Math.min(words, wordsOfIndex); word++) {
      at = append((lower & 0xff) | ((upper & 1) << 8), at)
      lower >>>= 8
      upper >>>= 1
    }
    while (word < words) {
      // 53 random bits hold five words' 9 each, exactly.
      let fraction = random.uniform()
      const end = Math.min(words, word + wordsPerDraw)
      for (; word < end; word++) {
        fraction *= wordCount
        const choice = Math.floor(fraction)
        fraction -= choice
        at = append(choice, at)
      }
    }
    return bytes.toString('latin1', 1, at)
  }
}

/** A bijection of the 32-bit integers: MurmurHash3's finaliser (Appleby 2011, public domain). */
function scrambled(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
