import { afterAll, describe, expect, test } from 'vitest'
import type { CheckResult } from '../../src/metrics/summary.ts'
import { type ChangingReply, startChangingServer } from '../support/changing-server.ts'
import { readSummary, scratch, tare } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

/** Measures a server that answers so, at 150 requests a second. */
async function judged(
  reply: (seconds: number, requestId: string) => ChangingReply,
  ...args: readonly string[]
): Promise<Map<string, CheckResult>> {
  const server = await startChangingServer(reply)
  const run = space.run()
  const load = ['--rate', '150', '--arrival', 'constant', '--warmup', '0s', '--duration', '8s']
  const work = ['--no-stream', '--input-tokens', '4', '--output-tokens', '1', '--no-preflight']
  await tare(['run', server.url, ...load, ...work, ...args, '--out', run])
  server.close()
  return new Map(readSummary(run).verdict.checks.map((check) => [check.id, check]))
}

describe.concurrent('a server that changes', () => {
  test('warm-up: ten times as slow for its first second and a half', async () => {
    const found = await judged((seconds) => ({ delayMs: seconds < 1.5 ? 200 : 20 }))
    expect(found.get('warm-up')!.status).toBeOneOf(['suspect', 'invalid'])
    expect(found.get('warm-up')!.message).toMatch(/^the first \d/)
  })

  test('trend: slower all the while', async () => {
    const found = await judged((seconds) => ({ delayMs: 20 + 5 * seconds }))
    expect(found.get('trend')!.status).toBeOneOf(['suspect', 'invalid'])
    expect(found.get('trend')!.message).toContain('rose by')
  })

  test('neither: always the same', async () => {
    const found = await judged(() => ({ delayMs: 20 }))
    expect([found.get('warm-up')!.status, found.get('trend')!.status]).toEqual(['ok', 'ok'])
  })

  test('worker-homogeneity: the second worker is sent to a slower replica', async () => {
    const ofSecond = (requestId: string): boolean => Number.parseInt(requestId.slice(-1), 36) % 2 === 1
    const found = await judged((_, id) => ({ delayMs: ofSecond(id) ? 60 : 20 }), '--workers', '2')
    expect(found.get('worker-homogeneity')).toMatchObject({ status: 'suspect' })
    expect(found.get('worker-homogeneity')!.message).toMatch(/^worker [01]’s /)
  })

  test('finish-reasons: replies cut off by a filter', async () => {
    const found = await judged((seconds) => ({
      delayMs: 20,
      finishReason: Math.round(seconds * 1000) % 4 === 0 ? 'content_filter' : 'length',
    }))
    expect(found.get('finish-reasons')!.status).toBeOneOf(['suspect', 'invalid'])
  })
})
