import { folderTime } from './folder-time.ts'
import type { TargetPlan } from './plan.ts'

/** A folder's name for a run: when (UTC) and what, as in `20260131-235959-Llama-3.1-8B`. */
export function runFolderName(now: Date, { model, url }: Pick<TargetPlan, 'model' | 'url'>): string {
  return `${folderTime(now)}-${slug(model?.split('/').at(-1) ?? '') || slug(hostOf(url)) || 'run'}`
}

function hostOf(url: string | null): string {
  if (url === null) return 'simulator'
  return url.startsWith('unix:') ? url.slice('unix:'.length).split('/').at(-1)! : new URL(url).host
}

/** Letters, digits, dots and hyphens only; nothing that hides a file or leaves the folder. */
function slug(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9.]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^[-.]+|[-.]+$/g, '')
}
