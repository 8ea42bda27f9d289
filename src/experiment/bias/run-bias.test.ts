import { expect, test } from 'vitest'
import { noKernelStamps } from './run-bias.ts'

test('a machine without kernel stamps is told so, and what it would take', () => {
  const error = noKernelStamps('libc can’t be called')
  expect(error).toMatchObject({ code: 'usage', hint: expect.stringContaining('Linux') })
  expect(error.message).toBe('no kernel timestamps on this machine: libc can’t be called')
})
