import { TareError } from '../errors.ts'

/** Name in the plan file, what was asked for, and what the server says. */
export type ComparedSetting = readonly [name: string, asked: unknown, read: unknown]

/** Throws TareError 'server' that names each setting which isn't as it was asked for. */
export function refuseOtherSettings(where: string, hint: string, settings: readonly ComparedSetting[]): void {
  const other = settings.filter(([, asked, read]) => asked !== read)
  if (other.length === 0) return
  const list = other.map(([name, asked, read]) => `${name}: ${shown(asked)} asked for, ${shown(read)} read`)
  throw new TareError('server', `${where} didn't take its settings (${list.join('; ')})`, { hint })
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)
}
