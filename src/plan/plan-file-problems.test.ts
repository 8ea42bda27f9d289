import { describe, expect, it } from 'vitest'
import { planError, planOf, yaml } from './fixtures/written-plan.ts'
import { readPlanYaml, writePlanYaml } from './plan-file.ts'

const ready = 'ready: {health_path: null, model: true, timeout: 1m}'
const torchserve =
  '{kind: torchserve, management_url: "http://h:8081", token_env: null, model_url: null, workflow: false, batch_size: 1, ' +
  `max_batch_delay_ms: 1, min_workers: 1, max_workers: 2, response_timeout_s: 1, ${ready}}`
const command = `{kind: command, command: [x], environment: {A: b}, directory: null, restart: cell, stop_timeout: 1s, ${ready}}`

/** A line of the plan, and what is said when it is made another. */
const changes: Readonly<Record<string, readonly (readonly [made: string, said: string])[]>> = {
  'drain: 30s': [
    ['drian: 30s', 'plan.yaml:56:3: measure.drian: unknown key "drian" (did you mean drain?)'],
    ['drian: 30s', 'plan.yaml:54:1: measure.drain: is missing'],
  ],
  'version: 1': [
    ['version: 2', 'plan.yaml:3:10: version: this version of Tare reads plans of version 1'],
    ['version: 1\nversion: 1', 'plan.yaml:4:1: Map keys must be unique'],
    ['version: [', 'plan.yaml:'],
  ],
  'timeout: 1m': [
    [
      'timeout: 60',
      'plan.yaml:55:12: measure.timeout: "60" isn\'t a duration: it has no unit: did you mean 60s?',
    ],
    ['timeout: 0s', 'plan.yaml:55:12: measure.timeout: no request can end within 0'],
    ['timeout:', 'plan.yaml:55:11: measure.timeout: must be a text, not null'],
  ],
  'api: openai-chat': [
    ['api: openai', 'plan.yaml:6:8: target.api: "openai" isn\'t one of openai-chat, openai-completions'],
  ],
  'stream: true': [['stream: yes', 'target.stream: must be true or false, not "yes"']],
  'url: http://localhost:8000': [
    ['url: localhost:8000', 'plan.yaml:5:8: target.url: "localhost:8000" can\'t be the target'],
  ],
  'x-team: a': [
    ['x team: a', 'plan.yaml:10:13: target.headers.x team: "x team" can\'t be a header\'s name'],
    ['x-team: [a]', 'target.headers.x-team: must be a text, not ["a"]'],
  ],
  '  headers:\n    x-team: a\n    authorization: Bearer ${env:TOKEN}': [
    ['  headers: []', 'target.headers: must be a mapping'],
  ],
  'api_key_env: null': [
    ['api_key_env: sk-abc', "target.api_key_env: isn't the name of an environment variable"],
    ['api_key_env: KEY', 'target.api_key_env: the header authorization says otherwise'],
  ],
  'insecure: false': [['insecure: true', 'target.insecure: only a target with https://']],
  'ca_file: null': [['ca_file: ca.pem', 'target.ca_file: only a target with https://']],
  'top_k: 5': [['stream: false', 'target.extra_body: it sets stream']],
  'workers: 3': [
    [
      'workers: 5000',
      "client.workers: 5000 isn't a number of worker processes: it must be a whole number from 1 to 256",
    ],
    ['workers: .nan', "client.workers: null isn't a number of worker"],
  ],
  'max_concurrency: 256': [
    ['max_concurrency: 2', 'client.workers: load.max_concurrency leaves work for 2 at most'],
    ['max_concurrency: unbounded', 'load.max_concurrency is missing'],
  ],
  'requests: unbounded': [
    ['requests: none', 'load.requests: "none" isn\'t a number of requests'],
    ['requests: 100', 'load.requests cannot end a run whose stages differ in kind'],
  ],
  'kind: unpaced': [
    ['kind: unpased', 'plan.yaml:42:13: load.stages[2].kind: must be open, closed or unpaced'],
  ],
  'arrival: poisson': [
    ['arival: poisson', 'load.stages[0].arival: unknown key "arival" (did you mean arrival?)'],
  ],
  'burstiness: 1': [['burstiness: 2', 'load.stages[0].burstiness: an arrival process that is poisson']],
  'start_rate_per_s: 10': [
    ['start_rate_per_s: -1', "plan.yaml:32:25: load.stages[0].start_rate_per_s: -1 isn't a rate"],
    ['start_rate_per_s: .inf', 'load.stages[0].start_rate_per_s:'],
  ],
  'duration: 5s': [
    ['duration: unbounded', 'load.stages[2].duration never ends'],
    ['duration: 0s', 'load.stages[2].duration is 0 ns'],
  ],
  'input_tokens: "512"': [
    ['input_tokens: unifrom(1,2)', 'workload.input_tokens: "unifrom(1,2)" isn\'t a length distribution'],
    ['input_tokens: null', 'workload.input_tokens: it must be given, or prompts_file'],
  ],
  'prompts_file: null': [
    ['prompts_file: p.jsonl', 'workload.input_tokens: it must be null with a prompts_file'],
  ],
  'scrape: null': [
    ['scrape: {url: "http://h/m", interval: 1ms}', 'measure.scrape.interval: "1ms" is too short'],
    ['scrape: {url: h, interval: 1s}', 'measure.scrape.url: "h" isn\'t an HTTP URL'],
    ['scrape: {url: "http://a:b@h", interval: 1s}', 'it holds credentials'],
  ],
  'objectives: []': [
    ['objectives: [ttft]', 'objectives[0]: '],
    ['objectives: ttft < 1s', 'objectives: must be a list'],
  ],
  'server: null': [
    ['server: {kind: comand}', 'server.kind: must be one of existing, command'],
    ['server: {kind: existing}', 'server.ready: is missing'],
    [`server: {kind: existing, ${ready}, x: 1}`, 'server.x: unknown key'],
    [`server: {kind: existing, ${ready.replace('1m', '0s')}}`, 'server.ready.timeout: no server'],
    [`server: ${torchserve.replace('min_workers: 1', 'min_workers: 5')}`, 'server.min_workers: 5 is'],
    [`server: ${torchserve}`, 'server.kind: needs target.model'],
    [`server: ${command.replace('A: b', 'HF_TOKEN: b')}`, 'server.environment: HF_TOKEN would be stored'],
    [`server: ${command.replace('[x]', '[]')}`, 'server.command: is empty'],
  ],
  '  dir: runs': [['  dir: !!js/function runs', 'plan.yaml:67:8: Unresolved tag']],
  'model: null': [['model: &m x\n  model2: *m', 'plan.yaml: ']],
}

describe('readPlanYaml', () => {
  it.each(
    Object.entries(changes).flatMap(([line, made]) => made.map((change) => [line, ...change] as const)),
  )('refuses %s made %s', (line, made, said) => {
    expect(yaml).toContain(line)
    expect(planError(yaml.replace(line, made)).message).toContain(said)
  })

  it('refuses an objective on what replies in one piece do not show', () => {
    const text = writePlanYaml(planOf({ stream: false, objective: ['e2e < 2s'] }))
    expect(readPlanYaml(text, 'plan.yaml').objectives).toEqual(['e2e < 2s'])
    const asked = text.replace('e2e < 2s', 'ttft.p99 < 1s')
    expect(planError(asked).message).toContain(
      "objectives[0]: ttft isn't measured where replies come in one piece",
    )
  })

  it('lists all problems, in the order of the file', () => {
    const text = yaml
      .replace('api: openai-chat', 'api: x')
      .replace('timeout: 1m', 'timeout: 5')
      .replace('version: 1', 'version: 3')
    const lines = planError(`key: 1\n${text}`).message.split('\n')
    expect(lines[0]).toBe('plan.yaml has 4 problems:')
    expect(lines.slice(1).map((line) => line.trim().split(':')[1])).toEqual(['1', '4', '7', '56'])
  })

  it('lists no more than thirty', () => {
    const keys = Array.from({ length: 100 }, (_, k) => `key${k}: 1`).join('\n')
    const lines = planError(`${keys}\n${yaml}`).message.split('\n')
    expect(lines).toHaveLength(32)
    expect(lines.at(-1)).toContain('and 70 more')
  })

  it.each([
    ['nothing', '', 'plan.yaml:1:1: must be a mapping'],
    ['a text', 'hello', 'plan.yaml:1:1: must be a mapping'],
    ['a list', '- 1', 'plan.yaml:1:1: must be a mapping'],
    ['two documents', `${yaml}---\n${yaml}`, 'multiple documents'],
    ['keys that are not text', '? [a]\n: 1', 'plan.yaml:1:3'],
    ['too much', ' '.repeat(5e6), 'longer than'],
    ['deep nesting', '['.repeat(100_000), 'plan.yaml'],
    ['deep nesting, closed', '['.repeat(20_000) + ']'.repeat(20_000), 'plan.yaml'],
    ['many aliases', billionLaughs(), 'plan.yaml: '],
    ['binary', '\u0000\u0001', 'plan.yaml'],
  ])('refuses %s', (_what, text, message) => {
    expect(planError(text).message).toContain(message)
  })
})

function billionLaughs(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let k = 1; k < 12; k++)
    lines.push(
      `a${k}: &a${k} [${Array(9)
        .fill(`*a${k - 1}`)
        .join(', ')}]`,
    )
  return lines.join('\n')
}
