import { describe, expect, it } from 'vitest'
import { parseSampleLine, parseSampleValue } from './parse-sample-line.ts'

describe('parseSampleLine', () => {
  it.each([
    ['up 1', { name: 'up', labels: [], value: 1, timestamp: null }],
    ['vllm:running{} 3', { name: 'vllm:running', labels: [], value: 3, timestamp: null }],
    [
      'a{b="1",a="2"} 0.5',
      {
        name: 'a',
        labels: [
          ['a', '2'],
          ['b', '1'],
        ],
        value: 0.5,
        timestamp: null,
      },
    ],
    // TorchServe's comma, and blanks wherever the grammar has them.
    [
      'ts_x { m = "r" , v="d", } 82.93',
      {
        name: 'ts_x',
        labels: [
          ['m', 'r'],
          ['v', 'd'],
        ],
        value: 82.93,
        timestamp: null,
      },
    ],
    ['a 1.5e+06 1395066363000', { name: 'a', labels: [], value: 1.5e6, timestamp: 1395066363000 }],
    ['a_bucket{le="+Inf"} 7', { name: 'a_bucket', labels: [['le', '+Inf']], value: 7, timestamp: null }],
    ['a{q="}\\"{,="} +Inf', { name: 'a', labels: [['q', '}"{,=']], value: Infinity, timestamp: null }],
    [
      'a{p="C:\\\\d\\nx\\q"} -Inf',
      { name: 'a', labels: [['p', 'C:\\d\nx\\q']], value: -Infinity, timestamp: null },
    ],
    ['a NaN', { name: 'a', labels: [], value: Number.NaN, timestamp: null }],
    ['a{l="ü🦊"} 1', { name: 'a', labels: [['l', 'ü🦊']], value: 1, timestamp: null }],
    ['a_total 5 # {trace_id="x y"} 0.67', { name: 'a_total', labels: [], value: 5, timestamp: null }],
    [
      'a_bucket{le="1"} 5 1.5 # {} 0.67 1.4',
      { name: 'a_bucket', labels: [['le', '1']], value: 5, timestamp: 1.5 },
    ],
  ] as const)('reads %j', (line, sample) => expect(parseSampleLine(line)).toEqual(sample))

  it.each([
    '',
    'a',
    '1a 5',
    'a b',
    'a 0x10',
    'a 1_000',
    'a 1 2 3',
    'a 1 x',
    'a 1 NaN',
    'a 1 #comment',
    'a{b="1" 5',
    'a{b=1} 5',
    'a{b="1"c="2"} 5',
    'a{1b="1"} 5',
    'a{b="1",b="2"} 5',
    'a{,} 5',
    'a{b="1\\"} 5',
    '{"quoted.name"} 5',
    '<html><body>404</body></html>',
    '{"error":"not found"}',
  ])('refuses %j', (line) => expect(parseSampleLine(line)).toBeNull())

  it('keeps a label named as a prototype is', () => {
    expect(parseSampleLine('a{__proto__="x",constructor="y"} 1')?.labels).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })

  it('takes time in proportion to a hostile line', () => {
    for (const line of [
      `a{${'b'.repeat(60_000)}`,
      `a{b="${'\\\\'.repeat(30_000)}`,
      `a ${'1'.repeat(1e6)}x`,
    ]) {
      expect(parseSampleLine(line)).toBeNull()
    }
  })
})

describe('parseSampleValue', () => {
  it.each([
    ['1', 1],
    ['-1.50', -1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['+3E-2', 0.03],
    ['Inf', Infinity],
    ['+inf', Infinity],
    ['-Infinity', -Infinity],
    ['nan', Number.NaN],
  ])('reads %j', (text, value) => expect(parseSampleValue(text)).toBe(value))

  it.each(['', '.', '1e', '--1', '1,5', 'e5', 'Infinit', 'null'])('refuses %j', (text) =>
    expect(parseSampleValue(text)).toBeNull(),
  )
})
