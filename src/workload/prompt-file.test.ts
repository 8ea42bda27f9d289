import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkPromptFile, openPromptFile } from './prompt-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tare-prompts-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function fileOf(content: string | Buffer): string {
  const path = join(folder, `${files++}.jsonl`)
  writeFileSync(path, content)
  return path
}

const inputError = (message: string) =>
  expect.objectContaining({ code: 'input', message: expect.stringContaining(message) })
const lines = '"one"\n\n{"prompt":"two é","max_tokens":2}\r\n  "three"'

describe('checkPromptFile', () => {
  it('counts the prompts', () => {
    const path = fileOf(lines)
    expect(checkPromptFile(path)).toMatchObject({ path, items: 3, sizeBytes: Buffer.byteLength(lines) })
  })

  it('names file and line of a bad one', () => {
    const path = fileOf('"one"\n\n{"promt":1}\n')
    expect(() => checkPromptFile(path)).toThrow(inputError(`${path}:3: no prompt`))
  })

  it.each([
    ['nothing', Buffer.from('\n \r\n'), 'holds no prompts'],
    ['Latin-1', Buffer.from('"ok"\n"caf\xe9"\n', 'latin1'), ":2: the line isn't UTF-8"],
    ['NULs', Buffer.alloc(10), 'not JSON'],
    ['a pretty-printed array', Buffer.from('[\n  "a"\n]'), 'a JSON array'],
  ])('refuses a file of %s', (_what, content, why) => {
    expect(() => checkPromptFile(fileOf(content))).toThrow(inputError(why))
  })

  it.each([
    ['missing', 'ENOENT'],
    ['.', "isn't a regular file"],
  ])('refuses %s', (name, why) => {
    expect(() => checkPromptFile(join(folder, name))).toThrow(inputError(why))
  })

  it.skipIf(process.platform === 'win32')('refuses a pipe rather than wait for its writer', () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    expect(() => checkPromptFile(path)).toThrow(inputError("isn't a regular file"))
  })
})

describe('openPromptFile', () => {
  it.each([
    ['memory', 1e6],
    ['disk', 0],
  ])('reads any prompt from %s', (_where, heldBytes) => {
    const read = openPromptFile(checkPromptFile(fileOf(lines)), heldBytes)
    expect(read(2)).toEqual({ prompt: { kind: 'text', text: 'three' }, outputTokens: undefined })
    expect(read(1)).toEqual({ prompt: { kind: 'text', text: 'two é' }, outputTokens: 2 })
    expect(read(0)).toEqual({ prompt: { kind: 'text', text: 'one' }, outputTokens: undefined })
    expect(read(2).prompt).toEqual({ kind: 'text', text: 'three' })
  })

  it('takes a spec that went through JSON', () => {
    const spec = JSON.parse(JSON.stringify(checkPromptFile(fileOf(lines))))
    expect(openPromptFile(spec)(0).prompt).toEqual({ kind: 'text', text: 'one' })
  })

  it('refuses a file that was changed after the check', () => {
    const path = fileOf(lines)
    const spec = checkPromptFile(path)
    writeFileSync(path, `${lines}\n"four"`)
    expect(() => openPromptFile(spec)).toThrow(inputError('was changed after it was checked'))
    writeFileSync(path, lines.replace('one', 'eno'))
    utimesSync(path, new Date(0), new Date(0))
    expect(() => openPromptFile(spec)).toThrow(inputError('was changed after it was checked'))
  })

  it('says so when a file on disk shrinks under it', () => {
    const path = fileOf(lines)
    const read = openPromptFile(checkPromptFile(path), 0)
    truncateSync(path, 3)
    expect(() => read(2)).toThrow(inputError('was changed after it was checked'))
  })
})
