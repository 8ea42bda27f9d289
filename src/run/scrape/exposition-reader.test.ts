import { describe, expect, it } from 'vitest'
import { type ExposedSeries, ExpositionReader, type ExpositionReading } from './exposition-reader.ts'

function reading(reader: ExpositionReader, text: string): ExpositionReading {
  return reader.read(Buffer.from(text))
}

function shown(series: readonly ExposedSeries[]): string[] {
  return series.map(({ name, labels, value }) => `${name}${labels === '{}' ? '' : labels} ${value}`)
}

const first = '# HELP a Some.\n# TYPE a gauge\na{l="1"} 5\na{l="2"} 6\n# TYPE b counter\nb_total 7\n'

describe('ExpositionReader', () => {
  it('gives all series of the first text, with the types of their families', () => {
    const histogram = '# TYPE h histogram\nh_bucket{le="1"} 1\nh_sum 1\nh_count 1\nuntold 1\n'
    const { changed, series, refused } = reading(new ExpositionReader(), first + histogram)
    expect(shown(changed).slice(0, 3)).toEqual(['a{"l":"1"} 5', 'a{"l":"2"} 6', 'b_total 7'])
    expect(changed.map(({ type }) => type)).toEqual([
      'gauge',
      'gauge',
      'counter',
      'histogram',
      'histogram',
      'histogram',
      'unknown',
    ])
    expect([series, refused]).toEqual([7, 0])
  })

  it('gives of a later text only what changed', () => {
    const reader = new ExpositionReader()
    reading(reader, first)
    expect(shown(reading(reader, first).changed)).toEqual([])
    expect(shown(reading(reader, first.replace(' 6', ' 60')).changed)).toEqual(['a{"l":"2"} 60'])
    // The same number written otherwise, and with a timestamp, is no change.
    expect(shown(reading(reader, first.replace(' 6', ' 6.0e1 1700000000000')).changed)).toEqual([])
    expect(shown(reader.current())).toEqual(['a{"l":"1"} 5', 'a{"l":"2"} 60', 'b_total 7'])
  })

  it('sees NaN once, and what follows it', () => {
    const reader = new ExpositionReader()
    expect(shown(reading(reader, 'a NaN\n').changed)).toEqual(['a NaN'])
    expect(shown(reading(reader, 'a  NaN\n').changed)).toEqual([])
    expect(shown(reading(reader, 'a 1\n').changed)).toEqual(['a 1'])
  })

  it('follows lines that come, go and change places', () => {
    const reader = new ExpositionReader()
    reading(reader, 'a 1\nb 2\nc 3\n')
    expect(reading(reader, 'a 1\nnew 9\nb 2\nc 3\n')).toMatchObject({ gone: [], series: 4 })
    const shuffled = reading(reader, 'c 3\nb 2\na 1\nnew 9\n')
    expect(shuffled).toMatchObject({ changed: [], gone: [], series: 4, refused: 0 })
    const { changed, gone } = reading(reader, 'b 2\na 4\n')
    expect([shown(changed), shown(gone)]).toEqual([['a 4'], ['c 3', 'new 9']])
    expect(shown(reading(reader, 'b 2\na 4\nc 3\n').changed)).toEqual(['c 3'])
  })

  it('knows a series by its labels, in whatever order and spelling', () => {
    const reader = new ExpositionReader()
    reading(reader, 'a{x="1",y="2"} 5\n')
    const again = reading(reader, 'a{y="2", x="1",} 5\n')
    expect(again).toMatchObject({ changed: [], gone: [], series: 1 })
  })

  it('isn’t taken in by a key that another begins with', () => {
    const reader = new ExpositionReader()
    reading(reader, 'a 1\nab{x="1"} 2\n')
    const { changed, gone } = reading(reader, 'ab 1\nab{x="1"}{y="2"} 2\n')
    expect([shown(changed), shown(gone)]).toEqual([['ab 1'], ['a 1', 'ab{"x":"1"} 2']])
  })

  it('refuses what is no sample, and reads on', () => {
    const reader = new ExpositionReader()
    const text = 'a 1\n<html>\nb x\n\n  \n# EOF\nc 2\r\na 3\nd 4'
    const { changed, refused, firstRefused } = reading(reader, text)
    expect(shown(changed)).toEqual(['a 1', 'c 2', 'd 4'])
    expect([refused, firstRefused]).toEqual([3, '<html>'])
    expect(reading(reader, text)).toMatchObject({ changed: [], refused: 3, firstRefused: '<html>' })
  })

  it('takes nothing of a text that is something else, and goes on from before it', () => {
    const reader = new ExpositionReader()
    reading(reader, 'a 1\nb 2\n')
    const page = reading(reader, '<html>\n<p>\na 5\nc 1\n</html>\n')
    expect(page).toMatchObject({ changed: [], gone: [], readable: false })
    const { changed, gone, readable } = reading(reader, 'a 5\nd 1\n')
    expect([shown(changed), shown(gone), readable]).toEqual([['a 5', 'd 1'], ['b 2'], true])
  })

  it('refuses a known series whose value is none, and takes it back', () => {
    const reader = new ExpositionReader()
    reading(reader, 'a 1\nb 2\n')
    expect(shown(reading(reader, 'a oops\nb 2\n').gone)).toEqual(['a 1'])
    expect(shown(reading(reader, 'a 1\nb 2\n').changed)).toEqual(['a 1'])
  })

  it('reads bytes that aren’t UTF-8, and a line of any length', () => {
    const reader = new ExpositionReader()
    const bytes = Buffer.concat([Buffer.from('a{l="'), Buffer.of(0xff, 0xfe), Buffer.from('"} 1\nb 2\n')])
    expect(reader.read(bytes)).toMatchObject({ series: 2, refused: 0 })
    expect(reading(reader, `a{l="${'x'.repeat(70_000)}"} 1\nb 2\n`)).toMatchObject({ series: 1, refused: 1 })
  })

  it('keeps no more series than it has room for', () => {
    const reader = new ExpositionReader()
    const text = Array.from({ length: 100_010 }, (_, i) => `a${i} 1\n`).join('')
    expect(reading(reader, text)).toMatchObject({ series: 100_000, refused: 10 })
    expect(reading(reader, 'other 1\n')).toMatchObject({ series: 0, refused: 1, readable: false })
  })
})
