import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { TareError } from '../../errors.ts'

const pollMs = 20
/** After SIGKILL only the kernel can be waited for: GPU memory being freed, a disk that hangs. */
const killedWithinMs = 30_000

/** Whether any process of the group still runs. One that has ended and whom nobody has waited for (a zombie) doesn't. */
export function groupIsAlive(groupId: number): boolean {
  try {
    process.kill(-groupId, 0)
  } catch (error) {
    // EPERM: there are processes, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    return readdirSync('/proc').some((name) => /^\d+$/.test(name) && runsInGroup(name, groupId))
  } catch {
    return true
  }
}

/** proc(5), stat: after the name in parentheses come the state, the parent and the process group. */
function runsInGroup(pid: string, groupId: number): boolean {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return false
  }
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(group) === groupId && state !== 'Z' && state !== 'X'
}

export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal)
  } catch {
    // It has ended meanwhile.
  }
}

/** Resolves with whether the group has ended within the time. */
async function groupEnds(groupId: number, withinMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + withinMs
  while (groupIsAlive(groupId)) {
    const leftMs = deadlineMs - performance.now()
    if (leftMs <= 0) return false
    await delay(Math.min(pollMs, leftMs))
  }
  return true
}

/** SIGTERM to the whole group, and SIGKILL to what is left of it after `timeoutMs`. Throws TareError 'server' when that doesn't end it. */
export async function endGroup(groupId: number, timeoutMs: number): Promise<void> {
  signalGroup(groupId, 'SIGTERM')
  if (await groupEnds(groupId, timeoutMs)) return
  signalGroup(groupId, 'SIGKILL')
  if (await groupEnds(groupId, killedWithinMs)) return
  throw new TareError(
    'server',
    `process group ${groupId} is still there ${killedWithinMs / 1000} s after SIGKILL`,
    {
      hint: `See what it waits for: ps -o pid,stat,wchan,cmd -g ${groupId}`,
    },
  )
}
