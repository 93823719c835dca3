/** What tools do to things, beside reading them. */
export const CHANGES = (
  'clear rewrite forget restore change toggle approve pay mark empty ban invite transfer refund invoke run cancel ' +
  'order buy purchase pop rem del alter assign close open lock unlock enable disable start stop subscribe grant ' +
  'archive sync trigger dispatch schedule book reply forward comment rate vote follow block mute kick join leave ' +
  'sign share sell donate withdraw deposit publish deploy import export upload download send post put patch set ' +
  'add insert update create write append move copy rename merge split convert apply accept reject decline confirm ' +
  'submit register login logout connect disconnect attach detach mount unmount pause resume restart reboot scale ' +
  'rotate renew extend expire suspend activate deactivate promote demote escalate notify call click press fill ' +
  'launch spawn inject override impersonate flush prune trim revert rollback undo redo migrate clone fork stash ' +
  'squash pin unpin star unstar hire fire lpush rpop'
).split(' ')

/** What answers with something that opens a door. */
export const SECRETS_OF_NAMES = (
  'environment_variables environ environment env env_vars dotenv kubeconfig cookie cookies session sessions creds cred ' +
  'passwd password passwords pwd apikey apikeys api_key jwt otp totp mfa keychain keyring vault dsn passphrase mnemonic ' +
  'seed seed_phrase backup_codes recovery_codes accesstoken access_token authtoken oauth bearer clipboard ' +
  'connection_string private_key signing_key ssh_key secret secrets secretvalue credentials token tokens wallet login'
).split(' ')

/** Words joined as servers join them. */
const JOINS: readonly ((words: readonly string[]) => string)[] = [
  (words) => words.join('_'),
  (words) => words.join('-'),
  (words) => words.join('.'),
  (words) => words.map((word, at) => (at === 0 ? word : capital(word))).join(''),
]

/** One name in every way of joining its words. */
export function joined(name: string): readonly string[] {
  return [...new Set(JOINS.map((join) => join(name.split('_'))))]
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
