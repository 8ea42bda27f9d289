import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const nativeDir = join(import.meta.dirname, 'native')

export type NativeName = 'token-sender' | 'bare-client' | 'unary-server' | 'busy-loop'

/** The C programs, compiled. `remove` deletes them. */
export interface NativePrograms {
  path(name: NativeName): string
  remove(): void
}

/** Compiles the C programs with `cc -O2`; undefined where there is no C compiler. Throws when they don't compile. */
export function compileNativePrograms(names: readonly NativeName[]): NativePrograms | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'tare-native-'))
  const remove = (): void => rmSync(dir, { recursive: true, force: true })
  try {
    for (const name of names) {
      const source = join(nativeDir, `${name}.c`)
      execFileSync('cc', ['-O2', '-o', join(dir, name), source], { stdio: ['ignore', 'ignore', 'inherit'] })
    }
  } catch (error) {
    remove()
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return { path: (name) => join(dir, name), remove }
}

/** A server that runs: its port, and its last line once it has been stopped (the token sender's figures). */
export interface NativeServer {
  readonly port: number
  stop(): Promise<string>
}

/** Starts a server and waits for its first line, `{"port":N}`. Throws when it ends before that. */
export async function startNativeServer(path: string, args: readonly string[]): Promise<NativeServer> {
  const child: ChildProcess = spawn(path, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const killed = (): boolean => child.kill('SIGKILL')
  process.once('exit', killed)
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout! })
  reader.on('line', (line) => lines.push(line))
  await Promise.race([once(reader, 'line'), ended])
  if (lines.length === 0) throw new Error(`${path} ${args.join(' ')} ended before it listened`)
  const { port } = JSON.parse(lines[0]!) as { port: number }
  return {
    port,
    async stop() {
      child.kill('SIGTERM')
      await ended
      process.off('exit', killed)
      return lines.at(-1)!
    },
  }
}
