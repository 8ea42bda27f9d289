import { afterAll, describe, expect, test } from 'vitest'
import type { CheckResult } from '../../src/metrics/summary.ts'
import { makeCgroup, ownNetworks } from '../support/confined.ts'
import { readSummary, scratch, tare } from '../support/tare.ts'

const space = scratch()
const cgroup = makeCgroup()
const networks = ownNetworks()
afterAll(() => {
  cgroup?.remove()
  space.remove()
})

async function checkOf(
  id: string,
  under: readonly string[],
  ...work: readonly string[]
): Promise<CheckResult | undefined> {
  const run = space.run()
  const load = ['--simulator', 'fast', '--rate', '40', '--warmup', '1s', '--duration', '6s']
  await tare(['run', ...load, ...work, '--out', run], { under })
  return readSummary(run).verdict.checks.find((check) => check.id === id)
}

describe.skipIf(cgroup === null)('cgroup-throttling', () => {
  const work = ['--input-tokens', '20', '--output-tokens', '32']

  test('a client that its CPU limit holds back', async () => {
    cgroup!.limit(0.2)
    const found = await checkOf('cgroup-throttling', cgroup!.under, ...work)
    expect(found).toMatchObject({ status: 'suspect', affects: ['*'] })
    expect(found!.message).toContain('held it back for')
  })

  test('the same below its limit', async () => {
    cgroup!.limit(64)
    expect(await checkOf('cgroup-throttling', cgroup!.under, ...work)).toMatchObject({
      status: 'ok',
      statistic: 0,
    })
  })
})

describe.skipIf(networks === null)('retransmits', () => {
  // Some nine segments a request, so that the queue is full when they come at once.
  const work = ['--input-tokens', '3000', '--output-tokens', '8']

  test('requests on a network that loses segments', async () => {
    const found = await checkOf('retransmits', networks!.lossy, ...work)
    expect(found).toMatchObject({ status: 'suspect' })
    expect(found!.message).toMatch(/requests of \d+ had a segment sent again/)
    expect(found!.affects).toContain('ttft')
  })

  test('the same on one that does not', async () => {
    expect(await checkOf('retransmits', networks!.good, ...work)).toMatchObject({ status: 'ok' })
  })
})
