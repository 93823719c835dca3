/** The file of one key: named by the digest that is its id. */
const KEY_FILE = /^[0-9a-f]{64}\.key\.json$/

/** What Kvlar keeps secret below its folders, by the name of the folder. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  keys: /^(?:current|[^/]*\.key\.json)$/,
  approvals: /^reviewer\.token$/,
  audit: /^digest\.key$/,
}

/** One of them stands in every name of such a file that is looked for in any text. */
export const SECRET_NAMES = ['reviewer.token', '.key.json', 'digest.key']

/**
 * Whether the names lead to what Kvlar keeps secret, wherever it lies: a folder above may have been moved by something
 * that no call went through. A folder of a project may be called `kvlar/keys` too, so that only these files count.
 */
export function isOwnSecret(names: readonly string[]): boolean {
  const last = names.at(-1) ?? ''
  if (last === 'reviewer.token' || KEY_FILE.test(last)) return true
  const folder = names.at(-2) ?? ''
  return names.at(-3) === 'kvlar' && Object.hasOwn(SECRETS, folder) && SECRETS[folder]?.test(last) === true
}

/** Whether there is reason to ask that of a path that ends so. */
export function namesSecret(path: string): boolean {
  const lower = path.toLowerCase()
  return SECRET_NAMES.some((name) => lower.includes(name))
}
