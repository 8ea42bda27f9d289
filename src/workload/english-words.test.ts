import { expect, it } from 'vitest'
import { englishWords } from './english-words.ts'

it('holds 512 different words that fit eight bytes with their space', () => {
  expect(new Set(englishWords).size).toBe(512)
  expect(englishWords.filter((word) => !/^[a-z]{1,7}$/.test(word))).toEqual([])
})
