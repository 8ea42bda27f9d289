/** What to change where a note stands in the way, or warns, by its id. A sentence each. */
const remedies: Readonly<Record<string, string>> = {
  'load-model': 'Measure both with one kind of load.',
  load: 'Measure both at one load, or sweep it: cells are matched by their axes.',
  background: 'Measure both with the same background, or both without.',
  duration: 'Rates and medians may be compared; far quantiles know less in the shorter runs.',
  workload: 'Give both the same workload section, or the same flags.',
  'target-api': 'Ask both in the same way.',
  'output-length': 'Fix the length of replies: --output-tokens, and ignore_eos where the server has it.',
  'input-length': 'Give both the same prompts.',
  machine: 'Measure both from one machine.',
  'tare-version': 'Measure both by one version.',
  'invalid-run':
    'Mend what the checks say (tare explain CHECK) and measure again, or compare other metrics with --metric.',
  'same-run': 'Give each run to one side only.',
  axes: 'Give the runs of one cell on both sides, or sweep both over the same axes.',
  cells: 'Sweep both over the same values.',
  order: 'Measure in alternation: tare ab.',
  drift: 'Let the server and the machine settle first, and measure in alternation (tare ab).',
  'few-runs': 'Repeat both, by a plan’s repeat or by tare ab.',
  'unreadable-run': 'Complete a run that was killed with tare recover.',
  interrupted: 'Measure them again.',
  unfinished: 'Go on with it (tare ab --resume), and gate it once, when it is over.',
  'lost-blocks': 'Mend what the checks say (tare explain CHECK) and measure again.',
  calibration: 'Calibrate once (tare calibrate), then measure both.',
}

/** Null where nothing need be changed. */
export function remedyFor(id: string): string | null {
  return remedies[id] ?? null
}
