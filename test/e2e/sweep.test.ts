import { type ChildProcess, execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectSchema } from '../support/schema.ts'
import { finished, scratch, startTare, tare } from '../support/tare.ts'

const space = scratch()
let simulator: ChildProcess
let urls: { readonly inference: string; readonly management: string }

beforeAll(async () => {
  const law = ['--batch-law', 'deterministic(10ms+1ms*n)', '--worker-start', '20ms']
  const free = ['--port', '0', '--management-port', '0', '--metrics-port', '0']
  const { child } = startTare(['simulate', '--classic', ...free, ...law])
  simulator = child
  let text = ''
  urls = await new Promise((resolve) => {
    child.stdout!.on('data', (part: string) => {
      text += part
      const inference = /inference on (\S+)/.exec(text)?.[1]
      const management = /management on (\S+)/.exec(text)?.[1]
      if (inference !== undefined && management !== undefined) resolve({ inference, management })
    })
  })
})
afterAll(() => {
  simulator.kill()
  space.remove()
})

/** A plan of sections, each a line of JSON, which is YAML. */
function planFile(name: string, sections: Readonly<Record<string, unknown>>): string {
  const path = join(space.folder, name)
  const lines = Object.entries(sections).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

function classicPlan(over: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    target: { url: urls.inference, api: 'torchserve', model: 'bench' },
    server: {
      kind: 'torchserve',
      management_url: urls.management,
      model_url: 'bench.mar',
      max_batch_delay_ms: 5,
    },
    load: { concurrency: 2, duration: '600ms', warmup: '100ms' },
    client: { workers: 1 },
    matrix: { axes: { 'server.batch_size': [1, 4], 'load.concurrency': [1, 8] } },
    ...over,
  }
}

interface Row {
  readonly [name: string]: string | number | null
}

function rowsOf(folder: string): readonly Row[] {
  const text = readFileSync(join(folder, 'cells.ndjson'), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]))
}

async function models(): Promise<readonly string[]> {
  const answer = await fetch(`${urls.management}/models`)
  const { models: listed } = (await answer.json()) as { models: readonly { modelName: string }[] }
  return listed.map(({ modelName }) => modelName)
}

describe.sequential('a sweep', () => {
  test('measures every cell in each round, as the server was set, and puts it back', async () => {
    const plan = planFile('all.yaml', classicPlan({ repeat: 2 }))
    const folder = join(space.folder, 'all')
    const { status, stdout } = await tare(['sweep', plan, '--out', folder])
    expect(finished).toContain(status)
    const rows = rowsOf(folder)
    expect(rows).toHaveLength(8)
    for (const row of rows) {
      expect(row).toMatchObject({ status: 'measured', 'server.batch_size': row['axis.server.batch_size']! })
      expect(existsSync(join(folder, String(row.folder), 'records.parquet'))).toBe(true)
    }
    expect(rows.map(({ block }) => block)).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
    expect(new Set(rows.slice(0, 4).map(({ cell }) => cell)).size).toBe(4)
    expect(stdout).toMatch(/batch_size +concurrency +req\/s/)
    const scaling = await tare(['scaling', folder, '--axis', 'load.concurrency'])
    expect(scaling.stdout).toMatch(/SCALING +load\.concurrency, with batch_size 1\n/)
    expect((await tare(['scaling', folder, '--axis', 'nothing'])).status).toBe(2)
    expect(await models()).not.toContain('bench')
    const again = await tare(['report', folder])
    expect(again.stdout.replaceAll(folder, '')).toBe(stdout.replaceAll(relative(process.cwd(), folder), ''))
    const { stdout: json } = await tare(['report', folder, '--format', 'json'])
    const result = JSON.parse(json) as { readonly rows: unknown; readonly scaling: readonly unknown[] }
    expectSchema('sweep-result', result)
    expect(result.rows).toEqual(rows)
    const along = await tare(['scaling', folder, '--format', 'json'])
    expect(JSON.parse(along.stdout)).toEqual(result.scaling)
    for (const file of ['cells.parquet', 'cells.csv', 'cells.md', 'sweep.yaml', 'sweep.json'])
      expect(existsSync(join(folder, file)), file).toBe(true)
  })

  test('goes on where it was interrupted, and measures nothing twice', async () => {
    const plan = planFile('cut.yaml', classicPlan())
    const folder = join(space.folder, 'cut')
    const running = startTare(['sweep', plan, '--out', folder])
    await new Promise<void>((resolve) => {
      running.child.stderr!.on('data', (text: string) => {
        if (text.includes('[2 of 4]')) setTimeout(resolve, 300)
      })
    })
    running.child.kill('SIGINT')
    const interrupted = await running.result
    expect(interrupted.status).toBe(130)
    expect(interrupted.stderr).toMatch(/To go on: tare sweep --resume .*cut\n$/)
    expect(rowsOf(folder)).toHaveLength(1)
    expect(await models()).not.toContain('bench')
    const { status } = await tare(['sweep', '--resume', folder])
    expect(finished).toContain(status)
    const rows = rowsOf(folder)
    expect(rows.map(({ index }) => Number(index)).sort((a, b) => a - b)).toEqual([0, 1, 2, 3])
    expect(new Set(rows.map(({ cell }) => cell)).size).toBe(4)
    expect(readdirSync(join(folder, 'runs')).length).toBe(5)
  })

  test('lists a cell that fails with the end of its server’s log, and measures the others', async () => {
    const dies = `console.log('no such thing as mode bad'); process.exit(3)`
    const serves = `require('http').createServer((q, s) => { q.resume(); q.on('end', () => s.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'm' }], choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] }))) }).listen(PORT, '127.0.0.1')`
    const port = 20_000 + (process.pid % 20_000)
    const script = join(space.folder, 'server.cjs')
    writeFileSync(
      script,
      `if (process.argv[2] === 'bad') { ${dies} } else { ${serves.replace('PORT', String(port))} }`,
    )
    const plan = planFile('dies.yaml', {
      target: { url: `http://127.0.0.1:${port}`, stream: false },
      server: { kind: 'command', command: [process.execPath, script, '{{labels.mode}}'], stop_timeout: '2s' },
      load: { concurrency: 1, duration: '400ms', warmup: '0s' },
      client: { workers: 1 },
      matrix: { axes: { 'labels.mode': ['good', 'bad'] } },
    })
    const folder = join(space.folder, 'dies')
    const { status, stdout } = await tare(['sweep', plan, '--out', folder])
    expect(status).toBe(1)
    const byMode = new Map(rowsOf(folder).map((row) => [row['axis.labels.mode'], row]))
    expect(byMode.get('good')).toMatchObject({ status: 'measured', error: null })
    expect(byMode.get('bad')).toMatchObject({ status: 'failed', verdict: null })
    expect(byMode.get('bad')!.error).toContain('no such thing as mode bad')
    expect(stdout).toContain('1 failed')
    expect(() => execFileSync('pgrep', ['-f', script])).toThrow()
  })

  test('says once why cells fail alike, and of each run in its row', async () => {
    const { server } = classicPlan() as { readonly server: object }
    const closed = { server: { ...server, management_url: 'http://127.0.0.1:1' } }
    const folder = join(space.folder, 'closed')
    const { status, stdout, stderr } = await tare([
      'sweep',
      planFile('closed.yaml', classicPlan(closed)),
      '--out',
      folder,
    ])
    expect(status).toBe(1)
    const reason = 'nothing listens there'
    const count = (text: string, part: string): number => text.split(part).length - 1
    expect([count(stdout, reason), count(stderr, reason), count(stderr, 'failed as ')]).toEqual([1, 1, 3])
    expect(stdout).toMatch(/^ {2}batch_size=\d,concurrency=\d, and 3 other cells \(4 runs\)$/m)
    expect(rowsOf(folder).filter(({ error }) => String(error).includes(reason))).toHaveLength(4)
  })

  test('begins no run that the budget has no room for', async () => {
    const plan = planFile('budget.yaml', classicPlan({ budget: '3s', repeat: 3 }))
    const folder = join(space.folder, 'budget')
    await tare(['sweep', plan, '--out', folder])
    const statuses = rowsOf(folder).map(({ status }) => status)
    expect(statuses).toHaveLength(12)
    expect(statuses[0]).toBe('measured')
    expect(statuses.at(-1)).toBe('not_run')
  })

  test('refuses what is no sweep', async () => {
    const single = planFile('single.yaml', { load: { rate: 1 } })
    expect(await tare(['sweep', single])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('tare run'),
    })
    expect(await tare(['sweep'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('tare plan init'),
    })
    expect(await tare(['sweep', '--resume', space.folder])).toMatchObject({ status: 2 })
    const all = join(space.folder, 'all')
    const again = await tare(['sweep', planFile('again.yaml', classicPlan()), '--out', all])
    expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('--resume') })
  })
})
