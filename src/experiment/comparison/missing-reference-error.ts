import { TareError } from '../../errors.ts'

/** Nothing is there by the name that was given: no folder, no label, nothing in the history. */
export class MissingReferenceError extends TareError {
  constructor(message: string, hint: string) {
    super('folder', message, { hint })
  }
}

/** Whether a reference named nothing, which for a baseline may be no mistake: the first run has none. */
export function isMissingReference(error: unknown): error is MissingReferenceError {
  return error instanceof MissingReferenceError
}
