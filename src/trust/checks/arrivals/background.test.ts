import { expect, test } from 'vitest'
import type { BackgroundFigures } from '../../../metrics/background/background-figures.ts'
import type { Finding } from '../../check.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { background } from './background.ts'

const perfect: BackgroundFigures = {
  target: { url: null, api: 'openai-chat', model: 'other' },
  load: { model: 'closed', concurrency: 4, requested_rate_per_s: null },
  covered_share: 1,
  sent: 1000,
  completed: 1000,
  failed: 0,
  sent_per_s: 100,
  completed_per_s: 100,
  in_flight_mean: 4,
}

function judged(seen: Partial<BackgroundFigures> | null): Finding {
  const evidence = virtualRun()
  const figures = seen === null ? null : { ...perfect, ...seen }
  return background.judge({ ...evidence, measured: { ...evidence.measured, background: figures } })
}

test('without a background the question doesn’t arise', () => {
  expect(judged(null).status).toBe('not_applicable')
})

test.each<[string, Partial<BackgroundFigures>, string, number]>([
  ['all of the window', {}, 'ok', 0],
  ['all but 1 in 200', { covered_share: 0.995 }, 'ok', 0.005],
  ['not to the end', { covered_share: 0.95 }, 'suspect', 0.05],
  ['half of it', { covered_share: 0.5 }, 'invalid', 0.5],
  ['a few failures', { completed: 995, failed: 5 }, 'ok', 0.005],
  ['more', { completed: 980, failed: 20 }, 'suspect', 0.02],
  ['only failures', { completed: 0, failed: 7 }, 'invalid', 1],
  ['more failures than time lost', { covered_share: 0.95, completed: 800, failed: 200 }, 'invalid', 0.2],
  ['nothing in flight', { sent: 0, completed: 0, in_flight_mean: 0 }, 'invalid', 1],
  ['replies that outlast the window', { completed: 0 }, 'ok', 0],
])('%s', (_, seen, status, statistic) => {
  const finding = judged(seen)
  expect(finding.status).toBe(status)
  expect(finding.statistic).toBeCloseTo(statistic, 9)
  expect(finding.affects).toEqual(status === 'ok' ? [] : ['*'])
})
