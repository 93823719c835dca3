/** What the names of variables begin with that are meant for Kvlar. */
const OWN_PREFIX = 'KVLAR_'

/**
 * What stands before the name of a variable that is meant for the server alone. A client gives the variables of an entry
 * to whatever the entry starts, which is Kvlar once it is wrapped; under this name Kvlar and Node do not know them.
 */
export const SERVER_PREFIX = `${OWN_PREFIX}SERVER_`

const NAMES = new Set([
  'HOME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'TMPDIR',
  'TMP',
  'TEMP',
  'PATH',
  'PATHEXT',
  'COMSPEC',
  'SYSTEMROOT',
  'WINDIR',
  'GCONV_PATH',
  'GLIBC_TUNABLES',
  'ICU_DATA',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HOSTALIASES',
  'TZ',
])

const PREFIXES = [OWN_PREFIX, 'XDG_', 'NODE_', 'TS_NODE', 'TSX_', 'LD_', 'DYLD_', 'OPENSSL_', 'UV_']

/** Whether Kvlar or the Node that runs it reads the variable; Windows compares names without regard to case. */
export function concernsKvlar(name: string): boolean {
  const upper = name.toUpperCase()
  return NAMES.has(upper) || PREFIXES.some((prefix) => upper.startsWith(prefix))
}

/** Whether the variable was kept for the server when it was wrapped. */
export function isKeptForServer(name: string): boolean {
  return name.toUpperCase().startsWith(SERVER_PREFIX)
}

/** The variables as the server gets them: those kept for it have their names again, and hold against what else is so called. */
export function serverEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(([name]) => isKeptForServer(name))
  const renamed = kept.map(([name, value]) => [name.slice(SERVER_PREFIX.length), value] as const)
  const names = new Set(renamed.map(([name]) => name.toUpperCase()))
  const rest = Object.entries(env).filter(
    ([name]) => !isKeptForServer(name) && !(concernsKvlar(name) && names.has(name.toUpperCase())),
  )
  return Object.fromEntries([...rest, ...renamed])
}
