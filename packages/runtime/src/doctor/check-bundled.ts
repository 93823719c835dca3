import { BUNDLED_HELP, bundledText, findBundled } from '@kvlar/clients/file'
import { thisMachine } from '../places/this-machine.ts'
import type { Finding } from './finding.ts'

/** Whether servers come with extensions, plug-ins or bundles, in front of which Kvlar does not stand. */
export function checkBundled(): readonly Finding[] {
  return findBundled({ ...thisMachine(), cwd: process.cwd() }, []).map((bundled) => ({
    state: 'warning',
    about: 'not covered',
    text: bundledText(bundled),
    fix: BUNDLED_HELP,
  }))
}
