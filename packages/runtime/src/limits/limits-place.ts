import { resolve } from 'node:path'
import { defaultLimitsFile } from '../places/own-places.ts'

/** Where it is kept what calls leave behind for limits. */
export interface LimitsSettings {
  readonly file: string
}

/** The file that is named, or else the user's own; absolute. */
export function limitsPlace(named: string | undefined): string {
  return named === undefined ? defaultLimitsFile() : resolve(named)
}
