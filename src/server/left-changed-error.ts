import { TareError } from '../errors.ts'

/** A server isn't as it was found, and a person has to do something about it before anything is measured on it. */
export class LeftChangedError extends TareError {}
