import { expect, it } from 'vitest'
import { createRunId } from './run-id.ts'

it('is the time in UTC and six hexadecimal digits', () => {
  const startedAt = new Date('2026-11-21T17:50:01.999Z')
  expect(createRunId(startedAt, 0)).toBe('20261121-175001-000000')
  expect(createRunId(startedAt, 1 - 2 ** -30)).toBe('20261121-175001-ffffff')
})
