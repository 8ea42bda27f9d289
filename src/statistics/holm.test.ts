import { expect, test } from 'vitest'
import { benjaminiHochberg } from './benjamini-hochberg.ts'
import { golden } from './fixtures/comparing.ts'
import { holm } from './holm.ts'

const { p, holm: byHolm, bh } = golden.adjusted

test("statsmodels', in the order given", () => {
  expect(holm(p)).toEqual(byHolm.map((value) => expect.closeTo(value, 12)))
  expect(benjaminiHochberg(p)).toEqual(bh.map((value) => expect.closeTo(value, 12)))
})

test('one is as it was, none are none', () => {
  expect([holm([0.03]), benjaminiHochberg([0.03])]).toEqual([[0.03], [0.03]])
  expect([holm([]), benjaminiHochberg([])]).toEqual([[], []])
})
