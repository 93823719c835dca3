import type { Member, ObjectNode, SyntaxNode } from '../formats/syntax-node.ts'
import { uniqueMembers } from '../formats/unique-members.ts'
import type { ConfigPath } from '../formats/value/config-value.ts'
import type { ClientFile, Spelling } from '../known/client.ts'
import { listed, type ServerEntry } from './locate-servers.ts'

export interface Discovered {
  /** Entries of a place that is named as places of servers are. */
  readonly servers: readonly ServerEntry[]
  /** What looks like a server and stands where nobody is known to keep one. */
  readonly strays: readonly ServerEntry[]
}

/** Keys of lists of servers, in whatever spelling; `servers` only where something above it speaks of MCP. */
const PLACES = new Set(['mcpservers', 'contextservers', 'modelcontextprotocolservers'])

/** Keys below which commands stand that are no servers: hooks, tasks, language servers, agents. */
const OTHERS = new Set(
  (
    'hooks tasks keybindings keymap launch configurations statusline history lsp languages languageservers ' +
    'formatter formatters linters agentservers auth modelproviders terminal debuggers scripts commands inputs'
  ).split(' '),
)

/** Types of entries that start something else than a server. */
const OTHER_TYPES = new Set(['command', 'shell', 'process', 'prompt'])

/**
 * Finds the servers at other places than those of the client: below a key that is named for them, or as all that the file
 * holds. Whatever else starts a command as a server does is a stray, so that none goes unsaid.
 *
 * In a file that is mostly about other things only what stands near a word on MCP is meant, and in the file of a client
 * that is known nothing inside of lists: it reads no servers there.
 */
export function discoverServers(
  root: SyntaxNode,
  known: readonly ServerEntry[],
  { isMixed = false, isAnySpelling: isUnknown = false }: Pick<ClientFile, 'isMixed' | 'isAnySpelling'>,
): Discovered {
  const seen = new Set(known.map(({ node }) => node))
  const servers: ServerEntry[] = []
  const strays: ServerEntry[] = []

  const visit = (node: SyntaxNode, path: ConfigPath): void => {
    if (seen.has(node) && (node.kind !== 'object' || isEntry(node))) return
    if (node.kind === 'array' && isPlace(path)) add(listed(node.items, path))
    else if (node.kind === 'array') {
      if (isUnknown) node.items.forEach(({ value }, index) => visit(value, [...path, index]))
    } else if (node.kind === 'object') {
      if (isStray(node, path)) strays.push({ name: nameAt(path), path, node })
      for (const member of node.members) visitMember(member, path)
    }
  }
  const isStray = (node: ObjectNode, path: ConfigPath): boolean => {
    if (isUnknown) return hasCommand(node)
    return isServerAt(node, path) && (!isMixed || speaksOfMcp(path))
  }
  const visitMember = ({ key, value }: Member, parent: ConfigPath): void => {
    const path = [...parent, key]
    if (isPlace(parent) && value.kind === 'object' && isEntry(value)) add([{ name: key, path, node: value }])
    else if (!OTHERS.has(plain(key)) || isPlace(parent)) visit(value, path)
  }
  const add = (entries: readonly ServerEntry[]): void => {
    servers.push(...entries.filter(({ node }) => !seen.has(node)))
  }

  visit(root, [])
  const isAll = known.length === 0 && servers.length === 0 && !isMixed && holdsServersOnly(root)
  return isAll ? { servers: entriesOf(root), strays: [] } : { servers, strays }
}

/** How an entry that no client is known for spells its command line. */
export function spellingOf(node: SyntaxNode, usual: Spelling): Spelling {
  if (node.kind !== 'object') return usual
  const [key, value] = commandOf(node) ?? []
  if (key === undefined || value === undefined) return usual
  return value.kind === 'array' ? { kind: 'argv', key } : { kind: 'split', command: key, args: 'args' }
}

function commandOf(node: ObjectNode): readonly [string, SyntaxNode] | undefined {
  const found = node.members.find(({ key, value }) => isCommandKey(key) && startsSomething(value))
  return found && [found.key, found.value]
}

function isCommandKey(key: string): boolean {
  return key === 'command' || key === 'cmd'
}

function startsSomething(value: SyntaxNode): boolean {
  switch (value.kind) {
    case 'scalar':
      return value.string !== undefined && value.string !== ''
    case 'array':
      return value.items.length > 0
    case 'object':
      return value.members.some(({ key }) => key === 'path' || key === 'command')
    case 'opaque':
      return true
  }
}

function hasCommand(node: ObjectNode): boolean {
  const isOther = node.members.some(
    ({ key, value }) => key === 'type' && value.kind === 'scalar' && OTHER_TYPES.has(value.string ?? ''),
  )
  const transport = node.members.find(({ key }) => key === 'transport')?.value
  return (
    !isOther && (commandOf(node) !== undefined || (transport?.kind === 'object' && hasCommand(transport)))
  )
}

function isEntry(node: ObjectNode): boolean {
  return hasCommand(node) || hasAddress(node)
}

function hasAddress(node: ObjectNode): boolean {
  return node.members.some(({ key }) => /^(?:url|serverUrl|httpUrl|uri)$/.test(key))
}

/** A command by itself is a server only at the top or near a word on MCP; elsewhere it has what servers have besides. */
function isServerAt(node: ObjectNode, path: ConfigPath): boolean {
  if (!hasCommand(node)) return false
  if (path.length <= 1 || speaksOfMcp(path) || isPlace(path.slice(0, -1))) return true
  return node.members.some(
    ({ key, value }) =>
      (key === 'args' && value.kind !== 'scalar') ||
      (key === 'env' && value.kind === 'object') ||
      (key === 'type' && value.kind === 'scalar' && /^(?:stdio|local)$/.test(value.string ?? '')) ||
      (isCommandKey(key) && value.kind === 'array'),
  )
}

/** Nothing but servers: a map of them, or a list. */
function holdsServersOnly(root: SyntaxNode): boolean {
  const values = root.kind === 'array' ? root.items.map(({ value }) => value) : []
  const members = root.kind === 'object' ? uniqueMembers(root).map(({ value }) => value) : []
  const objects = [...values, ...members].filter(({ kind }) => kind === 'object' || kind === 'array')
  return objects.length > 0 && objects.every((node) => node.kind === 'object' && isEntry(node))
}

function entriesOf(root: SyntaxNode): readonly ServerEntry[] {
  if (root.kind === 'array') return listed(root.items, [])
  if (root.kind !== 'object') return []
  return root.members
    .filter(({ value }) => value.kind === 'object')
    .map(({ key, value }) => ({ name: key, path: [key], node: value }))
}

function isPlace(path: ConfigPath): boolean {
  const words = wordsOf(path)
  const last = words.at(-1) ?? ''
  if (PLACES.has(last)) return true
  if (last === 'mcp') return true
  return last === 'servers' && (words.length === 1 || speaksOfMcp(path))
}

function speaksOfMcp(path: ConfigPath): boolean {
  return wordsOf(path).some((word) => word.includes('mcp') || PLACES.has(word))
}

/** Settings write several keys as one with dots. */
function wordsOf(path: ConfigPath): readonly string[] {
  return path.flatMap((key) => (typeof key === 'string' ? key.split('.').map(plain) : []))
}

function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[-_ ]/g, '')
}

function nameAt(path: ConfigPath): string {
  return path.findLast((key) => typeof key === 'string') ?? ''
}
