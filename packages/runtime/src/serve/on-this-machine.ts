import { ServeError } from './serve-error.ts'
import type { Serving } from './serving.ts'

/** @throws ServeError `SERVE_NOT_ALLOWED` to whoever may not name files of this machine */
export function onThisMachine({ isLocal }: Serving, name: string): void {
  if (!isLocal)
    throw new ServeError(
      'SERVE_NOT_ALLOWED',
      `\`${name}\` reads files, and is for this machine alone`,
      'use `kvlar serve --stdio` there',
    )
}
