/** Key names whose values are hidden in every call; compared as `foldName` makes them. */
export const SECRET_NAMES: readonly string[] = [
  'access_key',
  'access_token',
  'api_key',
  'api_token',
  'auth',
  'auth_token',
  'authorization',
  'bearer',
  'bearer_token',
  'client_secret',
  'connection_string',
  'cookie',
  'credential',
  'credentials',
  'encryption_key',
  'id_token',
  'jwt',
  'otp',
  'passcode',
  'passphrase',
  'passwd',
  'password',
  'pin_code',
  'private_key',
  'proxy_authorization',
  'pwd',
  'refresh_token',
  'secret',
  'secret_key',
  'session_token',
  'set_cookie',
  'signing_key',
  'token',
  'webhook_secret',
  'x_api_key',
]

/** What a longer name ends with when it holds the same sort of thing, as in `dbPassword` or `GITHUB_TOKEN`. */
const SECRET_TAILS = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'privatekey',
  'accesskey',
  'credentials',
]

const FOLDED = new Set(SECRET_NAMES.map(foldName))

/** Names are compared without case, `_`, `-`, spaces and dots: `apiKey` is `API-KEY`. */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-_ .]/g, '')
}

/** Whether a key of this name is taken to hold a secret, whatever the policy says. */
export function isSecretName(name: string): boolean {
  const folded = foldName(name)
  return FOLDED.has(folded) || SECRET_TAILS.some((tail) => folded.endsWith(tail))
}
