import { bareUrl } from './bare-url.ts'

/** Schemes that need nothing behind their colon to be one: what stands there runs or is read. */
const BARE_SCHEMES = 'data|javascript|vbscript'

/** Schemes that browsers read with one slash or none. */
const LOOSE_SCHEMES = 'ftp|wss?'

/**
 * Schemes by which something is fetched, opened or connected to, so that a name of one label behind them is a host.
 * Behind any other it can be what a server calls its own resource: `memo://insights`.
 */
const REACHING =
  /^(?:about|amqps?|blob|bolt|cassandra|cifs|clickhouse|coaps?|dict|elasticsearch|etcd|expect|feed|file|filesystem|ftps?|git|gopher|grpcs?|httpu|imaps?|irc[s6]?|jar|jdbc|kafka|ldaps?|mariadb|memcached?|mongodb|mqtts?|mssql|mysql|nats|neo4j|netdoc|nfs|ogg|oracle|phar|php|pop3s?|postgres(?:ql)?|rdp|rediss?|rsync|rtmps?|rtsps?|scp|sftp|sips?|smb|smtps?|socks[45]?[ah]?|sqlserver|ssh|stun|svn|tcp|telnet|tftp|tls|turns?|udp|unix|view-source|vnc|vscode-remote|wss?|xmpp|zip)$/i

/** Schemes in front of one another (`view-source:https://…`, `jdbc:mysql://…`) and two slashes. */
const SLASHED = /^((?:[a-z][a-z0-9+.-]{1,31}:){1,4})[/\\]{2}([^\s/\\?#]*)/i

const WEB = /^(?:[a-z0-9.-]{1,16}\+)?https?:/i

const BARE = new RegExp(
  `^(?:(?:${BARE_SCHEMES}):(?=\\S)|file:(?=[/\\\\])|(?:${LOOSE_SCHEMES}):(?=[/\\\\[]|[^\\s/:]{1,253}\\.[^\\s]))`,
  'i',
)

/** In front of a URL of another scheme, or of a path of this machine. */
const WRAPPING = /^(?:view-source|feed|filesystem|jar|blob):(?:https?|wss?|ftp|file|data):\S|^netdoc:[/\\]/i

/** A scheme and what stands behind it, without slashes. */
const UNSLASHED = /^([a-z][a-z0-9+.-]{1,31}):(?=[^\s/\\])/i

/** Schemes that are no names of images, branches or fields, so that a name with dots behind them is a host. */
const NAMING =
  /^(?:cifs|dict|ftps?|gopher|imaps?|ldaps?|nfs|pop3s?|rsync|rtmps?|rtsps?|scp|sftp|smb|smtps?|ssh|telnet|tftp)$/i
const NAME = '(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,63}\\.?'
const NAMED = new RegExp(`^(?:[^\\s/?#@]{1,255}@)?${NAME}(?::[0-9]{1,5})?(?:[/?#]|$)`, 'i')
/** A name with dots that is neither a file nor a version: somebody before it, a path behind, an end that files have not. */
const PLAIN_NAMED = new RegExp(
  `^(?:[^\\s/?#@]{1,255}@${NAME}(?:[:/?#]|$)|${NAME}(?::[0-9]{1,5})?/` +
    '|(?:[a-z0-9-]{1,63}\\.){1,8}(?:com|org|net|io|dev|edu|gov|info|biz|example)(?::[0-9]{1,5})?$)',
  'i',
)

/** How an item of a list begins that is a URL of another scheme than http and https. */
export const FOREIGN_START = `(?:${BARE_SCHEMES}):\\S|file:[/\\\\]|[a-z][a-z0-9+.-]{1,31}:(?:[a-z][a-z0-9+.-]{1,31}:)?[/\\\\]{2}`

/** Whether a text begins with a scheme and two slashes, be it the name of a resource. */
export function isSlashed(text: string): boolean {
  return SLASHED.test(text)
}

/** Whether a text begins as a URL whose scheme is not http or https, and that goes to a host or runs something. */
export function isForeignUrl(text: string): boolean {
  if (BARE.test(text) || WRAPPING.test(text)) return true
  if (WEB.test(text)) return false
  if (isUnslashed(text)) return true
  const [, schemes, authority = ''] = SLASHED.exec(text) ?? []
  if (schemes === undefined) return false
  const isReaching = schemes.split(/[:+]/).some((scheme) => REACHING.test(scheme))
  return isReaching || isHost(authority)
}

/** `ldap:127.0.0.1`, `ssh:me@host.example`, for which clients need no slashes. */
function isUnslashed(text: string): boolean {
  const [start = '', scheme = ''] = UNSLASHED.exec(text) ?? []
  if (!REACHING.test(scheme)) return false
  const rest = text.slice(start.length)
  return bareUrl(rest) !== undefined || (NAMING.test(scheme) ? NAMED : PLAIN_NAMED).test(rest)
}

/** An address, a name with dots, user-info or an escape: what names of resources do not have. */
function isHost(authority: string): boolean {
  return /[.@%[]|[^\0-\x7f]/.test(authority) || bareUrl(authority.replace(/:[0-9]{1,5}$/, '')) !== undefined
}
