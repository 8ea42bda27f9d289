import { expect, test } from 'vitest'
import { factorWords, rateWords, timesTheServers, timeWords } from './bias-words.ts'

test.each([
  [20_000, '20k'],
  [12_500, '12.5k'],
  [800, '800'],
  [44_444, '44.4k'],
])('%d tokens a second are %s', (rate, words) => expect(rateWords(rate)).toBe(words))

test.each([
  [7.312, '7.31 us'],
  [61.24, '61.2 us'],
  [999.6, '1.00 ms'],
  [7432, '7.43 ms'],
  [1.2e6, '1.20 s'],
  [null, '—'],
])('%s us are %s', (us, words) => expect(timeWords(us)).toBe(words))

test.each([
  [1.0004, '+0.04 %'],
  [0.9996, '−0.04 %'],
  [1, '+0.00 %'],
  [0.99999, '+0.00 %'],
  [1.05, '+5.0 %'],
  [1.45, '×1.45'],
  [0.02, '×0.02'],
  [412, '×412'],
  [null, '—'],
])('a factor of %s is %s', (factor, words) => expect(factorWords(factor)).toBe(words))

test.each([
  [4.1, "4.10 times the server's"],
  [1.0003, "the server's to within 0.03 %"],
  [0.99966, "the server's to within 0.04 %"],
  [1.031, "the server's to within 4 %"],
  [1.099, "the server's to within 10 %"],
  [1, "the server's to within 0.01 %"],
  [null, 'nothing to compare'],
])('a factor of %s in a sentence is "%s"', (factor, words) => expect(timesTheServers(factor)).toBe(words))
