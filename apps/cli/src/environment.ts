import { homedir } from 'node:os'
import type { Environment } from '@kvlar/clients'

/** The machine and user this process runs for. */
export function processEnvironment(): Environment {
  return { platform: process.platform, home: homedir(), env: process.env, cwd: process.cwd() }
}
