import { decodeBase64 } from '../coding/base64.ts'
import { isMixed, isPlaceholder } from './placeholder.ts'
import type { NamedAs } from './secret-name.ts'

/** How a value is written behind its name. */
export interface Written {
  /** In quotes or between tags, so that it is no word of code. */
  readonly isText: boolean
  /** Where any word is a value: behind a name in capitals or an option of a command. */
  readonly isSetting: boolean
}

const PASSWORD_CHARS_MIN = 6
const SHORT_PASSWORD_CHARS_MIN = 4
const KEY_CHARS_MIN = 16
const KEY_DIGITS_MIN = 2
const LONG_KEY_CHARS_MIN = 32
const KEY_DIFFERENT_MIN = 8

/** What will be put in by something else: a variable, a template, a path or an address to read it from. */
const REFERENCE =
  /^(?:\$|%[sv({A-Z]|\{|\(|\[|<|#\{|@[\w.]+$|!|\/|\.{1,2}\/|~\/|\\|[a-z][a-z0-9+]{1,12}:\/\/|ENV\[|env:|op:|vault:|file:|arn:|ref\+)/

/** What stands there until somebody puts in his own. */
const STAND_IN =
  /^(?:[*.x#_\u2022\u2026-]+|x{3,}.*|(?:your|my|the|some|any|new|old|insert|enter|replace|put|add|use|fake|dummy|sample|example|test|testing|demo|placeholder|redacted|hidden|masked|change|changeme|changeit|todo|tbd|fixme|none|null|nil|undefined|true|false|required|optional|string|text|str|value|default|foo|bar|baz|foobar|qwerty|letters|admin|root|user|username|guest|postgres|mysql|mongo|redis|rabbitmq|minio|password|passwd|passphrase|pass|secret|token|credential|key|apikey|api|db|database|here|me|it|this|with|for|in|a|an|of|app|prod|dev|local|staging|user|service|login|confirm|current|repeat|wrong|correct|invalid|valid|bad|good|strong|weak|secure|plain|hashed|super|[0-9]{1,4}|[-_. ])+)$/i

/** Words of code and of configuration that have digits. */
const TECHNICAL =
  /^(?:utf|sha|md|base|u?int|float|x|v|oauth|http|aes|rsa|hs|rs|es|ps|ed|str|arg|param|pw|s|f|h)[-_]?[0-9]{1,4}$/i

/** Names of other things: `newPassword1`, `token-field`. */
const NAME_OF_ONE = /(?:passw(?:or)?d|passphrase|secret|token|credential|apikey|api_key)/i
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/
const MEMBER = /^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*|::\w+|->\w+)+$/

/** User and password in base64, in the settings of Docker and npm. */
const CREDENTIALS = /^[\x20-\x7e]{1,64}:[\x20-\x7e]{3,}$/
const CREDENTIALS_CHARS_READ = 200

/** Whether a value is what its name says. */
export function isNamedSecret(as: NamedAs, value: string, written: Written): boolean {
  switch (as) {
    case 'password':
      return isPassword(value, written)
    case 'key':
      return isKey(value, written) || CREDENTIALS.test(decodeBase64(value.slice(0, CREDENTIALS_CHARS_READ)))
  }
}

const STRONG_CHARS_MIN = 8
const STRONG_CLASSES_MIN = 3

/** Whether a value can hardly be the name of something. */
export function isStrong(value: string): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((chars) => chars.test(value)).length
  return value.length >= STRONG_CHARS_MIN && (classes >= STRONG_CLASSES_MIN || isKey(value, ANY_TEXT))
}

const ANY_TEXT: Written = { isText: true, isSetting: false }

/** Whether a value is a password that somebody chose. */
export function isPassword(value: string, { isText, isSetting }: Written): boolean {
  const hasSign = /[!@#$%^&*?+=~|]/.test(value.replace(/[=]+$/, ''))
  if (value.length < (hasSign ? SHORT_PASSWORD_CHARS_MIN : PASSWORD_CHARS_MIN)) return false
  if (REFERENCE.test(value) || STAND_IN.test(value) || TECHNICAL.test(value)) return false
  if (!hasSign && (NAME_OF_ONE.test(value) || (!isText && MEMBER.test(value)))) return false
  const [hasDigit, hasLetter] = [/[0-9]/.test(value), /[A-Za-z]/.test(value)]
  if (hasLetter && (hasDigit || hasSign)) return true
  if (hasDigit && hasSign) return true
  return isSetting && hasLetter && /^[A-Za-z-]+$/.test(value)
}

/** Whether a value is a key that a machine made. */
export function isKey(value: string, { isText }: Written): boolean {
  if (value.length < KEY_CHARS_MIN || !/^[A-Za-z0-9\-._~+/=%:]+$/.test(value)) return false
  if (REFERENCE.test(value) || isPlaceholder(value) || MEMBER.test(value)) return false
  if (!isText && IDENTIFIER.test(value) && !/[0-9]/.test(value)) return false
  if (value.split(/[-._~+/=%:]/).every((part) => /^(?:[A-Z]?[a-z]*|[A-Z]*|[0-9]*|v[0-9]+)$/.test(part)))
    return false
  const digits = value.replace(/[^0-9]/g, '').length
  const hasDigits = digits >= KEY_DIGITS_MIN || (value.length >= LONG_KEY_CHARS_MIN && isMixed(value))
  return hasDigits && /[A-Za-z]/.test(value) && new Set(value).size >= KEY_DIFFERENT_MIN
}
