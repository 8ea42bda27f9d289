import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LeftChangedError } from '../left-changed-error.ts'
import { serverHash } from '../server-key.ts'
import { leftServerSchema } from './left-server.ts'
import { type JournalContent, journalSchema } from './server-journal.ts'

export interface FoundJournal {
  readonly file: string
  readonly content: JournalContent
}

/** Far more than the configuration of any model. */
const mostBytes = 16_000_000

const journal: z.ZodType<JournalContent> = z.object({
  schema: z.literal(journalSchema),
  about: z.string(),
  by_hand: z.array(z.string()),
  urls: z.array(z.string()),
  since: z.string(),
  by: z.object({
    pid: z.int().positive(),
    started_ticks: z.string().nullable(),
    host: z.string(),
    boot: z.string().nullable(),
    pid_namespace: z.string().nullable(),
  }),
  left: z.array(leftServerSchema),
})

/** Journals of these servers, the latest first: what changed last is put back first. Throws LeftChangedError for one that can't be read. */
export function readJournals(folder: string, urls: readonly string[]): readonly FoundJournal[] {
  const hashes = new Set(urls.map(serverHash))
  return namesIn(folder)
    .filter((name) => name.endsWith('.json') && name.split('-').some((part) => hashes.has(part)))
    .flatMap((name) => readJournal(join(folder, name)) ?? [])
    .sort((a, b) => b.content.since.localeCompare(a.content.since))
}

/** Null when there is none any more. */
export function readJournal(file: string): FoundJournal | null {
  try {
    if (statSync(file).size > mostBytes) throw new Error('it is too large')
    return { file, content: journal.parse(JSON.parse(readFileSync(file, 'utf8'))) }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    const reason =
      cause instanceof z.ZodError ? z.prettifyError(cause).split('\n')[0]! : (cause as Error).message
    throw new LeftChangedError(
      'server',
      `an earlier Tare has left a server changed, and its note ${file} can't be read: ${code ?? reason}`,
      { hint: 'See in it what the server was like, put it back by hand, and remove the file.', cause },
    )
  }
}

/** Who can't read the folder has written none. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
