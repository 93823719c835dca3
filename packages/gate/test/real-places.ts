import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { agentPrincipal, type Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { createFloor, type Floor } from '@kvlar/gate'

/** A home folder with files of Kvlar on the disk, beside the folder that a server runs in. */
export class RealPlaces {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'floor-')))
  readonly home = join(this.root, 'home')
  readonly cwd = join(this.root, 'work')
  readonly key = join(this.home, '.kvlar', 'keys', 'k')
  readonly protectedPaths = [join(this.home, '.kvlar'), join(this.home, '.local', 'state', 'kvlar')]
  readonly env = {
    HOME: this.home,
    USER: basename(this.home),
    LOGNAME: basename(this.home),
    XDG_STATE_HOME: join(this.home, '.local', 'state'),
    PWD: this.cwd,
    ROOT: this.root,
    KEYS: dirname(this.key),
    PART: '.kv',
    NONE: '',
  }
  readonly floor: Floor

  constructor() {
    mkdirSync(dirname(this.key), { recursive: true })
    mkdirSync(join(this.home, '.local', 'state', 'kvlar', 'audit'), { recursive: true })
    mkdirSync(this.cwd)
    writeFileSync(this.key, 'secret')
    symlinkSync(this.home, join(this.cwd, 'up'))
    symlinkSync(dirname(this.key), join(this.cwd, '[id]'))
    symlinkSync(this.home, join(this.cwd, 'l8*'))
    symlinkSync(this.home, join(this.cwd, 'l?9'))
    const odd = join(this.home, '.kvlar', '\\..\\..\\x')
    writeFileSync(odd, 'secret')
    symlinkSync(odd, join(this.cwd, 'odd'))
    const { cwd, home, env, protectedPaths } = this
    this.floor = createFloor({ cwd, home, env, protectedPaths, roots: [cwd], resolveLinks: realOf })
  }

  /** Whether a path of this machine, as written, leads into Kvlar's files. */
  leadsInside(path: string): boolean {
    if (path.includes('\0')) return false
    const real = realOf(resolve(this.cwd, path))
    return this.protectedPaths.some((one) => real === one || real.startsWith(one + sep))
  }

  /** What Python makes of each text: variables, then `.` and `..`. */
  expanded(texts: readonly string[]): readonly string[] {
    const script =
      'import json, os, sys; print(json.dumps([os.path.abspath(os.path.expandvars(t)) for t in json.load(sys.stdin)]))'
    const { stdout, stderr } = spawnSync('python3', ['-c', script], {
      cwd: this.cwd,
      env: { PATH: process.env['PATH'], ...this.env },
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
    })
    if (stderr !== '') throw new Error(stderr)
    return JSON.parse(stdout) as string[]
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** Not on every machine. */
export const hasPython = spawnSync('python3', ['--version']).status === 0

/** The real path of what is there, and the names of what is not. */
function realOf(path: string): string {
  if (existsSync(path) || path === dirname(path)) return realpathSync(path)
  return join(realOf(dirname(path)), basename(path))
}

export function call(resource: string, parameters: JsonObject): Action {
  return { type: 'tool_call', resource, parameters, agentId: 'a', principal: agentPrincipal('a') }
}

/** Where servers look for one path. */
export const PLACES: readonly (readonly [string, (text: string) => JsonObject])[] = [
  ['read_file', (path) => ({ path })],
  ['write_file', (path) => ({ path, content: 'x' })],
  ['read_multiple_files', (path) => ({ paths: ['a.txt', path] })],
  ['move_file', (source) => ({ source, destination: 'b.txt' })],
  ['copy', (destination) => ({ source: 'b.txt', destination })],
  ['list_directory', (dir) => ({ dir })],
  ['get', (q) => ({ q })],
  ['run', (text) => ({ args: ['--verbose', text] })],
  ['apply', (file) => ({ edits: [{ change: { file } }] })],
]
