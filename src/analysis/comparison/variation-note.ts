/** What a comparison of two single runs rests on: by how much `what` is taken to vary from run to run. */
export function assumedNote(what: string, sd: number, of: string): string {
  const percent = Number((100 * sd).toPrecision(3))
  return `one run a side can't show by how much runs vary: ${what} taken to vary by ${percent} %${of}`
}

/** … and a comparison of a single run with several. */
export function borrowedNote(single: 'A' | 'B'): string {
  return `${single} is a single run, and is taken to vary as the runs of ${single === 'A' ? 'B' : 'A'} do`
}

/** … and one of runs that drift, which were made by turns. */
export function trendNote(perRun: number): string {
  const percent = Number((100 * Math.abs(perRun)).toPrecision(2))
  return `a trend of ${perRun < 0 ? '−' : '+'}${percent} % a run is left out`
}
