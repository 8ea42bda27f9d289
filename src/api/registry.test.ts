import { expect, it } from 'vitest'
import { TareError } from '../errors.ts'
import { apiByName, apiNames, apis } from './registry.ts'

it('finds each API by its name', () => {
  expect(apiNames).toEqual(['openai-chat', 'openai-completions'])
  expect(apiNames.map(apiByName)).toEqual(apis)
})

it('names the APIs there are when asked for another', () => {
  const ask = (): unknown => apiByName('grpc')
  expect(ask).toThrow(TareError)
  expect(ask).toThrow(
    expect.objectContaining({ code: 'usage', hint: 'Use one of openai-chat, openai-completions.' }),
  )
})
