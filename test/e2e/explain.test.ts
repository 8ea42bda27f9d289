import { expect, test } from 'vitest'
import { checks } from '../../src/trust/checks.ts'
import { tare } from '../support/tare.ts'

test('lists all checks, and explains one that is asked for', async () => {
  const list = await tare(['explain'])
  expect(list).toMatchObject({ status: 0, stderr: '' })
  for (const { id, title } of checks) {
    expect(list.stdout).toContain(`  ${id}  `)
    expect(list.stdout).toContain(title.slice(0, 20))
  }
  const metric = await tare(['explain', 'ITL'])
  expect(metric.status).toBe(0)
  expect(metric.stdout).toMatch(/^ {2}itl · Inter-token latency\n {2}metric, in ms, of ok requests\n/)
})

test('a name that nothing has is an error, and names the nearest', async () => {
  const { status, stdout, stderr } = await tare(['explain', 'ttff'])
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toBe(
    'error: no check or metric is called "ttff" (did you mean ttft?)\n  tare explain, without a name, lists them.\n',
  )
})

test('writes Markdown of all checks, and of one', async () => {
  const all = await tare(['explain', '--format', 'markdown'])
  expect(all.status).toBe(0)
  for (const { id } of checks) expect(all.stdout).toContain(`\n#### \`${id}\`: `)
  const one = await tare(['explain', 'e2e', '--format', 'markdown'])
  expect(one.stdout).toMatch(/^#### `e2e`: /)
})
