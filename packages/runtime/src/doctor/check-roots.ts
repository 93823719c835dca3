import { findWideRoots, narrowerText, wideRootText } from '@kvlar/clients/file'
import { thisMachine } from '../places/this-machine.ts'
import type { Finding } from './finding.ts'

/** Whether a wrapped server is given a folder in which Kvlar's own folders lie. */
export function checkRoots(): readonly Finding[] {
  return findWideRoots({ ...thisMachine(), cwd: process.cwd() }).map((wide) => ({
    state: 'warning',
    about: 'server roots',
    text: wideRootText(wide),
    fix: narrowerText(wide),
  }))
}
