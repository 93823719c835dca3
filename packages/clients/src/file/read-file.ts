import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs'
import { dirname } from 'node:path'
import { WRAP_LIMITS } from '../limits.ts'
import { wrapError, type WrapErrorCode } from '../wrap-error.ts'

/** A configuration as it lies on the disk. */
export interface ConfigFile {
  /** The path it was found under. */
  readonly path: string
  /** The file itself, behind any symbolic links. */
  readonly target: string
  readonly bytes: Buffer
  readonly text: string
}

/** Reads a configuration whole: a regular UTF-8 file of bounded size. */
export function readConfigFile(path: string): ConfigFile {
  const target = resolveTarget(path)
  const bytes = readBytes(target)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { path, target, bytes, text }
  } catch (cause) {
    throw wrapError('WRAP_FILE_NOT_UTF8', `\`${path}\` is not UTF-8; leaving it as it is`, {
      file: path,
      help: 'save it as UTF-8 and run the command again',
      cause,
    })
  }
}

/** The bytes of a regular file, without waiting on pipes and devices. */
export function readBytes(file: string): Buffer {
  const descriptor = attempt(file, () => openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)))
  try {
    const stats = fstatSync(descriptor)
    checkKind(file, stats)
    return attempt(file, () => readFileSync(descriptor))
  } finally {
    closeSync(descriptor)
  }
}

/** Refuses a file or folder that somebody has marked read-only; root may write those too, and must not. */
export function checkWritable(file: string): void {
  const folder = dirname(file)
  const blocked = [file, folder].find((path) => {
    if ((statSync(path).mode & 0o222) === 0) return true
    try {
      accessSync(path, constants.W_OK)
      return false
    } catch {
      return true
    }
  })
  if (blocked === undefined) return
  throw wrapError('WRAP_FILE_READ_ONLY', `\`${blocked}\` is read-only; leaving \`${file}\` as it is`, {
    file,
    help: `make \`${blocked}\` writable for you and run the command again`,
  })
}

function resolveTarget(path: string): string {
  return attempt(path, () => realpathSync(path))
}

function checkKind(file: string, stats: Stats): void {
  const refuse = (code: WrapErrorCode, what: string, help: string): never => {
    throw wrapError(code, `\`${file}\` ${what}; leaving it as it is`, { file, help })
  }
  if (!stats.isFile()) refuse('WRAP_FILE_NOT_REGULAR', 'is not a regular file', 'name a file with --config')
  if (stats.size > WRAP_LIMITS.configBytesMax) {
    const most = `${WRAP_LIMITS.configBytesMax / 1024 / 1024} MiB`
    refuse('WRAP_FILE_TOO_LARGE', `is larger than ${most}`, 'put Kvlar in front of its servers by hand')
  }
  if (stats.nlink > 1) {
    const help = 'make it a file of its own, or a symbolic link, and run the command again'
    refuse('WRAP_FILE_HARD_LINKED', 'has a second hard link, which would keep the old text', help)
  }
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    const missing =
      cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
    if (missing) {
      throw wrapError('WRAP_FILE_MISSING', `\`${file}\` does not exist; nothing to change`, {
        file,
        help: 'check the path, or start the client once so that it writes the file',
        cause,
      })
    }
    throw wrapError('WRAP_FILE_UNREADABLE', `\`${file}\` cannot be read; leaving it as it is`, {
      file,
      help: 'check that you may read it, and that its symbolic links lead somewhere',
      cause,
    })
  }
}
