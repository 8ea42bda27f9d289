import { expect, test } from 'vitest'
import { requestId, requestIdPrefix } from './request-id.ts'

const uuid8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('request ids are UUIDs of version 8, one for each run and index', () => {
  const prefix = requestIdPrefix('20261121-175001-4f9c2a')
  for (const index of [0, 1, 255, 2 ** 33 + 5, 2 ** 48 - 1]) expect(requestId(prefix, index)).toMatch(uuid8)
  expect(requestId(prefix, 10)).toBe(`${prefix}-00000000000a`)
  expect(requestIdPrefix('20261121-175001-4f9c2b')).not.toBe(prefix)
})
