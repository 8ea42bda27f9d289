import { expect, it } from 'vitest'
import { EventTemplate } from './event-template.ts'

it('matches its own event with any text, and none that differs in a byte outside the text', () => {
  for (let padding = 0; padding < 8; padding++) {
    const prefix = Buffer.from(`{${' '.repeat(padding)}"a":"`)
    const suffix = Buffer.from(`"${' '.repeat(padding)}}`)
    const template = new EventTemplate('token', 'message', prefix, suffix)
    const event = Buffer.concat([prefix, Buffer.from('x\\n'), suffix])
    const matches = (bytes: Buffer): boolean =>
      template.matches(
        bytes,
        new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
        0,
        bytes.length,
        'message',
      )
    expect(matches(event)).toBe(true)
    expect(template.deltas[0].text).toBe('x\n')
    for (const at of event.keys()) {
      if (at >= prefix.length && at < event.length - suffix.length) continue
      const other = Buffer.from(event)
      other[at]! ^= 1
      expect(matches(other)).toBe(false)
    }
    expect(matches(Buffer.concat([prefix, suffix]))).toBe(false)
    expect(matches(event.subarray(0, 3))).toBe(false)
  }
})
