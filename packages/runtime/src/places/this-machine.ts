import { homedir } from 'node:os'
import type { Machine } from '@kvlar/core/node'

/** The machine and user this process runs for. */
export function thisMachine(): Machine {
  return { platform: process.platform, home: homedir(), env: process.env }
}
