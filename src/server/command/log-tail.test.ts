import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readLogTail } from './log-tail.ts'

function logWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tare-log-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'log'), text)
  return join(folder, 'log')
}

it('has the last twenty lines', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`)
  expect(readLogTail(logWith(`${lines.join('\n')}\n`), 0).split('\n')).toEqual(lines.slice(80))
})

it('has nothing of an earlier server, and nothing of no log', () => {
  expect(readLogTail(logWith('earlier\nnow\n'), 'earlier\n'.length)).toBe('now')
  expect(readLogTail(logWith('earlier\n'), 'earlier\n'.length)).toBe('')
  expect(readLogTail('/nonexistent/log', 0)).toBe('')
})

it('is plain text: no colours, the last state of a progress bar, no other control characters', () => {
  const text = '\u001b[31mred\u001b[0m\r\n 10%\r 50%\r100%\nbell\u0007\ttab\n'
  expect(readLogTail(logWith(text), 0)).toBe('red\n100%\nbell\ttab')
})

it('is short, of a log with endless lines and bytes that are no text', () => {
  const tail = readLogTail(logWith(`${'x'.repeat(1e6)}\n\xff\xfe${'y'.repeat(1e6)}`), 0)
  expect(tail).toHaveLength(501)
  expect(readLogTail(logWith(Array(30).fill('z'.repeat(9000)).join('\n')), 0).length).toBeLessThan(20 * 502)
})
