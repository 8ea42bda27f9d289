import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import type * as Source from '../../src/run/simulator-process.ts'

/** The built module: it starts the built program. */
const built = new URL('../../dist/run/simulator-process.js', import.meta.url).href
const { startSimulatorProcess } = (await import(built)) as typeof Source

const isUp = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  )

test('serves until it is closed', async () => {
  const simulator = await startSimulatorProcess('fast', 1)
  expect(await isUp(simulator.url)).toBe(true)
  simulator.close()
  await vi.waitFor(async () => expect(await isUp(simulator.url)).toBe(false))
})

test('does not outlive the process that started it, however that ends', async () => {
  const script = `const { startSimulatorProcess } = await import(${JSON.stringify(built)})
    console.log((await startSimulatorProcess('fast', 1)).url)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script])
  const [url] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string]
  expect(await isUp(url.trim())).toBe(true)
  parent.kill('SIGKILL')
  await vi.waitFor(async () => expect(await isUp(url.trim())).toBe(false), { timeout: 10_000 })
})

test('what it complains of is an error with its hint', async () => {
  await expect(startSimulatorProcess('no-such-preset', 1)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('no-such-preset'),
    hint: expect.stringContaining('default'),
  })
})
