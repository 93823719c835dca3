import type { Environment } from '@kvlar/clients'
import { thisMachine } from '@kvlar/runtime/places'

/** The machine and user this process runs for, and where it runs. */
export function processEnvironment(): Environment {
  return { ...thisMachine(), cwd: process.cwd() }
}
