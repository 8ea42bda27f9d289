import { type ErrorCode, TareError } from '../../src/errors.ts'

/** The TareError of this code that the action throws. Throws whatever else it throws, and when it throws nothing. */
export function thrownError(code: ErrorCode, action: () => unknown): TareError {
  try {
    action()
  } catch (error) {
    if (error instanceof TareError && error.code === code) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
