import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { englishWords } from './english-words.ts'
import { createSyntheticPrompts } from './synthetic-prompt.ts'

describe('createSyntheticPrompts', () => {
  it.each([1, 2, 3, 4, 5, 9, 10, 512, 5000])('writes %d words', (words) => {
    const known = new Set(englishWords)
    const text = createSyntheticPrompts(1)(0, words)
    expect(text.split(' ')).toHaveLength(words)
    expect(text.split(' ').every((word) => known.has(word))).toBe(true)
  })

  it('writes the same for the same seed and index, whatever was written before', () => {
    const alone = createSyntheticPrompts(5)(1234, 300)
    const write = createSyntheticPrompts(5)
    write(1, 4000)
    write(1235, 300)
    expect(write(1234, 300)).toBe(alone)
  })

  it('writes the same in another process', () => {
    const url = new URL('./synthetic-prompt.ts', import.meta.url).pathname
    const script = `import { createSyntheticPrompts } from ${JSON.stringify(url)}
      process.stdout.write(createSyntheticPrompts(9)(77, 40))`
    const text = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    })
    expect(text).toBe(createSyntheticPrompts(9)(77, 40))
  })

  it('writes a shorter prompt as the beginning of the longer one', () => {
    const write = createSyntheticPrompts(3)
    expect(write(8, 100).startsWith(`${write(8, 37)} `)).toBe(true)
  })

  it('begins no two prompts with the same four words', () => {
    const write = createSyntheticPrompts(1)
    const beginnings = new Set<string>()
    for (let index = 0; index < 500_000; index++) beginnings.add(write(index, 4))
    // A plan's stages of another kind have indexes from the next multiple of 2^32 on.
    for (let kind = 1; kind < 16; kind++) {
      for (let index = -1000; index < 1000; index++) beginnings.add(write(kind * 2 ** 32 + index, 4))
    }
    expect(beginnings.size).toBe(530_000)
  })

  it('uses every word, each about as often as any other', () => {
    const counts = new Map<string, number>()
    const write = createSyntheticPrompts(1)
    for (let index = 0; index < 1000; index++) {
      for (const word of write(index, 516).split(' ').slice(4)) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
    expect(counts.size).toBe(512)
    // 1000 each, of standard deviation 32.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(6 * 32)
  })

  it('begins otherwise with another seed', () => {
    const first = createSyntheticPrompts(1)
    const second = createSyntheticPrompts(2)
    const beginnings = new Set(Array.from({ length: 1000 }, (_, index) => first(index, 4)))
    expect(
      Array.from({ length: 1000 }, (_, index) => second(index, 4)).filter((text) => beginnings.has(text)),
    ).toEqual([])
  })
})
