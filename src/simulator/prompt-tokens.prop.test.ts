import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockKeysWithReply, promptTokens, promptTokensOfIds } from './prompt-tokens.ts'
import { createWordDraw, vocabulary } from './vocabulary.ts'

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '')
const spaces = fc.constantFrom(' ', '  ', '\n', '\t', '\u00a0', '\u3000', '\ufeff', '\u2028')
const texts = fc.array(
  fc.array(fc.oneof(fc.string({ unit: 'binary' }), spaces)).map((parts) => parts.join('')),
)

test('counts words as splitting at white space does, and at least one', () => {
  fc.assert(
    fc.property(texts, (given) => {
      expect(promptTokens(given).count).toBe(Math.max(1, given.flatMap(words).length))
    }),
  )
})

test('equal beginnings have equal keys, and one changed word changes every key from its block on', () => {
  const manyWords = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 16, maxLength: 100 })
  fc.assert(
    fc.property(manyWords, fc.nat(), (given, at) => {
      const index = at % given.length
      const changed = given.with(index, `${given[index]}X`)
      const [before, after] = [promptTokens([given.join(' ')]), promptTokens([changed.join('\n')])]
      expect(before.blockKeys).toHaveLength(Math.floor(given.length / 16))
      for (const [block, key] of before.blockKeys.entries()) {
        expect(after.blockKeys[block] === key).toBe(block < Math.floor(index / 16))
      }
    }),
  )
})

test('a conversation that repeats prompt and reply finds the blocks of both', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 1000 }), (promptWords, request) => {
      const prompt = Array.from({ length: promptWords }, (_, index) => `p${index}`).join(' ')
      const draw = createWordDraw({ seed: 1, request })
      const reply = Array.from({ length: 50 }, () => vocabulary[draw()]).join(' ')
      const keyOf = blockKeysWithReply(promptTokens([prompt]), { seed: 1, request })
      const next = promptTokens([prompt, reply, 'and then'])
      const blocks = Math.floor((promptWords + 50) / 16)
      expect(Array.from({ length: blocks }, (_, block) => keyOf(block))).toEqual(
        next.blockKeys.slice(0, blocks),
      )
    }),
  )
})

test('the empty prompt is one token, and token ids are as many', () => {
  expect(promptTokens([]).count).toBe(1)
  expect(promptTokens(['  ']).count).toBe(1)
  expect(promptTokensOfIds([5, 6, 7]).count).toBe(3)
})

test('keys of a hundred thousand different blocks are different', () => {
  const keys = Array.from(
    { length: 100_000 },
    (_, index) => promptTokens([`${index} ${'w '.repeat(15)}`]).blockKeys[0],
  )
  expect(new Set(keys).size).toBe(100_000)
})
