import { describe, expect, it } from 'vitest'
import { errorOf } from '../fixtures/authored-plans.ts'

describe('a mistake in a plan', () => {
  it.each<[string, string]>([
    ['lod: {rate: 3}', 'tare.yaml:1:1: lod: unknown key "lod" (did you mean load?)'],
    [
      'load:\n  concurency: 3',
      'tare.yaml:2:3: load.concurency: unknown key "concurency" (did you mean concurrency?)',
    ],
    [
      'server: {kind: torchserve, workers: 2}',
      'tare.yaml:1:28: server.workers: unknown key "workers" (did you mean min_workers or max_workers?)',
    ],
    ['server: {concurrency: 2}', 'unknown key "concurrency" (did you mean load.concurrency?)'],
    ['rate: 4', 'tare.yaml:1:1: rate: unknown key "rate" (did you mean load.rate?)'],
    ['load.rate: 4', 'tare.yaml:1:1: load.rate: unknown key "load.rate": write load: {rate: …}'],
    ['load: [1]', 'tare.yaml:1:7: load: must be a mapping of keys to values, not [1]'],
    ['- 1', 'tare.yaml:1:1: must be a mapping'],
    ['load: {rate: fast}', 'tare.yaml:1:14: load.rate: "fast" isn\'t a rate in requests per second'],
    [
      'load: {warmup: 3}',
      'tare.yaml:1:16: load.warmup: "3" isn\'t a duration: it has no unit: did you mean 3s?',
    ],
    [
      'load: {arrival: poison, rate: 1}',
      'tare.yaml:1:17: load.arrival: "poison" isn\'t one of constant, poisson',
    ],
    ['load: {stages: [{duration: 3s, rat: 1}]}', 'load.stages: unknown key "rat" (did you mean rate?)'],
    ['load: {stages: [{rate: 1}]}', 'load.stages: a stage has no duration'],
    ['load: {stages: [{duration: unbounded, kind: open}]}', 'load.stages: a stage that ends by the number'],
    ['load: {stages: ["30s rate=x"]}', 'load.stages: rate: "x" isn\'t a rate'],
    ['load: {stages: [3]}', "load.stages: 3 isn't a stage"],
    ['load: {stages: [{duration: 3s, rate: 1 2}]}', 'the rate of a stage can\'t be "1 2"'],
    ['target: {stream: sometimes}', 'target.stream: must be true or false'],
    ['target: {url: "localhost:1"}', 'target.url: "localhost:1" can\'t be the target'],
    ['target: {headers: [a]}', 'target.headers: must be a mapping'],
    ['target: {headers: {X-Api-Key: abc}}', 'target.headers: the value of x-api-key was given literally'],
    ['target: {api_key_env: sk-123}', "isn't the name of an environment variable"],
    ['target: {extra_body: {api_key: x}}', 'target.extra_body: its api_key would end up in files'],
    ['objectives: [speed > 3]', 'tare.yaml:1:13: objectives: '],
    ['measure: {scrape: {url: "http://h", interval: 1ms}}', 'measure.scrape.interval: "1ms" is too short'],
    ['server: {kind: comand}', 'server.kind: "comand" isn\'t one of existing, command'],
    ['repeat: 0', 'repeat: "0" isn\'t a number of repeats'],
    ['budget: 5', 'budget: "5" isn\'t a duration'],
    ['matrix: {order: random}', 'matrix.order: "random" isn\'t one of blocked, fixed'],
    ['preset: spikes', 'preset: "spikes" isn\'t one of latency'],
    ['a: &a [x]\nb: *a', 'tare.yaml: '],
    ['a: 1\na: 2', 'tare.yaml:2:1: Map keys must be unique'],
    ['load: {', 'tare.yaml:'],
    ['['.repeat(50_000), 'tare.yaml'],
    ['__proto__: {rate: 1}', 'tare.yaml:1:1: __proto__: unknown key'],
    ['constructor: 1', 'tare.yaml:1:1: constructor: unknown key'],
    ['load: {toString: 1}', 'load.toString: unknown key'],
  ])('%s is told with its place', (text, message) => {
    const error = errorOf(text)
    expect(error.code).toBe('plan')
    expect(error.message).toContain(message)
  })

  it('is told with all others, in the order of the file', () => {
    const lines = errorOf('rate: 1\nload: {rate: x, warmup: 1}').message.split('\n')
    expect(lines[0]).toBe('tare.yaml has 3 problems:')
    expect(lines.slice(1).map((line) => line.trim().split(':').slice(0, 3).join(':'))).toEqual([
      'tare.yaml:1:1',
      'tare.yaml:2:14',
      'tare.yaml:2:25',
    ])
  })

  it.each<[string, string]>([
    ['load:\n  rate: 4\n  think_time: 1s', "tare.yaml:3:15: load.think_time: doesn't go with load.rate"],
    ['load:\n  rate: 4\n  query_size: 8', "tare.yaml:3:15: load.query_size: doesn't go with load.rate"],
    ['load: {concurrency: 4, max_concurrency: 3}', "load.max_concurrency: doesn't go with a closed loop"],
    ['load: {stages: [10s rate=1], duration: 3s}', "load.duration: doesn't go with load.stages"],
    ['load: {rate: 1..5, requests: 10}', 'load.rate: 1..5 is a ramp, and nothing says how long it takes'],
    ['load: {rate: 0}', 'load.rate: nothing would be sent'],
    [
      'client: {workers: 9}\nload: {rate: 1, max_concurrency: 2}',
      'tare.yaml:1:19: client.workers: 9 is more than',
    ],
    ['target: {insecure: true}', 'target.insecure: is about certificates'],
    ['workload: {body: x}', 'workload.body: '],
    [
      'measure: {scrape: {interval: 1s}}',
      "measure.scrape.interval: has nothing to go with: measure.scrape.url isn't",
    ],
    [
      'target: {stream: false}\nobjectives: [ttft < 1s]',
      "tare.yaml:2:14: objectives[0]: ttft isn't measured",
    ],
    [
      'load: {concurrency: 2}\nobjectives: [query.p99 < 50ms]',
      "tare.yaml:2:14: objectives[0]: query isn't measured where load.query_size is 1",
    ],
    ['server: {ready: {model: true}}', 'tare.yaml:1:1: server: has no kind'],
    ['server: {kind: existing}', 'server.kind: needs target.url'],
    ['target: {url: http://h}\nserver: {kind: command}', 'server: has no command'],
    [
      'target: {url: http://h}\nserver: {kind: existing, batch_size: 3}',
      'tare.yaml:2:26: server.batch_size: a server of kind existing has no such key; torchserve and kserve-v2 have',
    ],
    [
      'target: {url: http://h}\nserver: {kind: openai, lora: {name: x}}',
      'server: has a lora without name or path',
    ],
    [
      'target: {url: http://h}\nserver: {kind: command, command: "x \'y"}',
      "server.command: its ' isn't closed",
    ],
    [
      'target: {url: http://h}\nserver: {kind: command, command: x, environment: {HF_TOKEN: y}}',
      'HF_TOKEN would be stored',
    ],
    ['matrix: {axes: {load.rate: [1, 2]}}', 'matrix: makes 2 runs, and tare run makes one'],
  ])('%j contradicts itself', (text, message) => {
    const error = errorOf(text)
    expect(error.code).toBe('plan')
    expect(error.message).toContain(message)
    expect(`${error.message} ${error.hint}`).not.toMatch(/--(?!set)/)
  })

  it('is told in the words of flags when a flag made it', () => {
    const flags = { rate: '5', thinkTime: '1s' }
    expect(errorOf('load: {concurrency: 3}', { flags }, 'usage').message).toBe(
      "--think-time doesn't go with --rate: an open loop has neither",
    )
    expect(errorOf('load: {rate: 3}', { flags: { timeout: 'x' } }).message).toContain(
      '--timeout: "x" isn\'t a duration',
    )
  })
})
