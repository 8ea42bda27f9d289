import { expect, test } from 'vitest'
import { readBaseline } from './read-baseline.ts'

test.each(['branch:main', 'branch:main,latest:5', 'label:none', 'none'])(
  '%s that names nothing is told as it was given',
  (reference) => {
    const baseline = readBaseline(
      reference,
      { name: 'now', runs: [], unreadable: [] },
      { history: 'no-history' },
    )
    expect(baseline).toEqual({
      state: 'missing',
      message: expect.stringContaining(JSON.stringify(reference)),
    })
    expect(JSON.stringify(baseline)).not.toContain('verdict:any')
  },
)
