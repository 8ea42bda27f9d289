import { expect, it } from 'vitest'
import { TareError } from '../errors.ts'
import { apiNames as planned, unaryApis } from '../plan/plan.ts'
import { apiByName, apiNames, apis } from './registry.ts'

it('finds each API by its name', () => {
  expect(apiNames).toEqual([...planned])
  expect(apiNames.map(apiByName)).toEqual(apis)
})

it('names the APIs there are when asked for another', () => {
  const ask = (): unknown => apiByName('grpc')
  expect(ask).toThrow(TareError)
  expect(ask).toThrow(expect.objectContaining({ code: 'usage', hint: `Use one of ${planned.join(', ')}.` }))
})

it('streams what the plan takes for streamed', () => {
  const unary = apis.filter(({ replies }) => replies !== 'streamed').map(({ name }) => name)
  expect(unary).toEqual(unaryApis)
})
