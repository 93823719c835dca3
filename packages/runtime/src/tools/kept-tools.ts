import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readOwnerFile, replaceFile } from '@kvlar/core/node'
import { toolsFolder } from '../places/own-places.ts'

/** What a server listed last to one of its clients, and under which policies. */
export interface KeptTools {
  /** The name that its proxy was given; absent where it was given none. */
  readonly server?: string
  /** Files, in the order in which they are asked. */
  readonly policies: readonly string[]
  readonly listedAtMs: number
  readonly tools: number
  readonly unnamed: number
  /** The first of the unnamed, clipped: names are the server's to choose. */
  readonly names: readonly string[]
}

/** How a proxy runs; equal ones keep one list between them. */
export interface ProxyRun {
  readonly server: string | undefined
  readonly command: string
  readonly args: readonly string[]
  readonly agentId: string
  readonly policies: readonly string[]
}

const FILES_MAX = 256
const FILE_BYTES_MAX = 128 * 1024
const NAMES_MAX = 100
const NAME_CHARS_MAX = 128
/** A server that nobody has started for so long is no server of today. */
const AGE_MS_MAX = 90 * 86_400_000
const FORMAT = 1

/**
 * Keeps what a server has listed, for `kvlar status`. A file for each way to run a proxy, replaced whole: proxies that
 * run alike say the same, and no other writes there.
 * @throws the system's error when it cannot be written
 */
export async function keepTools(
  run: ProxyRun,
  counted: { readonly tools: number; readonly unnamed: readonly string[] },
  nowMs: number,
): Promise<void> {
  const folder = toolsFolder()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = counted.unnamed
    .slice(0, NAMES_MAX)
    .map((name) => name.slice(0, NAME_CHARS_MAX).toWellFormed())
  const kept = {
    format: FORMAT,
    server: run.server,
    policies: run.policies,
    listed_at_ms: nowMs,
    tools: counted.tools,
    unnamed: counted.unnamed.length,
    names,
  }
  await replaceFile(join(folder, fileName(run)), `${JSON.stringify(kept)}\n`, 'hint')
  await forgetOldest(folder)
}

/** What servers listed last, the newest first; of a server under the same policies the newest alone. */
export async function readKeptTools(nowMs: number): Promise<readonly KeptTools[]> {
  const folder = toolsFolder()
  const names = await readdir(folder).catch(() => [])
  const read = names
    .filter((name) => FILE_NAME.test(name))
    .slice(0, 2 * FILES_MAX)
    .map((name) => readKept(join(folder, name)))
  const found = (await Promise.all(read)).flatMap((kept) => kept ?? [])
  const newest = new Map<string, KeptTools>()
  for (const kept of found.toSorted((a, b) => b.listedAtMs - a.listedAtMs)) {
    const key = JSON.stringify([kept.server, kept.policies])
    if (nowMs - kept.listedAtMs <= AGE_MS_MAX && !newest.has(key)) newest.set(key, kept)
  }
  return [...newest.values()]
}

const FILE_NAME = /^[0-9a-f]{32}\.json$/

/** By digest: a command line may hold what is nobody's to read, and makes no name of a file. */
function fileName({ server, command, args, agentId, policies }: ProxyRun): string {
  const run = JSON.stringify([server ?? null, command, args, agentId, policies])
  return `${createHash('sha256').update(run).digest('hex').slice(0, 32)}.json`
}

/** Undefined for what is no such file: there is less to say then, and nothing else depends on it. */
async function readKept(path: string): Promise<KeptTools | undefined> {
  const file = await readOwnerFile(path, FILE_BYTES_MAX)
  if (!file.ok) return undefined
  try {
    return keptOf(JSON.parse(file.text))
  } catch {
    return undefined
  }
}

function keptOf(value: unknown): KeptTools | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { format, server, policies, listed_at_ms: listedAtMs, tools, unnamed, names } = value as Said
  if (format !== FORMAT || !isCount(listedAtMs) || !isCount(tools) || !isCount(unnamed)) return undefined
  if (!isTexts(policies) || !isTexts(names) || (server !== undefined && typeof server !== 'string'))
    return undefined
  return { ...(server !== undefined && { server }), policies, listedAtMs, tools, unnamed, names }
}

/** What a file may say, of whatever type. */
type Said = Readonly<
  Record<'format' | 'server' | 'policies' | 'listed_at_ms' | 'tools' | 'unnamed' | 'names', unknown>
>

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** Also of what a proxy left behind that was killed while it wrote. */
async function forgetOldest(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (names.length <= FILES_MAX) return
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      return {
        path,
        writtenMs: await stat(path).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      }
    }),
  )
  const old = files.toSorted((a, b) => b.writtenMs - a.writtenMs).slice(FILES_MAX)
  await Promise.all(old.map(({ path }) => rm(path, { force: true })))
}
