import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { checkBodyFiles, readBodies } from './body-files.ts'
import { createWorkload } from './create-workload.ts'
import { loadWorkloadSpec } from './load-workload-spec.ts'

const root = mkdtempSync(join(tmpdir(), 'tare-bodies-'))
afterAll(() => rmSync(root, { recursive: true }))

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(root, name)
  writeFileSync(path, content)
  return path
}

function folderOf(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(root, name)
  mkdirSync(path)
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content)
  return path
}

const texts = (path: string, contentType: string | null = null): string[] =>
  readBodies(checkBodyFiles(path, contentType)).map(({ bytes }) => Buffer.from(bytes).toString('utf8'))

const options = { seed: 3, inputTokens: null, outputTokens: null, promptsFile: null, contentType: null }

describe('checkBodyFiles and readBodies', () => {
  it('takes a file for one body, whatever its bytes, with its hash', () => {
    const bytes = Uint8Array.of(0xff, 0, 10, 13, 10)
    const [body, ...others] = readBodies(checkBodyFiles(fileOf('kitten.jpg', bytes), null))
    expect(others).toEqual([])
    expect([...body!.bytes]).toEqual([...bytes])
    expect(body!.crc32).toBe(crc32(bytes))
  })

  it('takes an empty file for an empty body', () => {
    expect(texts(fileOf('empty.bin', ''))).toEqual([''])
  })

  it('takes each line of a .jsonl for a body, blank ones aside', () => {
    expect(texts(fileOf('bodies.jsonl', '{"a":1}\r\n\n {"b": 2} \n'))).toEqual(['{"a":1}', '{"b": 2}'])
  })

  it('takes each file of a folder for a body, hidden ones aside', () => {
    const folder = folderOf('many', { 'b.json': '2', 'a.json': '1', '.DS_Store': 'x' })
    expect(texts(folder)).toEqual(['1', '2'])
  })

  it.each([
    ['x.json', 'application/json'],
    ['x.JPG', 'image/jpeg'],
    ['x.png', 'image/png'],
    ['x.txt', 'text/plain; charset=utf-8'],
    ['x.npy', 'application/octet-stream'],
    ['x', 'application/octet-stream'],
  ])('sends %s as %s unless it is told', (name, type) => {
    const path = fileOf(name, '{}')
    expect(checkBodyFiles(path, null).contentType).toBe(type)
    expect(checkBodyFiles(path, 'a/b').contentType).toBe('a/b')
  })

  it('refuses a folder of several media types unless it is told one', () => {
    const folder = folderOf('mixed', { 'a.json': '1', 'b.png': '2' })
    expect(() => checkBodyFiles(folder, null)).toThrow(
      expect.objectContaining({
        code: 'input',
        message: expect.stringContaining('application/json, image/png'),
      }),
    )
    expect(texts(folder, 'x/y')).toEqual(['1', '2'])
  })

  it.each([
    ['what isn’t there', () => join(root, 'no-such')],
    ['an empty folder', () => folderOf('empty', {})],
    ['lines without one', () => fileOf('blank.jsonl', '\n \n')],
    [
      'a folder of folders',
      () => {
        const path = folderOf('deep', { a: '1' })
        mkdirSync(join(path, 'train'))
        return path
      },
    ],
    ['a device', () => '/dev/zero'],
  ])('refuses %s', (_, make) => {
    const path = make()
    expect(() => checkBodyFiles(path, null)).toThrow(expect.objectContaining({ code: 'input' }))
  })

  it('refuses a file that was changed after it was checked', () => {
    const path = fileOf('changing.json', '{"a":1}')
    const spec = checkBodyFiles(path, null)
    writeFileSync(path, '{"a":2}')
    utimesSync(path, 1, 1)
    expect(() => readBodies(spec)).toThrow(/was changed/)
  })
})

describe('a workload of bodies', () => {
  const folder = folderOf('dealt', { a: '1', b: '2', c: '3', d: '4' })

  it('deals every body once before any is repeated, by the seed', () => {
    const spec = loadWorkloadSpec({ ...options, body: folder, samePayload: false })
    const workload = createWorkload(JSON.parse(JSON.stringify(spec)))
    const again = createWorkload({ ...spec, seed: 4 })
    const bodies = Array.from({ length: 40 }, (_, index) => workload(index).prompt)
    for (let pass = 0; pass < 40; pass += 4) expect(new Set(bodies.slice(pass, pass + 4)).size).toBe(4)
    // Each is encoded and hashed once, for all requests.
    expect(new Set(bodies).size).toBe(4)
    expect(Array.from({ length: 40 }, (_, index) => again(index).prompt)).not.toEqual(bodies)
  })

  it('sends the first again and again when that is asked for', () => {
    const spec = loadWorkloadSpec({ ...options, body: folder, samePayload: true })
    const workload = createWorkload(spec)
    const first = createWorkload({ ...spec, samePayload: false })(0)
    expect(new Set(Array.from({ length: 40 }, (_, index) => workload(index)))).toEqual(new Set([first]))
  })
})
