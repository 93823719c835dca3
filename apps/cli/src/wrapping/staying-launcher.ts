import { realpathSync } from 'node:fs'
import { cacheOf } from '@kvlar/clients/file'
import { UsageError } from '../failures/usage-error.ts'

/**
 * What clients are to start: this Node and this Kvlar, for as long as the files of clients last.
 * @throws UsageError where they do not stay
 */
export function stayingLauncher(): { readonly node: string; readonly entry: string } {
  const launcher = { node: process.execPath, entry: realpathSync(process.argv[1] ?? '') }
  const { node, entry } = launcher
  for (const file of [entry, node]) {
    const cache = cacheOf(file)
    if (cache !== undefined)
      throw new UsageError(
        `\`${file}\` lies in ${cache} and would soon be gone; nothing was changed`,
        file === entry
          ? 'install Kvlar where it stays, such as with `npm install --global kvlar`, and run `kvlar wrap` there'
          : 'start `kvlar wrap` with a Node that is installed where it stays',
      )
  }
  return launcher
}
