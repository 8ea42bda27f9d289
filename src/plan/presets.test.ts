import { expect, test } from 'vitest'
import { presets } from './presets.ts'

test('a least number of queries that no plan can hold a run to isn’t promised', () => {
  const numbered = Object.values(presets).filter(({ description }) => /\d+( \w+)? at least/.test(description))
  expect(numbered).toHaveLength(1)
  for (const { description, plan } of numbered) {
    // A number of requests ends a run early; nothing makes one longer than its duration.
    expect(plan).toMatchObject({ load: { duration: expect.any(String) } })
    expect(description).toContain('no run is held to that here')
  }
})
