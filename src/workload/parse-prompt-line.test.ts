import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { parsePromptLine } from './parse-prompt-line.ts'

const text = (prompt: string, outputTokens?: number) => ({
  prompt: { kind: 'text', text: prompt },
  outputTokens,
})

describe('parsePromptLine', () => {
  it.each([
    ['"Hello"', text('Hello')],
    ['{"prompt":"Hello"}', text('Hello')],
    ['{"prompt":"Hello","output_tokens":7,"id":3}', text('Hello', 7)],
    ['{"prompt":"Hello","max_tokens":7}', text('Hello', 7)],
    ['{"prompt":"Hello","output_tokens":5,"max_tokens":7}', text('Hello', 5)],
    ['{"prompt":"Hello","messages":null,"max_tokens":null}', text('Hello')],
    [
      '{"id":"x","conversations":[{"from":"system","value":"s"},{"from":"human","value":"Hi"},{"from":"gpt","value":"Ho"},{"from":"human","value":"?"}]}',
      text('Hi'),
    ],
    ['{"conversations":[{"from":"user","value":"Hi"}]}', text('Hi')],
  ])('reads %s', (line, item) => {
    expect(parsePromptLine(line, 'f:1')).toEqual(item)
  })

  it('keeps every field of messages', () => {
    const messages = [
      { role: 'system', content: 'Be brief' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:' } }], name: 'Ann' },
      { role: 'assistant', content: null, tool_calls: [{ id: '1' }] },
    ]
    const item = parsePromptLine(JSON.stringify({ messages, max_tokens: 9 }), 'f:1')
    expect(item).toEqual({ prompt: { kind: 'messages', messages }, outputTokens: 9 })
  })

  it.each([
    ['{', 'f:7: not JSON'],
    ['Hello', 'f:7: not JSON'],
    ['[', 'f:7: a JSON array where one prompt is expected'],
    ['["a","b"]', 'f:7: a JSON array where one prompt is expected'],
    ['3', "f:7: 3 isn't a prompt"],
    ['null', "f:7: null isn't a prompt"],
    ['{}', 'f:7: no prompt: its keys are none'],
    ['{"promt":"x","id":1}', 'f:7: no prompt: its keys are promt, id'],
    ['{"prompt":"x","messages":[]}', 'f:7: both "prompt" and "messages"'],
    ['""', 'f:7: the prompt is empty'],
    ['{"prompt":3}', 'f:7: the prompt must be a string'],
    ['{"messages":[]}', 'f:7: "messages" must be a list of at least one'],
    ['{"messages":"x"}', 'f:7: "messages" must be a list'],
    ['{"messages":[{"role":"user"},{"content":"x"}]}', 'f:7: messages[1] must be an object with a "role"'],
    ['{"messages":[null]}', 'f:7: messages[0] must be an object'],
    ['{"conversations":[]}', 'f:7: no turn of the conversation is from "human"'],
    ['{"conversations":[null,{"from":"gpt","value":"x"}]}', 'f:7: no turn'],
    ['{"conversations":{"from":"human"}}', 'f:7: "conversations" must be a list'],
    ['{"conversations":[{"from":"human"}]}', 'f:7: the prompt must be a string'],
    ['{"prompt":"x","output_tokens":0}', 'f:7: "output_tokens" must be a whole number from 1'],
    [
      '{"prompt":"x","max_tokens":"7"}',
      'f:7: "max_tokens" must be a whole number from 1 to 10000000, not "7"',
    ],
    ['{"prompt":"x","max_tokens":1e300}', 'f:7: "max_tokens" must be'],
  ])('refuses %s', (line, why) => {
    const error = thrownError('input', () => parsePromptLine(line, 'f:7'))
    expect(error.message).toContain(why)
    expect(error.hint).toBeTruthy()
  })

  it('says how to turn an array into lines', () => {
    expect(thrownError('input', () => parsePromptLine('[', 'f:1')).hint).toContain("jq -c '.[]'")
  })

  it('does not repeat a huge line', () => {
    const line = `{"${'k'.repeat(1e6)}":1}`
    expect(thrownError('input', () => parsePromptLine(line, 'f:1')).message.length).toBeLessThan(300)
  })
})
