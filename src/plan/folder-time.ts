/** For the name of a folder: `20260131-235959`, UTC. */
export function folderTime(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}
