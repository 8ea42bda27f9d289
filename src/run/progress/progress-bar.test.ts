import { describe, expect, it } from 'vitest'
import { plainStyle } from '../../report/style.ts'
import { progressBar } from './progress-bar.ts'

describe('progressBar', () => {
  it.each([
    [0, 0.25, 8, '──┿─────'],
    [0.5, 0.25, 8, '━━┿━────'],
    [1, 0.25, 8, '━━┿━━━━━'],
    [0.5, 0, 4, '━━──'],
    [0.99, 1, 4, '━━━─'],
    [1, 0.5, 0, ''],
    [1, 0.5, 1, '┿'],
  ])('%d done, %d of it warm-up, in %d columns: %s', (share, warmup, columns, expected) => {
    expect(progressBar(share, warmup, columns, plainStyle)).toBe(expected)
  })
})
