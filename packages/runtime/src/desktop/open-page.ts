import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOnce } from '@kvlar/core/node'
import { whyOf } from '../notice.ts'
import { doorFolder } from '../places/own-places.ts'
import { desktopSession, type Desktop } from './session.ts'
import { startProgram, type ProgramCall } from './start-program.ts'

/** A page that is served, as `startReviewerServer` says where it is. */
export interface OpenablePage {
  readonly url: string
  /** Signs whoever opens it in; it holds the token. */
  readonly signInUrl?: string
}

export interface OpenedPage {
  /** Why no browser was opened; absent when one was. */
  readonly why?: string
  /** Takes away what the browser was started with, if it is still there. */
  readonly close: () => Promise<void>
}

/** How long a program may take to say that it cannot. */
const START_MS_MAX = 3000
/** How long a browser may take to read what it was started with. */
const DOOR_MS_MAX = 60_000

/**
 * Opens a page in the browser of the person who sits here.
 *
 * INVARIANT: the token is in no argument of a program. It is read from a file for its owner alone that leads on to the
 * page; a page that signs nobody in is opened by its address.
 */
export async function openPage({ url, signInUrl }: OpenablePage): Promise<OpenedPage> {
  const nothing = { close: () => Promise.resolve() }
  const desktop = desktopSession()
  if (desktop === undefined) return { ...nothing, why: 'nobody sits at a desktop here' }
  try {
    const door = signInUrl === undefined ? undefined : await makeDoor(signInUrl)
    const why = await startProgram(opener(desktop, door ?? url), START_MS_MAX)
    const close = async (): Promise<void> => (door === undefined ? undefined : rm(door, { force: true }))
    if (why === undefined) {
      setTimeout(() => void close().catch(() => undefined), DOOR_MS_MAX).unref()
      return { close }
    }
    await close()
    return { ...nothing, why }
  } catch (error) {
    return { ...nothing, why: whyOf(error) }
  }
}

/** Programs that take one address and no shell. */
function opener(desktop: Desktop, target: string): ProgramCall {
  switch (desktop) {
    case 'linux':
      return { command: 'xdg-open', args: [target] }
    case 'mac':
      return { command: 'open', args: [target] }
    case 'windows':
      // `start` is a word of a shell, which would read `&` and `%` in an address.
      return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', target] }
  }
}

/** One that a process left behind which was killed, and not one that a browser is about to read. */
async function forgetOld(door: string): Promise<void> {
  const found = await stat(door).catch(() => undefined)
  if (found !== undefined && Date.now() - found.mtimeMs > DOOR_MS_MAX) await rm(door, { force: true })
}

/** A page of one line that goes on to another, for its owner alone. */
async function makeDoor(signInUrl: string): Promise<string> {
  const folder = doorFolder()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) await forgetOld(join(folder, name))
  const door = join(folder, `${randomBytes(16).toString('hex')}.html`)
  const address = JSON.stringify(signInUrl).replaceAll('<', '\\u003c')
  await writeOnce(
    door,
    `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Kvlar</title><script>location.replace(${address})</script>\n`,
  )
  return door
}
