import { accessSync, constants, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { shellWord } from '@kvlar/core/text'
import { defaultKeyFolder } from '../places/own-places.ts'
import { messageOf, type Finding } from './finding.ts'

/** Bits that let anybody but the owner in. */
const OTHERS = 0o077

/** The folders in which Kvlar keeps its state: its own user may write them, and nobody else may look into them. */
export function checkFolders(auditFolder: string): readonly Finding[] {
  const keys = defaultKeyFolder()
  return [
    checkFolder('state folder', dirname(keys)),
    checkFolder('key folder', keys),
    checkFolder('audit home', auditFolder),
  ]
}

function checkFolder(about: string, path: string): Finding {
  const word = shellWord(path)
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) {
      accessSync(nearestAbove(path), constants.W_OK | constants.X_OK)
      return { state: 'ok', about, text: `${path} is not there yet; it is made on first use` }
    }
    if (!found.isDirectory())
      return { state: 'bad', about, text: `\`${path}\` is not a folder`, fix: `move ${word} away` }
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    if (!isOpen(found)) return { state: 'ok', about, text: path }
    const text = `other users of this machine may look into \`${path}\``
    return { state: 'bad', about, text, fix: `chmod 700 ${word}` }
  } catch (error) {
    const fix = `see who owns ${word}; until it can be written, calls are denied`
    return { state: 'bad', about, text: messageOf(error), fix }
  }
}

function nearestAbove(path: string): string {
  const above = dirname(path)
  return statSync(above, { throwIfNoEntry: false }) === undefined ? nearestAbove(above) : above
}

/** Windows has no such bits: there the user's own folders are closed by their place. */
function isOpen({ mode }: Stats): boolean {
  return process.platform !== 'win32' && (mode & OTHERS) !== 0
}
