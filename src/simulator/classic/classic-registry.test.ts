import { expect, test } from 'vitest'
import { type ClassicModel, createClassicModel, defaultSettings } from './classic-model.ts'
import { createClassicRegistry } from './classic-registry.ts'
import { createFakeTime } from './fixtures/fake-time.ts'
import { submitJob } from './submit-job.ts'

const shared = {
  law: { kind: 'deterministic', baseNs: 100, perItemNs: 0, sigma: 0 },
  contention: { sigma: 0, kappa: 0 },
  queueLimit: 10,
  seed: 0,
  workerStartNs: 0,
  workersStart: true,
} as const

function setUp() {
  const time = createFakeTime()
  const registry = createClassicRegistry()
  const model = (version: string): ClassicModel => {
    const identity = { name: 'm', version, url: 'm.mar', loadedAtStartup: false, ofWorkflow: false }
    return createClassicModel({ ...identity, delayRule: 'first-taken' }, defaultSettings, shared, time)
  }
  return { time, registry, model }
}

/** A model with a worker, a request that is served and one that waits. */
function busy({ time, registry, model }: ReturnType<typeof setUp>) {
  const added = model('1.0')
  registry.add(added)
  void added.scale(1, 1)
  time.goTo(1)
  return ['a', 'b'].map((requestId) => submitJob(added, { items: 1, requestId }, time))
}

test.each(['retired', 'replaced'])('a model that is %s serves what it has taken on', async (how) => {
  const setting = setUp()
  const outcomes = busy(setting)
  if (how === 'retired') setting.registry.retire('m')
  else setting.registry.replace(setting.model('2'))
  expect(setting.registry.find('m', '1.0')).toBeUndefined()
  setting.time.goTo(1000)
  expect((await Promise.all(outcomes)).map(({ state }) => state)).toEqual(['served', 'served'])
})

test('a model that is removed breaks off what it has taken on', async () => {
  const setting = setUp()
  const outcomes = busy(setting)
  setting.registry.remove('m')
  expect(await Promise.all(outcomes)).toEqual([
    { state: 'broken-off', why: 'worker' },
    { state: 'broken-off', why: 'model' },
  ])
})

test('statistics count each request once, and each batch once', async () => {
  const setting = setUp()
  const { time, registry } = setting
  const outcomes = busy(setting)
  time.goTo(1000)
  await Promise.all(outcomes)
  expect(registry.model('m').statistics.read()).toMatchObject({
    requests: 2,
    success: { count: 2, ns: 300 },
    queue: { count: 2, ns: 100 },
    compute: { count: 2, ns: 200 },
    items: 2,
    batches: 2,
    bySize: [{ items: 1, compute: { count: 2, ns: 200 } }],
  })
})
