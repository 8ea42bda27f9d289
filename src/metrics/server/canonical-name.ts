/** A metric's name without what exporters change in passing it on: Ray and OpenTelemetry write `vllm_…` for `vllm:…`. */
export function canonicalName(name: string): string {
  return name.replaceAll(':', '_')
}
