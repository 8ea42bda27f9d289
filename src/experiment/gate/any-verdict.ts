/**
 * A selector of the history with INVALID runs among what it means, unless it says itself which verdicts do. A gate needs those too: what is
 * INVALID in the gaps between tokens may be believed in its throughput, and the gate looks at what it asks of each.
 */
export function anyVerdict(selector: string): string {
  return /(^|,)\s*verdict:/.test(selector) ? selector : `${selector},verdict:any`
}
