import { describe, expect, it } from 'vitest'
import { sparkline } from './sparkline.ts'
import { styleFor } from './style.ts'

describe('sparkline', () => {
  it.each([
    [[0, 1, 2, 3, 4, 5, 6, 7], 8, '▁▂▃▄▅▆▇█'],
    [[5, 5, 5], 8, '▄▄▄'],
    [[], 8, ''],
    [[1], 8, '▄'],
    [[0, 0, 0, 0, 9, 9, 9, 9], 4, '▁▁██'],
    [[0, 0, 9], 2, '▁█'],
  ])('%j in %d is %s', (values, most, drawn) => expect(sparkline(values, most)).toBe(drawn))

  it('can be told apart in ASCII', () => {
    const { encode } = styleFor({}, { LC_ALL: 'C' })
    expect(encode('▁▂▃▄▅▆▇█')).toBe('_.,-~=*#')
  })
})
