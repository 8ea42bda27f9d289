import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { drawFaults, type FaultKind, faultDefaults, parseFault } from './fault.ts'

test('reads kind, value and rate', () => {
  expect(parseFault('reset')).toEqual({ kind: 'reset', rate: 1, value: 0 })
  expect(parseFault('reset:0.25')).toEqual({ kind: 'reset', rate: 0.25, value: 0 })
  expect(parseFault('http_error=503')).toEqual({ kind: 'http_error', rate: 1, value: 503 })
  expect(parseFault('tokens_per_event=8:0.5')).toEqual({ kind: 'tokens_per_event', rate: 0.5, value: 8 })
  expect(parseFault('malformed=chunk').value).toBe(1)
  expect(parseFault('malformed=json').value).toBe(0)
})

test('every kind can be asked for by its name alone', () => {
  for (const kind of Object.keys(faultDefaults)) expect(parseFault(kind)).toMatchObject({ kind, rate: 1 })
})

for (const text of [
  '',
  'rest',
  'toString',
  'reset:2',
  'reset:-1',
  'reset:x',
  'reset=1',
  'http_error=200',
  'http_error=abc',
  'idle_close=0',
  'malformed=xml',
  'tokens_per_event=1.5',
]) {
  test(`refuses ${JSON.stringify(text)} and says what there is`, () => {
    expect(() => parseFault(text)).toThrow(TareError)
    try {
      parseFault(text)
    } catch (error) {
      expect((error as TareError).hint).toBeTruthy()
    }
  })
}

test('a fault is drawn at its rate, each independently of the others', () => {
  const faults = [
    parseFault('reset:0.2'),
    parseFault('crlf:0.5'),
    parseFault('html:0'),
    parseFault('comments'),
  ]
  const drawn = Array.from({ length: 20_000 }, (_, request) => drawFaults(faults, 1, request))
  const share = (...kinds: FaultKind[]): number =>
    drawn.filter((of) => kinds.every((kind) => of.has(kind))).length / drawn.length
  expect(share('reset')).toBeCloseTo(0.2, 1)
  expect(share('crlf')).toBeCloseTo(0.5, 1)
  expect(share('reset', 'crlf')).toBeCloseTo(0.1, 1)
  expect(share('html')).toBe(0)
  expect(share('comments')).toBe(1)
})

test('the same seed draws the same faults', () => {
  const faults = [parseFault('reset:0.5')]
  const pattern = (seed: number): string =>
    Array.from({ length: 64 }, (_, request) => drawFaults(faults, seed, request).size).join('')
  expect(pattern(1)).toBe(pattern(1))
  expect(pattern(1)).not.toBe(pattern(2))
})
