import type { ServerEdit } from '../edit/server-edit.ts'
import type { Splice } from '../edit/splice.ts'
import { quoteString } from '../formats/quote-string.ts'
import type { Member, ObjectNode } from '../formats/syntax-node.ts'
import type { VariablesSite } from '../servers/read-variables.ts'
import { concernsKvlar, isKeptForServer, SERVER_PREFIX } from '../servers/server-variables.ts'

/** The variables of an entry that were renamed, and how; or why they cannot be. */
export type RenamedVariables =
  | { readonly ok: true; readonly names: readonly string[]; readonly edit: ServerEdit }
  | { readonly ok: false; readonly problem: string }

/**
 * Renames what Kvlar would take for its own, so that it reaches the server alone. Only names change, and those only by
 * what is put before them: taking that away gives the very same text.
 *
 * @param isWrapped the entry starts Kvlar already: what is meant for Kvlar in it, somebody has written there
 */
export function keepForServer(
  text: string,
  sites: readonly VariablesSite[],
  isWrapped: boolean,
): RenamedVariables {
  const isMeant = (name: string): boolean =>
    concernsKvlar(name) && !(isWrapped && name.toUpperCase().startsWith('KVLAR_'))
  const problem = sites.map((site) => problemOf(site, isMeant)).find((one) => one !== undefined)
  if (problem !== undefined) return { ok: false, problem }
  return renamed(sites, isMeant, (member) => ({
    name: SERVER_PREFIX + member.key,
    splice: { start: nameStart(text, member), end: nameStart(text, member), text: SERVER_PREFIX },
  }))
}

/** Gives variables that were kept for the server their names again. */
export function giveBack(text: string, sites: readonly VariablesSite[]): RenamedVariables {
  return renamed(sites, isKeptForServer, (member) => {
    const name = member.key.slice(SERVER_PREFIX.length)
    const start = nameStart(text, member)
    const splice = text.startsWith(SERVER_PREFIX, start)
      ? { start, end: start + SERVER_PREFIX.length, text: '' }
      : { start: member.lastKeyStart, end: member.keySpan.end, text: quoteString(name) }
    return { name, splice }
  })
}

function renamed(
  sites: readonly VariablesSite[],
  isMeant: (name: string) => boolean,
  rename: (member: Member) => { readonly name: string; readonly splice: Splice },
): RenamedVariables {
  const found = sites.flatMap(({ path, node, value }) => {
    const members = node.kind === 'object' ? node.members.filter(({ key }) => isMeant(key)) : []
    if (members.length === 0) return []
    const renamings = new Map(members.map((member) => [member.key, rename(member)]))
    const changed = Array.from(value, ([key, one]) => [renamings.get(key)?.name ?? key, one] as const)
    return [{ renamings, change: { path, value: new Map(changed) } }]
  })
  return {
    ok: true,
    names: found.flatMap(({ renamings }) => [...renamings.keys()]),
    edit: {
      splices: found.flatMap(({ renamings }) => Array.from(renamings.values(), ({ splice }) => splice)),
      changes: found.map(({ change }) => change),
    },
  }
}

/** Behind the quotation mark, where the name has one. */
function nameStart(text: string, { lastKeyStart }: Member): number {
  return /["']/.test(text[lastKeyStart] ?? '') ? lastKeyStart + 1 : lastKeyStart
}

function problemOf(
  { key, node, value }: VariablesSite,
  isMeant: (name: string) => boolean,
): string | undefined {
  const name = [...value.keys()].find(isMeant)
  if (name === undefined) return undefined
  const refused = (why: string): string => `\`${key}\` sets \`${name}\`, which Kvlar would obey, and ${why}`
  if (node.kind !== 'object') return refused('is written in a way that cannot be edited in place')
  return isPlain(node, isMeant) ? undefined : refused('holds something like it a second time')
}

/** Each name once, with a value of its own, and free under its new name. */
function isPlain({ members }: ObjectNode, isMeant: (name: string) => boolean): boolean {
  const meant = members.filter(({ key }) => isMeant(key))
  const names = new Set(members.map(({ key }) => key))
  return (
    new Set(meant.map(({ key }) => key)).size === meant.length &&
    meant.every(({ key, value }) => value.kind !== 'object' && !names.has(SERVER_PREFIX + key))
  )
}
