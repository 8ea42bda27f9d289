import { describe, expect, it } from 'vitest'
import type { Api } from './api.ts'
import { openaiChat } from './openai-chat/index.ts'
import { TemplateDecoder } from './template-decoder.ts'

/** The chat API, and how often an event was parsed. */
function counted(): { readonly api: Api; readonly parsed: () => number } {
  let parsed = 0
  const decodeEvent: Api['decodeEvent'] = (data, eventType) => {
    parsed++
    return openaiChat.decodeEvent(data, eventType)
  }
  return { api: { ...openaiChat, decodeEvent }, parsed: () => parsed }
}

const event = (delta: unknown, id: string = 'a', rest: Readonly<Record<string, unknown>> = {}): Buffer =>
  Buffer.from(JSON.stringify({ id, choices: [{ index: 0, delta, finish_reason: null }], ...rest }))

function decodeAll(decoder: TemplateDecoder, events: readonly Buffer[]): string[] {
  return events.flatMap((bytes) =>
    decoder
      .decode(bytes, 0, bytes.length)
      .map((delta) => ('text' in delta ? `${delta.kind} ${delta.text}` : delta.kind)),
  )
}

const words = Array.from({ length: 200 }, (_, i) => ` w${i}`)

describe('TemplateDecoder', () => {
  it('parses the first token of a stream alone', () => {
    const { api, parsed } = counted()
    const decoder = new TemplateDecoder(api)
    const texts = decodeAll(
      decoder,
      words.map((content) => event({ content })),
    )
    expect(texts).toEqual(words.map((word) => `token ${word}`))
    // The second time with a probe in place of the text.
    expect(parsed()).toBe(2)
  })

  it('returns the same list each time', () => {
    const decoder = new TemplateDecoder(openaiChat)
    const [first, second, third] = words.map((content) => event({ content }))
    decoder.decode(first!, 0, first!.length)
    expect(decoder.decode(second!, 0, second!.length)).toBe(decoder.decode(third!, 0, third!.length))
  })

  it('keeps apart reasoning, answer and tool calls, which alternate', () => {
    const { api, parsed } = counted()
    const events = words.flatMap((word) => [
      event({ content: word }),
      event({ reasoning: word }),
      event({ tool_calls: [{ index: 0, function: { arguments: word } }] }),
    ])
    const expected = words.flatMap((word) => [`token ${word}`, `reasoning ${word}`, `tool_call ${word}`])
    expect(decodeAll(new TemplateDecoder(api), events)).toEqual(expected)
    expect(parsed()).toBeLessThan(12)
  })

  it('learns each request anew when its id is in every event', () => {
    const { api, parsed } = counted()
    const decoder = new TemplateDecoder(api)
    for (let request = 0; request < 50; request++) {
      decodeAll(
        decoder,
        words.slice(0, 20).map((content) => event({ content }, `request ${request}`)),
      )
    }
    expect(parsed()).toBe(100)
  })

  it('stops trying where something else changes with every event', () => {
    const { api, parsed } = counted()
    const decoder = new TemplateDecoder(api)
    const events = Array.from({ length: 2000 }, (_, i) =>
      event({ content: 'a' }, 'x', { obfuscation: `${i}` }),
    )
    expect(decodeAll(decoder, events)).toHaveLength(2000)
    expect(parsed()).toBeLessThan(2000 + 50)
    // And begins again once it is of use.
    const before = parsed()
    decodeAll(
      decoder,
      Array.from({ length: 1000 }, (_, i) => event({ content: `${i}` })),
    )
    expect(parsed() - before).toBeLessThan(70)
  })

  it('keeps the templates that are of use', () => {
    const { api, parsed } = counted()
    const decoder = new TemplateDecoder(api)
    const steady = (i: number): Buffer => event({ content: words[i] }, 'steady')
    decodeAll(decoder, [steady(0)])
    for (let i = 1; i < 30; i++) decodeAll(decoder, [steady(i), event({ content: 'a' }, `other ${i}`)])
    // Each of the others twice, and the steady one twice in all.
    expect(parsed()).toBe(2 + 2 * 29)
  })

  it('is not fooled by other strings equal to the text', () => {
    const decoder = new TemplateDecoder(openaiChat)
    const twice = (text: string): Buffer =>
      event({ role: text, reasoning: text, reasoning_content: text }, text)
    expect(decodeAll(decoder, [twice('a'), twice('b'), twice('c')])).toEqual([
      'reasoning a',
      'reasoning b',
      'reasoning c',
    ])
    const mixed = event({ role: 'a', reasoning: 'a', reasoning_content: '' }, 'a')
    expect(decodeAll(decoder, [mixed, mixed])).toEqual(['reasoning a', 'reasoning a'])
  })

  it('sees what is not the same event', () => {
    const decoder = new TemplateDecoder(openaiChat)
    decodeAll(decoder, [event({ content: 'a' }), event({ content: 'b' })])
    const last = JSON.stringify({
      id: 'a',
      choices: [{ index: 0, delta: { content: '.' }, finish_reason: 'stop' }],
    })
    expect(decodeAll(decoder, [event({ content: '' })])).toEqual([])
    expect(decodeAll(decoder, [Buffer.from(last)])).toEqual(['token .', 'end'])
    expect(decodeAll(decoder, [Buffer.from('[DONE]')])).toEqual(['end'])
    const broken = Buffer.from(event({ content: 'x' }).toString().replace('"x"', '"\\x"'))
    expect(() => decoder.decode(broken, 0, broken.length)).toThrow(SyntaxError)
    const named = event({ content: 'c' })
    expect(decoder.decode(named, 0, named.length, 'error')).toMatchObject([{ kind: 'error' }])
  })

  it('reads events within a larger buffer, and in shared memory', () => {
    const decoder = new TemplateDecoder(openaiChat)
    const bytes = new Uint8Array(new SharedArrayBuffer(1000)).subarray(3)
    for (const [i, content] of ['é', '東京', '\n"\\'].entries()) {
      const one = event({ content })
      bytes.set(one, 10 * i)
      const [delta] = decoder.decode(bytes, 10 * i, 10 * i + one.length)
      expect(delta).toHaveProperty('text', content)
    }
  })
})
