import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { TareError } from '../../errors.ts'
import { journalIn } from '../fixtures/left-behind.ts'
import type { LeftServer } from './left-server.ts'
import { readJournals } from './read-journals.ts'
import { createServerJournal, journalFolder } from './server-journal.ts'

let folder = ''
beforeEach(() => {
  const base = mkdtempSync(join(tmpdir(), 'tare-journal-test-'))
  onTestFinished(() => rmSync(base, { recursive: true, force: true }))
  folder = join(base, 'tare', 'servers')
})

const urls = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081']
const engine: LeftServer = { kind: 'openai', url: urls[0]!, lora: 'sql', profiling: false }
const workflow: LeftServer = {
  kind: 'torchserve-workflow',
  management_url: urls[1]!,
  token_env: null,
  timeout_ms: 30_000,
  workflow: 'w',
  registered: 'k',
}

describe('a journal', () => {
  it('is a file only while something is to be put back, and nobody else’s to read', () => {
    const journal = createServerJournal(folder, urls)
    expect([journal.file, existsSync(folder)]).toEqual([null, false])
    journal.note(engine)
    journal.note(workflow)
    expect(readdirSync(folder)).toHaveLength(1)
    expect(statSync(journal.file!).mode & 0o077).toBe(0)
    expect(journalIn(journal.file!)).toMatchObject({
      urls,
      by: { pid: process.pid },
      left: [engine, workflow],
    })
    journal.forget('openai')
    expect(journalIn(journal.file!)).toMatchObject({
      left: [workflow],
      by_hand: [`The workflow w wasn't registered: curl -X DELETE '${urls[1]}/workflows/w'.`],
    })
    journal.forget('torchserve-workflow')
    journal.forget('torchserve-workflow')
    expect([journal.file, readdirSync(folder)]).toEqual([null, []])
    journal.note(engine)
    journal.clear()
    journal.clear()
    expect([journal.file, readdirSync(folder)]).toEqual([null, []])
  })

  it('that can’t be written keeps the server from being changed', () => {
    rmSync(join(folder, '..', '..'), { recursive: true })
    writeFileSync(join(folder, '..', '..'), '')
    const journal = createServerJournal(folder, urls)
    try {
      journal.note(engine)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(TareError)
      expect(error).toMatchObject({ code: 'resources', hint: expect.stringContaining('XDG_STATE_HOME') })
    }
    expect(journal.file).toBeNull()
  })

  it('is found by any name of its server, and by no other', () => {
    createServerJournal(folder, urls).note(engine)
    for (const url of ['http://localhost:8081', 'http://127.0.0.1:8080/v1', 'http://[::1]:8080'])
      expect(readJournals(folder, [url]).map(({ content }) => content.left)).toEqual([[engine]])
    expect(readJournals(folder, ['http://127.0.0.1:8082', 'http://other:8080'])).toEqual([])
    expect(readJournals(join(folder, 'none'), urls)).toEqual([])
  })

  it('that was written last is found first', () => {
    const journals = [1, 2, 3].map((pid) => ({ pid, journal: createServerJournal(folder, urls) }))
    for (const { pid, journal } of journals) {
      journal.note({ ...engine, lora: `lora-${pid}` })
      const since = `2026-01-0${pid}T00:00:00.000Z`
      writeFileSync(journal.file!, JSON.stringify({ ...journalIn(journal.file!), since }))
    }
    const found = readJournals(folder, urls).map(({ content }) => content.left[0])
    expect(found).toMatchObject([{ lora: 'lora-3' }, { lora: 'lora-2' }, { lora: 'lora-1' }])
  })

  it.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    ['of another schema', (text: string) => text.replace('server-journal/1', 'server-journal/9')],
    ['of a kind that is unknown', (text: string) => text.replace('"openai"', '"other"')],
    [
      'that would end all processes',
      (text: string) =>
        text.replace(
          /"left": \[.*\]/s,
          '"left": [{"kind":"command","url":"u","program":"p","process_group":1,"started_ticks":"1"}]',
        ),
    ],
    ['empty', () => ''],
    ['null', () => 'null'],
  ])('%s is named, not guessed at', (_how, spoil) => {
    const journal = createServerJournal(folder, urls)
    journal.note(engine)
    const text = JSON.stringify(journalIn(journal.file!), null, 2)
    writeFileSync(journal.file!, spoil(text))
    expect(() => readJournals(folder, urls)).toThrow(
      expect.objectContaining({ code: 'server', message: expect.stringContaining(journal.file!) }),
    )
    expect(readJournals(folder, ['http://127.0.0.1:1'])).toEqual([])
  })
})

it('is kept where the XDG Base Directory Specification has state', () => {
  expect(journalFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/tare/servers')
  for (const env of [{}, { XDG_STATE_HOME: 'relative' }])
    expect(journalFolder(env)).toBe(join(homedir(), '.local', 'state', 'tare', 'servers'))
})
