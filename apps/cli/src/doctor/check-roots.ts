import { findWideRoots, narrowerText, wideRootText } from '@kvlar/clients/file'
import type { Finding } from '@kvlar/runtime/doctor'
import { processEnvironment } from '../environment.ts'

/** Whether a wrapped server is given a folder in which Kvlar's own folders lie. */
export function checkRoots(): readonly Finding[] {
  return findWideRoots(processEnvironment()).map((wide) => ({
    state: 'warning',
    about: 'server roots',
    text: wideRootText(wide),
    fix: narrowerText(wide),
  }))
}
