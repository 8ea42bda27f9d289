import { execFileSync } from 'node:child_process'

/** Where git is told to look by its environment, as in a hook: a folder that is named counts more. */
const placesOfGit = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_PREFIX']

/** The environment without where git would look instead. */
export function withoutGitPlaces(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !placesOfGit.includes(name)))
}

/** What git prints in a folder, in no language but its own. Throws an Error with what it said on standard error, and its exit `status`. */
export function runGit(folder: string, args: readonly string[]): string {
  return execFileSync('git', ['-c', 'core.fsmonitor=false', '-C', folder, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...withoutGitPlaces(process.env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
  }).trim()
}
