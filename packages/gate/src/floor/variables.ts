import { LIMITS } from '../limits.ts'
import type { PathBase } from './rooted.ts'

/** What variables and their defaults make of texts. */
export interface Variables {
  /** The text and what servers expand it to; undefined where that has no end. */
  readonly forms: (text: string) => readonly string[] | undefined
  /** What stands behind the last variable of which nobody knows what it is. */
  readonly behindUnknown: (text: string) => string | undefined
  /** Says of a text whether it could name a variable whose value does. */
  readonly naming: (does: (value: string) => boolean) => (text: string) => boolean
}

/** `$NAME`, `${NAME}` with what shells add to it, PowerShell's `$env:NAME`, and Windows' `%NAME%`. */
const VARIABLE = /\$(?:env:)?([A-Za-z_]\w*)|\$\{([^{}]*)\}|%([^%/\\]+)%/gi

const ABSOLUTE = /^(?:[/\\]|[a-z]:)/i

/** What a shell takes where there is no value. */
const DEFAULT = /^\w+:?[-=](.*)$/s

/** Percent-encoding with more of it behind, `%2e%2e`, and no name of a variable that nobody set. */
const TRIPLET = /^%[0-9a-f]{2}%$/i

/** A value may hold a variable itself. */
const ROUNDS_MAX = 3

export function createVariables(base: PathBase): Variables {
  const said = new Map(Object.entries(base.env ?? {}).map(([name, value]) => [name.toUpperCase(), value]))
  const usual = new Map(Object.entries(usualValues(base)))
  const saidOf = (name: string): string | undefined => said.get(name.toUpperCase()) ?? said.get(nameIn(name))
  const usualOf = (name: string): string | undefined => usual.get(nameIn(name))
  /** As Python does, which leaves what it does not know; and as a shell does, which leaves its default or nothing. */
  const asSaid = (name: string, whole: string): string => saidOf(name) ?? usualOf(name) ?? whole
  const asUsual = (name: string, whole: string): string =>
    usualOf(name) ?? saidOf(name) ?? DEFAULT.exec(name)?.[1] ?? (TRIPLET.test(whole) ? whole : '')
  return {
    forms(text) {
      if (!/[$%]/.test(text)) return [text]
      const found = [asSaid, asUsual].map((valueFor) => expanded(text, valueFor))
      return found.every((form) => form !== undefined) ? [...new Set([text, ...found])] : undefined
    },
    behindUnknown(text) {
      let rest: string | undefined
      if (!/[$%]/.test(text)) return rest
      for (const match of text.matchAll(VARIABLE)) {
        const name = nameOf(match)
        if ((saidOf(name) ?? usualOf(name)) === undefined) rest = text.slice(match.index + match[0].length)
      }
      return rest
    },
    naming(does) {
      const names = [...said, ...usual].flatMap(([name, value]) =>
        value !== undefined && does(value) ? [name] : [],
      )
      return (text) => {
        if (names.length === 0 || !/[$%]/.test(text)) return false
        const upper = text.toUpperCase()
        return names.some((name) => upper.includes(name))
      }
    },
  }
}

/** What the usual variables are where nobody says what they are. */
function usualValues({ cwd, home }: PathBase): Readonly<Record<string, string>> {
  const user = home.split(/[\\/]/).findLast((name) => name !== '') ?? ''
  return {
    HOME: home,
    USERPROFILE: home,
    USER: user,
    LOGNAME: user,
    USERNAME: user,
    PWD: cwd,
    HOMEDRIVE: /^[a-z]:/i.exec(home)?.[0] ?? '',
    HOMEPATH: home.replace(/^[a-z]:/i, ''),
    XDG_STATE_HOME: `${home}/.local/state`,
    XDG_DATA_HOME: `${home}/.local/share`,
    XDG_CONFIG_HOME: `${home}/.config`,
    XDG_CACHE_HOME: `${home}/.cache`,
    APPDATA: `${home}/AppData/Roaming`,
    LOCALAPPDATA: `${home}/AppData/Local`,
  }
}

function nameOf([, plain, braced, percent]: RegExpExecArray): string {
  return plain ?? braced ?? percent ?? ''
}

/** `env:HOME`, `HOME:-x` and `HOME%/` are `HOME`; `ProgramFiles(x86)` is all a name. */
function nameIn(text: string): string {
  return (/^(?:env[:.])?([A-Za-z_]\w*)(?![\w(])/i.exec(text)?.[1] ?? text).toUpperCase()
}

function expanded(text: string, valueFor: (name: string, whole: string) => string): string | undefined {
  let current = text
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    let room = LIMITS.floorExpandedCharsMax
    const before = current
    const next = before.replace(VARIABLE, (whole: string, ...groups: (string | number | undefined)[]) => {
      const [plain, braced, percent, offset] = groups
      const value = valueFor(String(plain ?? braced ?? percent ?? ''), whole)
      // An expression for the text `$HOME`, or a path below a name that is a backslash.
      if (before[Number(offset) - 1] === '\\' && ABSOLUTE.test(value)) return whole
      if (value !== whole) room -= value.length
      return room < 0 ? whole : value
    })
    if (room < 0) return undefined
    if (next === current) return next
    current = next
  }
  return current
}
