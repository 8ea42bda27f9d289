import { expect, it } from 'vitest'
import type { CheckStatus, Verdict } from '../metrics/summary.ts'
import { checkResult } from './fixtures/check-results.ts'
import { touchOf } from './touch.ts'

it('is the worst that any check says of any of the numbers', () => {
  const check = (status: CheckStatus, ...affects: readonly string[]) =>
    checkResult(status, { status, affects })
  const touch = (...checks: Verdict['checks']) => touchOf({ status: 'VALID', checks }, ['ttft', 'ttfat'])
  expect(touch()).toBeNull()
  expect(touch(check('ok', 'ttft'), check('not_applicable', '*'), check('invalid', 'itl'))).toBeNull()
  expect(touch(check('suspect', 'itl', 'ttfat'))).toBe('suspect')
  expect(touch(check('suspect', '*'), check('invalid', 'ttft'))).toBe('invalid')
  expect(touch(check('invalid', '*'), check('suspect', 'ttft'))).toBe('invalid')
})

it('of a query is that of its requests too', () => {
  const checks = [checkResult('slow', { status: 'suspect', affects: ['e2e'] })]
  expect(touchOf({ status: 'SUSPECT', checks }, ['query'])).toBe('suspect')
  expect(touchOf({ status: 'SUSPECT', checks }, ['queries_per_s'])).toBeNull()
})
