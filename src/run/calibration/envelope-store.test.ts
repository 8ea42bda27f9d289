import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../record/fixtures/temporary-folder.ts'
import { bothOf, envelopeOf, key } from '../../trust/calibration/fixtures/envelope-of.ts'
import { cacheFolder, envelopePath, readEnvelope, writeEnvelope } from './envelope-store.ts'

const pathIn = temporaryFolder()
const fresh = (): { XDG_CACHE_HOME: string } => ({ XDG_CACHE_HOME: pathIn() })
const envelope = envelopeOf(bothOf(16, 38))

test('what is kept is read again, by nobody else', () => {
  const env = fresh()
  const path = writeEnvelope(envelope, env)
  expect(path).toBe(envelopePath(key, env))
  expect(readEnvelope(key, env)).toEqual({ state: 'found', envelope })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  expect(readdirSync(dirname(path))).toHaveLength(1)
})

test('the newer takes the place of the older', () => {
  const env = fresh()
  writeEnvelope(envelope, env)
  const newer = { ...envelope, calibrated_at: '2026-11-01T12:00:00.000Z' }
  writeEnvelope(newer, env)
  expect(readEnvelope(key, env)).toEqual({ state: 'found', envelope: newer })
})

test('the cache folder is XDG’s, unless that is no absolute path', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toBe('/var/cache/me/tare')
  for (const env of [{}, { XDG_CACHE_HOME: '' }, { XDG_CACHE_HOME: 'relative' }])
    expect(cacheFolder(env)).toMatch(/^\/.*\/\.cache\/tare$/)
})

test('nothing kept is none', () => {
  expect(readEnvelope(key, fresh())).toEqual({ state: 'none' })
})

test.each([
  { kernel: '6.9.0' },
  { node: 'v22.1.0' },
  { tare_version: '0.2.0' },
  { cores: 8 },
  { cpu_model: null },
])('with %j it is another instrument', (more) => {
  const env = fresh()
  writeEnvelope(envelope, env)
  expect(readEnvelope({ ...key, ...more }, env)).toEqual({ state: 'other', key })
})

test('of several others the latest is named', () => {
  const env = fresh()
  for (const [node, day] of [
    ['v18.0.0', '02'],
    ['v19.0.0', '03'],
    ['v17.0.0', '01'],
  ] as const)
    writeEnvelope({ ...envelope, key: { ...key, node }, calibrated_at: `2026-10-${day}T12:00:00.000Z` }, env)
  expect(readEnvelope(key, env)).toMatchObject({ state: 'other', key: { node: 'v19.0.0' } })
})

test.each([{ host_id: 'ffffffffffff' }, { transport: 'portable' } as const])(
  'with %j there is none',
  (more) => {
    const env = fresh()
    writeEnvelope(envelope, env)
    expect(readEnvelope({ ...key, ...more }, env)).toEqual({ state: 'none' })
  },
)

test('a damaged file, a foreign one, a folder in its place: never an error', () => {
  const env = fresh()
  const path = writeEnvelope(envelope, env)
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100))
  expect(readEnvelope(key, env)).toEqual({ state: 'damaged' })
  writeFileSync(path, JSON.stringify({ ...envelope, schema: 'tare.envelope/7' }))
  expect(readEnvelope(key, env)).toEqual({ state: 'foreign' })
  writeFileSync(path, ' '.repeat(5_000_000))
  expect(readEnvelope(key, env)).toEqual({ state: 'damaged' })
  const other = fresh()
  mkdirSync(envelopePath(key, other), { recursive: true })
  expect(readEnvelope(key, other)).toEqual({ state: 'damaged' })
})

test('a file that was copied from another machine is that machine’s', () => {
  const env = fresh()
  const path = writeEnvelope(envelope, env)
  writeFileSync(path, JSON.stringify({ ...envelope, key: { ...key, kernel: '5.15.0' } }))
  expect(readEnvelope(key, env)).toMatchObject({ state: 'other', key: { kernel: '5.15.0' } })
})

test('a folder that can’t be written is said with the way out', () => {
  const file = pathIn()
  writeFileSync(file, '')
  expect(readEnvelope(key, { XDG_CACHE_HOME: file })).toEqual({ state: 'none' })
  expect(() => writeEnvelope(envelope, { XDG_CACHE_HOME: file })).toThrow(
    expect.objectContaining({ code: 'resources', hint: expect.stringContaining('XDG_CACHE_HOME') }),
  )
  expect(() => writeEnvelope(envelope, { XDG_CACHE_HOME: join(file, 'below') })).toThrow(/can't keep/)
})
