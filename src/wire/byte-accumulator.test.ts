import { expect, it } from 'vitest'
import { ByteAccumulator } from './byte-accumulator.ts'

it('gathers bytes, grows, and lets go of a large buffer', () => {
  const gathered = new ByteAccumulator()
  const source = Uint8Array.from({ length: 1000 }, (_, i) => i)
  gathered.append(source, 10, 20)
  gathered.appendByte(7)
  for (let i = 0; i < 100; i++) gathered.append(source, 0, source.length)
  expect(gathered.length).toBe(11 + 100_000)
  expect([...gathered.bytes.subarray(0, 12)]).toEqual([...source.subarray(10, 20), 7, 0])
  expect(gathered.bytes[gathered.length - 1]).toBe(999 & 255)
  gathered.clear()
  expect(gathered.length).toBe(0)
  expect(gathered.bytes.length).toBeLessThan(1000)
})
