import { findBundled } from '@kvlar/clients/file'
import type { Finding } from '@kvlar/runtime/doctor'
import { processEnvironment } from '../environment.ts'
import { BUNDLED_HELP, bundledText } from '../wrapping/wrap-report.ts'

/** Whether servers come with extensions, plug-ins or bundles, in front of which Kvlar does not stand. */
export function checkBundled(): readonly Finding[] {
  return findBundled(processEnvironment(), []).map((bundled) => ({
    state: 'warning',
    about: 'not covered',
    text: bundledText(bundled),
    fix: BUNDLED_HELP,
  }))
}
