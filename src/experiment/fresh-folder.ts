import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A path for a run's folder that isn't there: a run that was cut short keeps its own, and the next attempt is `name.2`. */
export function freshFolder(parent: string, name: string): string {
  for (let attempt = 1; ; attempt++) {
    const path = join(parent, attempt === 1 ? name : `${name}.${attempt}`)
    if (!existsSync(path)) return path
  }
}
