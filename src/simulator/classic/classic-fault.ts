import { TareError } from '../../errors.ts'

const ignorable = ['batch_size', 'max_batch_delay', 'workers'] as const

/** A setting that `ignores` can be about. */
export type IgnorableSetting = (typeof ignorable)[number]

/** Ways in which a classic server can be bad to those who manage it, and scrape it. */
export type ClassicFault =
  /** The setting stays as it was, with a status of success. */
  | { readonly kind: 'ignores'; readonly setting: IgnorableSetting }
  /** Workers start and never become READY. */
  | { readonly kind: 'never_ready' }
  /** Nothing listens on the management port, and /v2/repository refuses. */
  | { readonly kind: 'management_closed' }
  /** /metrics is 404. */
  | { readonly kind: 'metrics_missing' }
  /** /metrics takes so long. */
  | { readonly kind: 'metrics_slow'; readonly ms: number }
  /** Every prediction is answered with this status, at once. */
  | { readonly kind: 'predict_status'; readonly status: number }

const forms = [
  ...ignorable.map((setting) => `ignores=${setting}`),
  'never_ready',
  'management_closed',
  'metrics_missing',
  'metrics_slow=MS',
  'predict_status=STATUS',
]

/** How the faults of the classic mode are written. */
export const classicFaultForms: readonly string[] = forms

/** Reads `ignores=batch_size`, `never_ready`, `metrics_slow=5000` … Throws TareError('usage'). */
export function parseClassicFault(text: string): ClassicFault {
  const [kind = '', value, ...rest] = text.trim().split('=')
  if (rest.length === 0) {
    if (
      value === undefined &&
      (kind === 'never_ready' || kind === 'management_closed' || kind === 'metrics_missing')
    )
      return { kind }
    const setting = ignorable.find((name) => name === value)
    if (kind === 'ignores' && setting !== undefined) return { kind, setting }
    if (kind === 'metrics_slow' && isWhole(value, 1, 3_600_000)) return { kind, ms: Number(value) }
    if (kind === 'predict_status' && isWhole(value, 400, 599)) return { kind, status: Number(value) }
  }
  throw new TareError('usage', `--fault: ${JSON.stringify(text)} is no fault of the classic simulator`, {
    hint: `Known with --classic: ${forms.join(', ')}.`,
  })
}

function isWhole(value: string | undefined, least: number, most: number): boolean {
  return value !== undefined && /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most
}
