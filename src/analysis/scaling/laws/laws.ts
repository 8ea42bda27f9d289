import { amdahlLaw, linearLaw, uslLaw } from './demand-law.ts'
import type { Law } from './law.ts'
import { plateauLaw } from './plateau-law.ts'

/** Simplest first. */
export const laws: readonly Law[] = [linearLaw, amdahlLaw, plateauLaw, uslLaw]
