/** Whether a text can be the name of an environment variable (POSIX.1, 8.1); a key usually can't, for its hyphens. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(text)
}
