/** What a name says of the value behind it: a password that people choose, or a key that a machine made. */
export type NamedAs = 'password' | 'key'

/** Ends of names, without case, `_`, `-`, `.` and blanks. */
const PASSWORDS = /(?:password|passwd|passphrase|passcode|pwd)[0-9]{0,2}$/

/** `pass` is a word of its own in a name: `DB_PASS`, `dbPass`; not in `bypass`. */
const PASS = /(?:^|[-_.])(?:pass|PASS|Pass)$|[a-z]Pass$/

const KEYS = new RegExp(
  `(?:token|secret|secretkeybase|credentials?|auth|(?:${[
    'api',
    'access',
    'secret',
    'private',
    'encryption',
    'signing',
    'master',
    'auth',
    'shared',
    'preshared',
    'account',
    'service',
    'app',
    'consumer',
    'hmac',
    'storage',
    'webhook',
  ].join('|')})keys?)[0-9]{0,2}$`,
)

/** Tokens and keys that are no secret: places in a list, protection of a form, public halves. */
const HARMLESS =
  /(?:page|next|prev|previous|sync|continuation|continue|cursor|csrf|xsrf|cancel|cancellation|clientrequest|starting|pagination|scroll|public|publishable|site|idempotency|resume|design|color|lock|oauth|noauth|basicauth)(?:token|auth|key|secret)$/

/** What a name says; undefined for one that holds no secret. */
export function namedAs(name: string): NamedAs | undefined {
  const folded = name.toLowerCase().replace(/[-_. ]/g, '')
  if (PASSWORDS.test(folded) || PASS.test(name)) return 'password'
  return KEYS.test(folded) && !HARMLESS.test(folded) ? 'key' : undefined
}
