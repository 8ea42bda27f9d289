/** The models of Triton's repository index, one for each version; null of anything else. */
export function modelsIn(
  value: unknown,
): readonly { readonly name: string; readonly state: string }[] | null {
  if (!Array.isArray(value)) return null
  return value.map((entry: unknown) => {
    const { name, state } = (entry ?? {}) as Record<string, unknown>
    return { name: String(name), state: typeof state === 'string' ? state : 'not loaded' }
  })
}
