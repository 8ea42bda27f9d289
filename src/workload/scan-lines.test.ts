import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { longestLineBytes, scanLines } from './scan-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'tare-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Line {
  readonly text: string
  readonly atByte: number
  readonly lineNumber: number
}

function linesOf(content: string | Buffer): Line[] {
  const path = join(folder, 'file')
  writeFileSync(path, content)
  const lines: Line[] = []
  const fd = openSync(path, 'r')
  try {
    scanLines(fd, 'file', (bytes, atByte, lineNumber) =>
      lines.push({ text: bytes.toString('utf8'), atByte, lineNumber }),
    )
  } finally {
    closeSync(fd)
  }
  return lines
}

describe('scanLines', () => {
  it('gives each line with its place', () => {
    expect(linesOf('a\nbc\r\n\n  \n d \né')).toEqual([
      { text: 'a', atByte: 0, lineNumber: 1 },
      { text: 'bc', atByte: 2, lineNumber: 2 },
      { text: 'd', atByte: 11, lineNumber: 5 },
      { text: 'é', atByte: 14, lineNumber: 6 },
    ])
  })

  it('gives nothing for an empty file', () => {
    expect(linesOf('')).toEqual([])
  })

  it('leaves out a byte-order mark', () => {
    expect(linesOf('\uFEFFa\n\uFEFFb\n')).toEqual([
      { text: 'a', atByte: 3, lineNumber: 1 },
      { text: '\uFEFFb', atByte: 5, lineNumber: 2 },
    ])
  })

  it('joins lines over the chunks that it reads', () => {
    const texts = [700_000, 700_000, 3_000_000, 1, 1_048_576, 5].map((length, k) => String(k).repeat(length))
    const content = texts.join('\n')
    const lines = linesOf(content)
    expect(lines.map((line) => line.text)).toEqual(texts)
    expect(lines.map((line) => content.slice(line.atByte, line.atByte + 1))).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
    ])
  })

  it('ends a line that ends exactly with a chunk', () => {
    const lines = linesOf(`${'a'.repeat(1_048_575)}\nb\n`)
    expect(lines.map((line) => [line.text.length, line.atByte])).toEqual([
      [1_048_575, 0],
      [1, 1_048_576],
    ])
  })

  it('refuses an endless line', () => {
    const content = Buffer.alloc(longestLineBytes + 2_000_000, 'x')
    content.write('ok\n')
    expect(() => linesOf(content)).toThrow(
      expect.objectContaining({
        code: 'input',
        message: expect.stringContaining('file:2: the line is longer'),
      }),
    )
  })
})
