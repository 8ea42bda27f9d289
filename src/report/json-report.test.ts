import { expect, it } from 'vitest'
import { streamedOpenLoop } from './fixtures/summaries.ts'
import { renderJsonReport } from './json-report.ts'

it('is one JSON document that ends with a line break, and loses nothing', () => {
  const text = renderJsonReport(streamedOpenLoop)
  expect(JSON.parse(text)).toEqual(streamedOpenLoop)
  expect(text.endsWith('}\n')).toBe(true)
})
