import { rmSync } from 'node:fs'
import { endLeftCommand } from './command/command-server.ts'
import { hintByHand } from './journal/describe-left.ts'
import type { LeftServer } from './journal/left-server.ts'
import { type FoundJournal, readJournal, readJournals } from './journal/read-journals.ts'
import { restoreKserveV2 } from './kserve-v2/kserve-v2-server.ts'
import { LeftChangedError } from './left-changed-error.ts'
import type { ServerSurroundings } from './managed-server.ts'
import { restoreEngine } from './openai/openai-server.ts'
import { livenessOf } from './process-identity.ts'
import { lockServers } from './server-lock.ts'
import { restoreTorchServe } from './torchserve/torchserve-server.ts'

/**
 * Puts the servers at these URLs back as a Tare found them that was killed before it could do so itself, and tells the user. Asks
 * nothing of servers that were left in order. Throws LeftChangedError that says what to do by hand.
 */
export async function putBackLeft(
  urls: readonly string[],
  around: ServerSurroundings,
  tokenEnv: string | null,
): Promise<void> {
  for (const journal of readJournals(around.stateFolder, urls)) {
    const liveness = livenessOf(journal.content.by)
    if (liveness === 'unknown') throw elsewhere(journal)
    if (liveness === 'ended') await putBackFrom(journal, around, tokenEnv)
  }
}

async function putBackFrom(
  { file, content: { urls } }: FoundJournal,
  around: ServerSurroundings,
  tokenEnv: string | null,
): Promise<void> {
  const unlock = lockServers(urls)
  try {
    // Another may have put it back before this process got the lock.
    const journal = readJournal(file)
    if (journal === null) return
    for (const left of journal.content.left) {
      await putBack(left, around, tokenEnv).catch((cause: unknown) => {
        throw cannot(journal, left, cause)
      })
    }
    rmSync(file, { force: true })
    around.tell(`${whose(journal)} had left ${nameOf(journal)} ${outcomeOf(journal)}`)
  } finally {
    unlock()
  }
}

function putBack(left: LeftServer, around: ServerSurroundings, tokenEnv: string | null): Promise<void> {
  switch (left.kind) {
    case 'torchserve-model':
    case 'torchserve-workflow':
      return restoreTorchServe(left, around, tokenEnv)
    case 'kserve-v2':
      return restoreKserveV2(left, around)
    case 'openai':
      return restoreEngine(left, around)
    case 'command':
      return endLeftCommand(left)
  }
}

function whose({ content: { by, since } }: FoundJournal): string {
  return `An earlier Tare (process ${by.pid}, ${since})`
}

function outcomeOf({ content: { left } }: FoundJournal): string {
  return left.every(({ kind }) => kind === 'command')
    ? 'running: it was stopped.'
    : 'changed: it was put back as it had been found.'
}

function nameOf({ content: { urls } }: FoundJournal): string {
  return urls.at(-1) ?? 'a server'
}

function cannot(journal: FoundJournal, left: LeftServer, cause: unknown): LeftChangedError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new LeftChangedError('server', `${whose(journal)} has left ${nameOf(journal)} changed: ${reason}`, {
    hint: `${hintByHand(left, cause)} Once that is done by hand, remove ${journal.file}, where it is noted.`,
    cause,
  })
}

/** Another machine or container with the same home folder may be measuring it right now. */
function elsewhere(journal: FoundJournal): LeftChangedError {
  const { by, since, by_hand } = journal.content
  return new LeftChangedError(
    'server',
    `${nameOf(journal)} was changed by a Tare elsewhere (process ${by.pid} on ${by.host}, ${since}), and not put back yet`,
    {
      hint: `If that still runs, wait for it; if not, run tare there again, or put it back by hand and remove ${journal.file}: ${by_hand.join(' ')}`,
    },
  )
}
