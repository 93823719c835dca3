import { posix, win32 } from 'node:path'
import type { Environment } from './environment.ts'

/** Whether a path is absolute on the platform: on Windows with its drive or share, so that no other folder can change it. */
export function isAbsolutePath(path: string, platform: Environment['platform']): boolean {
  if (posix.isAbsolute(path)) return platform !== 'win32' || path.startsWith('//')
  return platform === 'win32' && win32.isAbsolute(path) && win32.parse(path).root.length > 1
}
