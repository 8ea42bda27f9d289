import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A path for a folder that isn’t there: one that was cut short, or begun in the same second, keeps its own, and the next is `name.2`. */
export function freshFolder(parent: string, name: string): string {
  for (let attempt = 1; ; attempt++) {
    const path = join(parent, attempt === 1 ? name : `${name}.${attempt}`)
    if (!existsSync(path)) return path
  }
}
