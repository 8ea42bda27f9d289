import { expect, test } from 'vitest'
import { events, messages, metric, post, streamed } from './fixtures/chat.ts'
import { startFast } from './fixtures/start-fast.ts'
import type { RunningSimulator } from './simulator.ts'

test('a chat is streamed: role, one token an event, usage, done', async () => {
  const simulator = await startFast()
  const response = await post(simulator, streamed, { 'x-request-id': 'r-1' })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('x-request-id')).toBe('r-1')
  const data = await events(response)
  expect(data.pop()).toBe('[DONE]')
  const chunks = data.map((text) => JSON.parse(text))
  expect(chunks.map((chunk) => chunk.id)).toEqual(Array(7).fill('chatcmpl-r-1'))
  expect(chunks[0].choices[0].delta).toEqual({ role: 'assistant', content: '' })
  expect(chunks.slice(1, 6).map((chunk) => chunk.choices[0].finish_reason)).toEqual([
    null,
    null,
    null,
    null,
    'length',
  ])
  const text = chunks
    .slice(1, 6)
    .map((chunk) => chunk.choices[0].delta.content)
    .join('')
  expect(text).toMatch(/^\w+( \w+){4}$/)
  expect(chunks[6].usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 5, total_tokens: 9 })
})

test('usage is streamed only when asked for', async () => {
  const data = await events(await post(await startFast(), { ...streamed, stream_options: undefined }))
  expect(data.some((text) => text.includes('usage'))).toBe(false)
})

test('an unstreamed chat is one body with usage', async () => {
  const response = await post(await startFast(), { max_tokens: 3, ignore_eos: true })
  const reply = (await response.json()) as { choices: [{ message: { content: string } }]; usage: object }
  expect(reply.choices[0].message.content.split(' ')).toHaveLength(3)
  expect(reply.usage).toEqual({
    prompt_tokens: 4,
    completion_tokens: 3,
    total_tokens: 7,
    prompt_tokens_details: { cached_tokens: 0 },
  })
})

test('completions are streamed and whole', async () => {
  const simulator = await startFast()
  const prompt = 'a b c'
  const data = await events(await post(simulator, { ...streamed, prompt }))
  expect(data).toHaveLength(7)
  expect(JSON.parse(data[0]!)).toMatchObject({
    object: 'text_completion',
    choices: [{ finish_reason: null }],
  })
  const whole = (await (await post(simulator, { prompt, max_tokens: 2, ignore_eos: true })).json()) as object
  expect(whole).toMatchObject({ usage: { prompt_tokens: 3, completion_tokens: 2 } })
})

test('replies end by themselves, at lengths and with words that the seed decides', async () => {
  const said = async (seed: number): Promise<string> => {
    const simulator = await startFast({ seed, replyMedianTokens: 5 })
    return JSON.stringify(((await (await post(simulator, {})).json()) as { choices: object }).choices)
  }
  const [once, again, other] = [await said(1), await said(1), await said(2)]
  expect(once).toBe(again)
  expect(once).not.toBe(other)
  expect(once).toContain('"finish_reason":"stop"')
})

test('a repeated prompt is found in the prefix cache, unless there is none', async () => {
  const content = Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ')
  const cachedTokens = async (simulator: RunningSimulator): Promise<number[]> => {
    const counts: number[] = []
    for (let turn = 0; turn < 2; turn++) {
      const response = await post(simulator, { messages: [{ role: 'user', content }], max_tokens: 1 })
      const { usage } = (await response.json()) as {
        usage: { prompt_tokens_details: { cached_tokens: number } }
      }
      counts.push(usage.prompt_tokens_details.cached_tokens)
    }
    return counts
  }
  expect(await cachedTokens(await startFast())).toEqual([0, 48])
  expect(await cachedTokens(await startFast({ engine: { prefixCaching: false } }))).toEqual([0, 0])
})

test('lists its model, and answers health', async () => {
  const simulator = await startFast({ model: 'my-model' })
  const models = (await (await fetch(`${simulator.url}/v1/models`)).json()) as { data: { id: string }[] }
  expect(models.data.map(({ id }) => id)).toEqual(['my-model'])
  expect((await fetch(`${simulator.url}/health`)).status).toBe(200)
})

const refusals: readonly [string, (url: string) => Promise<Response>, number][] = [
  ['an unknown model', (url) => postText(url, JSON.stringify({ model: 'x', messages })), 404],
  ['malformed JSON', (url) => postText(url, '{"model":'), 400],
  ['an empty body', (url) => postText(url, ''), 400],
  ['an unknown path', (url) => fetch(`${url}/v2/chat`), 404],
  ['GET where POST belongs', (url) => fetch(`${url}/v1/chat/completions`), 405],
  ['DELETE', (url) => fetch(`${url}/health`, { method: 'DELETE' }), 404],
  ['a path that is a property of every object', (url) => fetch(`${url}/constructor`), 404],
]

function postText(url: string, body: string): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, { method: 'POST', body })
}

for (const [what, ask, status] of refusals) {
  test(`refuses ${what} in OpenAI's form`, async () => {
    const response = await ask((await startFast()).url)
    expect(response.status).toBe(status)
    const { error } = (await response.json()) as { error: { message: string } }
    expect(error).toMatchObject({ message: expect.any(String), type: expect.any(String) })
  })
}

test('asks for the key under /v1, and nowhere else', async () => {
  const simulator = await startFast({ apiKey: 'secret' })
  expect((await post(simulator, {})).status).toBe(401)
  expect((await post(simulator, {}, { authorization: 'Bearer wrong' })).status).toBe(401)
  expect((await post(simulator, { max_tokens: 1 }, { authorization: 'Bearer secret' })).status).toBe(200)
  expect((await fetch(`${simulator.url}/v1/models`)).status).toBe(401)
  expect((await fetch(`${simulator.url}/metrics`)).status).toBe(200)
})

test("counts under vLLM's names", async () => {
  const simulator = await startFast()
  await (await post(simulator, streamed)).text()
  await (await post(simulator, { max_tokens: 3, ignore_eos: true })).text()
  const counted = await Promise.all(
    [
      'prompt_tokens_total',
      'generation_tokens_total',
      'time_to_first_token_seconds_count',
      'inter_token_latency_seconds_count',
      'e2e_request_latency_seconds_count',
      'request_queue_time_seconds_count',
      'prefix_cache_queries_total',
      'num_preemptions_total',
      'num_requests_running',
      'num_requests_waiting',
      'kv_cache_usage_perc',
    ].map((name) => metric(simulator, name)),
  )
  expect(counted).toEqual([8, 8, 2, 6, 2, 2, 8, 0, 0, 0, 0])
  const text = await (await fetch(`${simulator.url}/metrics`)).text()
  expect(text).toContain(
    'vllm:request_success_total{model_name="tare-simulator",engine="0",finished_reason="length"} 2',
  )
})

test('a station streams a request, and counts it', async () => {
  const simulator = await startFast({ station: { law: { kind: 'exponential', meanNs: 3e6 }, servers: 2 } })
  const replies = await Promise.all(Array.from({ length: 6 }, () => post(simulator, streamed).then(events)))
  expect(replies.map((data) => data.length)).toEqual(Array(6).fill(8))
  const whole = (await (await post(simulator, { max_tokens: 4, ignore_eos: true })).json()) as object
  expect(whole).toMatchObject({ usage: { completion_tokens: 4 } })
  expect(await metric(simulator, 'generation_tokens_total')).toBe(34)
  expect(await metric(simulator, 'num_requests_running')).toBe(0)
})

test('reports its lateness and its cost', async () => {
  const simulator = await startFast()
  await (await post(simulator, streamed)).text()
  const status = (await (await fetch(`${simulator.url}/simulator/status`)).json()) as object
  expect(status).toMatchObject({
    model: 'tare-simulator',
    generated_tokens: 5,
    cpu_us_per_token: expect.any(Number),
    lateness_us: { steps: 5, p50: expect.any(Number), p99: expect.any(Number), max: expect.any(Number) },
  })
  expect(simulator.lateness().steps).toBe(5)
})
