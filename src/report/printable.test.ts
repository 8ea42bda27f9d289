import { describe, expect, it, test } from 'vitest'
import { displayWidth, flow, printable, printableLines, truncate, wrap } from './printable.ts'

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['41.3 ms', 7],
    ['\u001b[31mred\u001b[39m', 3],
    ['漢字', 4],
    ['e\u0301', 1],
    ['🚀', 2],
  ])('of %j is %d', (text, width) => expect(displayWidth(text)).toBe(width))
})

describe('truncate', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['漢字漢', 5, '漢字…'],
    ['漢字漢', 4, '漢…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('cuts %j to %d columns as %j', (text, columns, expected) =>
    expect(truncate(text, columns)).toBe(expected),
  )
})

test('lines of an error stay, with their indents, and nothing else that moves a cursor', () => {
  expect(printableLines('no run:\n  a\x1b[2Jb\r\n    c\u009bd\u202e')).toBe('no run:\n  ab \n    c d ')
})

describe('printable', () => {
  it.each([
    ['two\nlines\tand  more ', 'two lines and more'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;http://evil\u0007click\u001b]8;;\u0007', 'click'],
    ['half\u001b', 'half'],
    ['right\u202eleft', 'right left'],
    ['lone\ud800', 'lone'],
  ])('makes %j %j', (text, expected) => expect(printable(text)).toBe(expected))
})

describe('wrap', () => {
  it('breaks at spaces, and cuts a word that is longer than a line', () => {
    expect(wrap('lower the load', 9)).toEqual(['lower the', 'load'])
    expect(wrap('x abcdefghij y', 5)).toEqual(['x', 'abcd…', 'y'])
    expect(wrap('', 5)).toEqual([''])
  })

  it('keeps a number with its unit', () => {
    expect(wrap('at most 5 % of it', 10)).toEqual(['at most', '5 % of it'])
    expect(wrap('within 1.3 ms', 10)).toEqual(['within', '1.3 ms'])
    expect(wrap('within 13 more', 10)).toEqual(['within 13', 'more'])
  })
})

describe('flow', () => {
  it('breaks between parts, and cuts one that is longer than a line', () => {
    expect(flow(['8 req/s', '764 tok/s', '3'], 20)).toEqual(['8 req/s · 764 tok/s', '3'])
    expect(flow(['abcdefgh', 'i'], 5)).toEqual(['abcd…', 'i'])
    expect(flow([], 5)).toEqual([])
  })
})
