import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadLengthDistribution, parseLengths } from './load-length-distribution.ts'

const folder = mkdtempSync(join(tmpdir(), 'tare-lengths-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('parseLengths', () => {
  it.each([
    ['10\n20\n30\n', [10, 20, 30]],
    ['10\r\n20', [10, 20]],
    ['\uFEFF# from the log of May\n\n 10 \n', [10]],
    ['[10, 20]', [10, 20]],
    ['\n [ 10 ]\n', [10]],
  ])('reads %j', (text, lengths) => {
    expect(parseLengths(text, 'f')).toEqual(lengths)
  })

  it.each([
    ['', 'f holds no lengths'],
    ['# nothing', 'f holds no lengths'],
    ['[]', 'f holds no lengths'],
    ['10\n\nten\n', 'f:3: "ten"'],
    ['10\n0\n', 'f:2: "0"'],
    ['10\n-4\n', 'f:2: "-4"'],
    ['1.5', 'f:1: "1.5"'],
    ['99999999999', 'f:1: '],
    ['10,20', 'f:1: "10,20"'],
    ['[10, "x"]', 'f: element 1: ""x""'],
    ['[10, null]', 'f: element 1'],
    ['[10,', "f begins like a JSON array and isn't JSON"],
  ])('refuses %j', (text, why) => {
    expect(() => parseLengths(text, 'f')).toThrow(
      expect.objectContaining({ code: 'input', message: expect.stringContaining(why) }),
    )
  })
})

describe('loadLengthDistribution', () => {
  it('reads the file that an empirical distribution names', () => {
    const file = join(folder, 'lengths.txt')
    writeFileSync(file, '10\n20\n')
    expect(loadLengthDistribution({ kind: 'empirical_file', file })).toEqual({
      kind: 'empirical',
      lengths: [10, 20],
    })
  })

  it('leaves the others as they are', () => {
    expect(loadLengthDistribution({ kind: 'constant', tokens: 3 })).toEqual({ kind: 'constant', tokens: 3 })
  })

  it.each([
    ['missing.txt', 'ENOENT'],
    ['.', "isn't a regular file"],
  ])('refuses %s', (name, why) => {
    const file = join(folder, name)
    expect(() => loadLengthDistribution({ kind: 'empirical_file', file })).toThrow(
      expect.objectContaining({ code: 'input', message: expect.stringContaining(why) }),
    )
  })
})
