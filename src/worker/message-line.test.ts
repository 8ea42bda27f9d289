import { expect, test } from 'vitest'
import { decodeMessage, encodeMessage } from './message-line.ts'

test('infinities survive, and so does text that looks like them', () => {
  const message = { kind: 'failed', code: 'internal', message: 'Infinity \n', hint: undefined } as const
  expect(decodeMessage(encodeMessage(message))).toEqual({ ...message, hint: undefined })
  const start = { kind: 'start', epochUnixNs: '1', extra: [Number.POSITIVE_INFINITY, 1] } as const
  expect(decodeMessage(encodeMessage(start))).toEqual(start)
  expect(encodeMessage(message)).not.toContain('\n')
})
