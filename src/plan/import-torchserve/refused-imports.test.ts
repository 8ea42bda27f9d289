import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TareError } from '../../errors.ts'
import { readModel } from './fixtures/torchserve-files.ts'
import { importTorchServe } from './import-torchserve.ts'

describe('what is wrong', () => {
  it.each([
    ['', 'x.yaml:1:1: must be a mapping of models'],
    ['- a', 'must be a mapping of models'],
    ['{}', 'there is no model in it'],
    ['m: 3', 'x.yaml:1:4: m: must be a mapping of modes'],
    ['m: {}', 'there is no model in it'],
    ['m:\n  eager: 7', 'x.yaml:2:10: m.eager: must be a mapping of settings'],
    ['m: {e: {workers: [1]}}', 'm.e: has no url'],
    ['m: {e: {url: 3}}', 'm.e.url: must be a text'],
    [
      'm:\n e:\n  url: a\n  batch_size: [1, x]',
      'x.yaml:4:15: m.e.batch_size: must be a whole number from 1 up',
    ],
    ['m: {e: {url: a, batch_size: []}}', 'batch_size: is an empty list'],
    ['m: {e: {url: a, workers: -1}}', 'workers: must be a whole number'],
    ['m: {e: {url: a, requests: 1.5}}', 'requests: must be a whole number'],
    ['m: {e: {url: a, concurrency: {a: 1}}}', 'concurrency: must be a whole number'],
    ['m: {e: {url: a, url: b}}', 'x.yaml:1:17:'],
    ['m: [', 'x.yaml:1:'],
    ['models: []', 'models: is an empty list'],
    ['models: [3]', 'models.0: must be the name of a file'],
    ['models: [a.yaml]\nhardware: 3', 'x.yaml:2:11: hardware: must be a text'],
  ])('%j', (text, message) => {
    const attempt = (): unknown => importTorchServe(text, 'x.yaml', readModel)
    expect(attempt).toThrow(TareError)
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'plan', message: expect.stringContaining(message) }),
    )
  })

  it('refuses aliases that stand for gigabytes, nesting without end, and what is too long', () => {
    const bomb = Array.from({ length: 20 }, (_, i) => {
      const items = i === 0 ? '[x]' : `[${Array.from({ length: 10 }, () => `*a${i - 1}`).join(',')}]`
      return `a${i}: &a${i} ${items}`
    }).join('\n')
    const refused = (message: RegExp): object =>
      expect.objectContaining({ code: 'plan', message: expect.stringMatching(message) })
    expect(() => importTorchServe(bomb, 'x.yaml')).toThrow(refused(/alias/))
    expect(() => importTorchServe('['.repeat(100_000), 'x.yaml')).toThrow(refused(/x\.yaml/))
    expect(() => importTorchServe(`m: "${'x'.repeat(5_000_000)}"`, 'x.yaml')).toThrow(refused(/longer than/))
  })

  it('never throws anything else', () => {
    const scalar = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.boolean())
    const settings = fc.dictionary(
      fc.constantFrom('url', 'workers', 'batch_size', 'batch_delay', 'processors', 'input', '__proto__', 'x'),
      fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.string(), scalar)),
    )
    const content = fc.oneof(
      fc.dictionary(fc.string(), fc.oneof(scalar, fc.dictionary(fc.string(), fc.oneof(scalar, settings)))),
      fc.record({ models: fc.array(scalar), hardware: scalar }),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          content.map((given) => JSON.stringify(given)),
          fc.string(),
        ),
        (text) => {
          try {
            importTorchServe(text, 'x.yaml')
          } catch (error) {
            if (!(error instanceof TareError)) throw error
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
