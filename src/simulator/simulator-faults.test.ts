import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { drawFaults, parseFault } from './fault.ts'
import { startFast } from './fixtures/start-fast.ts'

interface Exchange {
  readonly text: string
  /** How the connection ended: in order, by RST, or by the client, which had seen enough. */
  readonly end: 'fin' | 'reset' | 'client'
}

const fields = { messages: [{ role: 'user', content: 'hi' }], max_tokens: 6, ignore_eos: true }
const streamed = { ...fields, stream: true, stream_options: { include_usage: true } }

/** Sends one request on a fresh connection; ends it when `enough` says so of what has come. */
async function exchange(
  faults: readonly string[],
  request: object,
  enough: (text: string) => boolean,
  path = '/v1/chat/completions',
): Promise<Exchange> {
  const simulator = await startFast({ faults: faults.map(parseFault) })
  return new Promise((resolve) => {
    let text = ''
    let end: Exchange['end'] = 'client'
    const body = JSON.stringify(request)
    const socket = connect(simulator.port, '127.0.0.1', () => {
      socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
    })
    socket.on('data', (part) => {
      text += part.toString('latin1')
      if (enough(text)) socket.destroy()
    })
    socket.on('end', () => {
      end = 'fin'
    })
    socket.on('error', () => {
      end = 'reset'
    })
    socket.on('close', () => resolve({ text, end }))
  })
}

const streamEnd = '\r\n0\r\n\r\n'
const atStreamEnd = (text: string): boolean => text.endsWith(streamEnd)
const atJsonEnd = (text: string): boolean => /\r\n\r\n\{.*\}$/s.test(text)
const never = (): boolean => false

/** Events in which a word comes. */
function tokenEvents(text: string): string[] {
  return text.match(/"delta":\{"content":"[^"]+"\}/g) ?? []
}

test('without a fault the stream is whole', async () => {
  const { text } = await exchange([], streamed, atStreamEnd)
  expect(tokenEvents(text)).toHaveLength(6)
  expect(text).toMatch(/"usage":\{.*data: \[DONE\]\n\n\r\n0\r\n\r\n$/s)
})

for (const request of [streamed, fields]) {
  const kind = 'stream' in request ? 'streamed' : 'whole'

  test(`http_error, ${kind}: a status and OpenAI's error`, async () => {
    const { text } = await exchange(['http_error=503'], request, (so) => so.includes('}}'))
    expect(text).toMatch(/^HTTP\/1\.1 503 /)
    expect(text).toContain('"error":{')
  })

  test(`html, ${kind}: a 200 of the wrong type`, async () => {
    const { text } = await exchange(['html'], request, (so) => so.includes('</html>'))
    expect(text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*content-type: text\/html/i)
  })

  test(`reset, ${kind}: RST in the middle`, async () => {
    // Where the RST arrives in one poll with what was sent before it, libuv takes it for the end: on a busy machine it may.
    const ends: string[] = []
    while (!ends.includes('reset') && ends.length < 5) {
      const { text, end } = await exchange(['reset'], request, never)
      expect(text).not.toContain('[DONE]')
      ends.push(end)
    }
    expect(ends).toContain('reset')
  })

  test(`truncated, ${kind}: closed in order, the body unfinished`, async () => {
    const { text, end } = await exchange(['truncated'], request, never)
    expect(end).toBe('fin')
    expect(text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"id":"chatcmpl/)
    expect(text.endsWith(streamEnd)).toBe(false)
    expect(text.endsWith('}')).toBe(false)
  })

  test(`malformed=chunk, ${kind}: a chunk without a size`, async () => {
    const { text } = await exchange(['malformed=chunk'], request, never)
    expect(text).toContain('not-a-size\r\n')
  })

  test(`never_ends, ${kind}: goes on after its last token`, async () => {
    const { text, end } = await exchange(['never_ends'], request, (so) => so.split('\r\n').length > 60)
    expect(end).toBe('client')
    expect(text).not.toContain('[DONE]')
    expect(text).not.toContain('"finish_reason":"length"')
  })

  test(`timeout, ${kind}: accepted and never answered`, async () => {
    const faults = [parseFault('timeout:0.5')]
    const simulator = await startFast({ faults, seed: 1 })
    const requests = Array.from({ length: 20 }, (_, index) => index)
    const answerable = requests.filter((index) => !drawFaults(faults, 1, index).has('timeout')).length
    let answered = 0
    const asked = requests.map(async () => {
      const body = JSON.stringify(request)
      const response = await fetch(`${simulator.url}/v1/chat/completions`, { method: 'POST', body })
      await response.text()
      answered++
    })
    const settled = Promise.allSettled(asked)
    await expect.poll(() => answered).toBe(answerable)
    await simulator.close()
    expect((await settled).filter(({ status }) => status === 'rejected')).toHaveLength(20 - answerable)
  })
}

test('in_stream_error, streamed: an error event after half of the tokens', async () => {
  const { text } = await exchange(['in_stream_error'], streamed, atStreamEnd)
  expect(text).toMatch(/^HTTP\/1\.1 200 OK/)
  expect(tokenEvents(text)).toHaveLength(3)
  expect(text).toMatch(/data: \{"error":\{"message":"Injected fault[^\n]*\n\ndata: \[DONE\]/)
})

test('in_stream_error, whole: an error inside a 200', async () => {
  const { text } = await exchange(['in_stream_error'], fields, atJsonEnd)
  expect(text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\{"error":\{/)
})

test("malformed, streamed: data that isn't JSON", async () => {
  const { text } = await exchange(['malformed'], streamed, atStreamEnd)
  const data = text.match(/data: (\{"id":"broken.*)\n\n/)![1]!
  expect(() => JSON.parse(data)).toThrow(SyntaxError)
})

test('malformed, whole: half a body of the declared length', async () => {
  const { text } = await exchange(['malformed'], fields, (so) => {
    const length = Number(/content-length: (\d+)/i.exec(so)?.[1])
    return so.split('\r\n\r\n')[1]?.length === length
  })
  expect(() => JSON.parse(text.split('\r\n\r\n')[1]!)).toThrow(SyntaxError)
})

test('missing_done: the body ends without it', async () => {
  const { text } = await exchange(['missing_done'], streamed, atStreamEnd)
  expect(tokenEvents(text)).toHaveLength(6)
  expect(text).not.toContain('[DONE]')
})

test('no_usage: not even when asked for', async () => {
  expect((await exchange(['no_usage'], streamed, atStreamEnd)).text).not.toContain('usage')
  expect((await exchange(['no_usage'], fields, atJsonEnd)).text).not.toContain('usage')
})

test('role_only: extra empty deltas before the first token', async () => {
  const { text } = await exchange(['role_only=3'], streamed, atStreamEnd)
  expect(text.match(/"delta":\{"content":""\}/g)).toHaveLength(3)
  expect(tokenEvents(text)).toHaveLength(6)
})

test('tokens_per_event: several words in one event, the last event with the rest', async () => {
  const { text } = await exchange(['tokens_per_event=4'], streamed, atStreamEnd)
  const words = tokenEvents(text).map(
    (event) =>
      event
        .match(/"content":"(.*)"/)![1]!
        .trim()
        .split(' ').length,
  )
  expect(words).toEqual([4, 2])
  expect(text).toContain('"completion_tokens":6')
})

test('crlf: lines end with CRLF', async () => {
  const { text } = await exchange(['crlf'], streamed, atStreamEnd)
  expect(text.match(/data: [^\n]*\r\n\r\n/g)).toHaveLength(9)
})

test('comments: one before every event', async () => {
  const { text } = await exchange(['comments'], streamed, atStreamEnd)
  expect(text.match(/: ping\n\ndata: /g)).toHaveLength(9)
})

test('keepalive_off: the connection ends with the reply', async () => {
  const { text, end } = await exchange(['keepalive_off'], streamed, never)
  expect(text).toMatch(/connection: close/i)
  expect(text.endsWith(streamEnd)).toBe(true)
  expect(end).toBe('fin')
})

test('idle_close: a kept-alive connection is closed some time after the reply, without warning', async () => {
  const { text, end } = await exchange(['idle_close=5'], streamed, never)
  expect(text).toMatch(/connection: keep-alive/i)
  expect(text).not.toMatch(/keep-alive: timeout/i)
  expect(end).toBe('fin')
})

test('huge_headers: as many bytes of head as asked for, then the reply', async () => {
  const { text, end } = await exchange(['huge_headers=300000'], streamed, never)
  expect(text.indexOf('\r\n\r\n')).toBeGreaterThan(300_000)
  expect(text.endsWith(streamEnd)).toBe(true)
  expect(end).toBe('fin')
})

test('slow_headers: byte by byte, then the reply', async () => {
  const { text } = await exchange(['slow_headers=1'], fields, never)
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n[\s\S]*"finish_reason":"length"/)
})

test('two faults at once', async () => {
  const { text } = await exchange(['slow_headers=1', 'in_stream_error', 'missing_done'], streamed, never)
  expect(tokenEvents(text)).toHaveLength(3)
  expect(text).toContain('"error":{')
  expect(text).not.toContain('[DONE]')
})

test('short_reply: ends of its own accord after a part of what was asked for', async () => {
  const { text } = await exchange(['short_reply=50'], streamed, atStreamEnd)
  expect(tokenEvents(text)).toHaveLength(3)
  expect(text).toContain('"finish_reason":"stop"')
  expect(text).toContain('"completion_tokens":3')
})

test('same_reply: one text for all; replies differ without it', async () => {
  const texts = async (faults: readonly string[]): Promise<string[]> => {
    const simulator = await startFast({ faults: faults.map(parseFault) })
    const ask = async (): Promise<string> => {
      const body = JSON.stringify(fields)
      const response = await fetch(`${simulator.url}/v1/chat/completions`, { method: 'POST', body })
      return JSON.stringify(((await response.json()) as { choices: unknown }).choices)
    }
    return [await ask(), await ask()]
  }
  const [first, second] = await texts(['same_reply'])
  expect(second).toBe(first)
  const [third, fourth] = await texts([])
  expect(fourth).not.toBe(third)
})

for (const request of [streamed, fields]) {
  const [kind, atEnd] =
    'stream' in request ? (['streamed', atStreamEnd] as const) : (['whole', atJsonEnd] as const)

  test(`empty_reply, ${kind}: tokens in usage, and no text`, async () => {
    const { text } = await exchange(['empty_reply'], request, atEnd)
    expect(tokenEvents(text)).toHaveLength(0)
    expect(text).toContain('"content":""')
    expect(text).toContain('"completion_tokens":6')
  })

  test(`usage_factor and cached_tokens, ${kind}: usage that lies`, async () => {
    const { text } = await exchange(['usage_factor=50', 'cached_tokens=100'], request, atEnd)
    const usage = JSON.parse(/"usage":(\{.*?\}\})/.exec(text)![1]!)
    expect(usage.completion_tokens).toBe(3)
    expect(usage.prompt_tokens_details.cached_tokens).toBe(usage.prompt_tokens)
  })
}
