import { resolve } from 'node:path'
import type { HeardTools, Identity } from '@kvlar/proxy'
import { visibleText } from '@kvlar/core/text'
import { whyOf, type Tell } from '../notice.ts'
import type { RunningKvlar } from '../running-kvlar.ts'
import { keepTools, type ProxyRun } from './kept-tools.ts'
import { countTools, toolCountText } from './tool-count.ts'

export interface HearToolsOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly identity: Identity
  readonly tell: Tell
}

const SERVER_CHARS_MAX = 64

/**
 * Says how many tools a server has and how many of them no rule of the policies was written for, again only when that
 * changes, and keeps it for `kvlar status`. Whoever waits for the list does not wait for this.
 */
export function hearTools(
  kvlar: Pick<RunningKvlar, 'engine' | 'policies'>,
  { command, args, identity, tell }: HearToolsOptions,
): HeardTools {
  const { server, agentId } = identity
  let told: string | undefined
  let keeping = Promise.resolve()
  let isFailing = false

  const hear = (names: readonly string[]): void => {
    // A server of resources alone; whoever asks it no more than that leaves nothing behind.
    if (names.length === 0 && told === undefined) return
    const counted = countTools(names, kvlar.engine, identity)
    const policies = kvlar.policies.map(({ file }) => (file.startsWith('<') ? file : resolve(file)))
    const run: ProxyRun = { server, command, args, agentId, policies }
    const text = toolCountText(counted.tools, counted.unnamed.length)
    if (text !== told) tell({ severity: 'note', text: `${nameOf(server)} lists ${text}` })
    told = text
    // One after the other, so that the last list is the one that stays.
    keeping = keeping
      .then(() => keepTools(run, counted, Date.now()))
      .then(
        () => void (isFailing = false),
        (error: unknown) => {
          if (!isFailing)
            tell({
              severity: 'warning',
              text: `\`kvlar status\` will not know of these tools: ${whyOf(error)}`,
            })
          isFailing = true
        },
      )
  }
  return (names) => void setImmediate(hear, names)
}

function nameOf(server: string | undefined): string {
  if (server === undefined) return 'the server'
  const clipped = server.length > SERVER_CHARS_MAX ? `${server.slice(0, SERVER_CHARS_MAX)}…` : server
  return `\`${visibleText(clipped.toWellFormed())}\``
}
