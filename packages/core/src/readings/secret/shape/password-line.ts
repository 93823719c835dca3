import { isPassword } from './named-value.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

const SETTING = { isText: true, isSetting: true } as const

/** `host:port:database:user:password` of PostgreSQL's `.pgpass`, from the port on; a colon in a field is escaped. */
const PGPASS =
  /:(?:[0-9]{2,5}|\*):(?:\*|[A-Za-z_][\w.-]{0,62}):(?:\*|[A-Za-z_][\w.-]{0,62}):((?:\\[\\:]|[^\s:\\]){3,128})(?=[ \t]{0,8}(?:[\r\n"']|$))/y
const PGPASS_HOST = /(?:^|\n)[ \t]{0,8}(?:\*|[\w./-]{1,255})$/
const HOST_CHARS_MAX = 264

/** The ports of PostgreSQL and of its poolers. */
const PORTS = [':5432:', ':5433:', ':6432:', ':6543:', ':*:']

/** User and password of a request, behind the program that makes it. */
const USER_OPTION =
  /(?:^|\s)(?:-u|--user|--proxy-user|-U)(?:[ =]|(?=["']))?["']?([^\s:"'$]{1,64}):([^\s"']{3,128})/g
const COMMAND_CHARS = 512

/** Programs that take a password behind a letter, and whether a blank may come between. */
const PASSWORD_OPTIONS: readonly (readonly [program: string, option: RegExp])[] = [
  ...['mysql', 'mysqldump', 'mysqladmin', 'mysqlimport', 'mariadb', 'mariadb-dump'].map(
    (program) => [program, /(?:^|\s)-p["']?([^\s"'$]{3,128})/g] as const,
  ),
  ...['sshpass', 'mongo', 'mongosh', 'mongodump', 'docker login', 'podman login', 'helm registry login'].map(
    (program) => [program, /(?:^|\s)-p[ =]?["']?([^\s"'$]{3,128})/g] as const,
  ),
  ['redis-cli', /(?:^|\s)-a[ =]?["']?([^\s"'$]{3,128})/g],
]

const IDENTIFIED = /identified[ \t]{1,4}by[ \t]{1,4}(?:password[ \t]{1,4})?["']([^\s"']{3,128})["']/iy

const WIREGUARD = /(?:PrivateKey|PresharedKey)[ \t]{0,8}=[ \t]{0,8}([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)/y

export const PASSWORD_LINE_ANCHORS: readonly Anchor[] = [
  ...PORTS.map((text): Anchor => ({ text, read: readPgpass })),
  { text: 'curl ', read: readCommand },
  ...PASSWORD_OPTIONS.map(([program, option]): Anchor => ({
    text: `${program} `,
    read: (source, at, found) => {
      const { from, to } = source.unread(program, at + program.length, at + COMMAND_CHARS)
      const line = source.text.slice(from, to).split(/\n|\s[;|&]/, 1)[0] ?? ''
      for (const { 0: whole, 1: password = '', index } of line.matchAll(option)) {
        const end = from + index + whole.length
        if (isPassword(password, SETTING)) found('named_secret', end - password.length, end)
      }
    },
  })),
  { text: 'identified ', ignoresCase: true, read: readIdentified },
  ...['PrivateKey', 'PresharedKey'].map((text): Anchor => ({ text, read: readWireGuard })),
]

function readPgpass(source: SecretText, at: number, found: Found): void {
  const match = source.match(PGPASS, at)
  const password = match?.[1]
  if (match === undefined || password === undefined || !isPassword(password, SETTING)) return
  if (!PGPASS_HOST.test(source.text.slice(Math.max(0, at - HOST_CHARS_MAX), at))) return
  const end = at + match[0].length
  found('named_secret', end - password.length, end)
}

function readCommand(source: SecretText, at: number, found: Found): void {
  const { from, to } = source.unread('curl', at, at + COMMAND_CHARS)
  for (const { 0: whole, 2: password = '', index } of source.text.slice(from, to).matchAll(USER_OPTION)) {
    const end = from + index + whole.length
    if (isPassword(password, SETTING)) found('named_secret', end - password.length, end)
  }
}

function readIdentified(source: SecretText, at: number, found: Found): void {
  const match = source.match(IDENTIFIED, at)
  const password = match?.[1]
  if (match === undefined || password === undefined || !isPassword(password, SETTING)) return
  const end = at + match[0].length - 1
  found('named_secret', end - password.length, end)
}

function readWireGuard(source: SecretText, at: number, found: Found): void {
  const match = source.match(WIREGUARD, at)
  const key = match?.[1]
  if (match !== undefined && key !== undefined)
    found('private_key', at + match[0].length - key.length, at + match[0].length)
}
