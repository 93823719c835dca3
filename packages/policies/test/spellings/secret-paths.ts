/** Where secrets lie, below a home folder. */
export const SECRETS: readonly string[] = [
  '.env',
  'shop/.env.bak1',
  'shop/.env~',
  '.ssh/id_rsa',
  '.netrc.bak',
  '.bash_history',
  '.python_history',
  'server.pem',
  '.config/gh/hosts.yml',
  '.aws/credentials',
  '.kube/config',
  '.git-credentials',
  '.local/share/keyrings/login.keyring',
  '.config/google-chrome/Default/Cookies',
  '.kvlar/policy.yaml',
]

/** What a server, a disk or a library takes for the same path, or for another one that is there as well. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `${path}//`,
  (path) => `${path}/x/..`,
  (path) => `${path}/x/y/../../.`,
  (path) => path.replace(/\/(?=[^/]*$)/, '/./'),
  (path) => path.replace(/\/(?=[^/]*$)/, '//'),
  (path) => path.replace(/\/(?=[^/]*$)/, '/x/../'),
  (path) => path.replace(/^\//, '/tmp/../'),
  (path) => path.replace(/^\//, '/../'),
  (path) => path.replace(/^\//, '/proc/self/root/'),
  (path) => path.replace(/^\//, '//'),
  (path) => path.replace(/[^/]*$/, (name) => name.toUpperCase()),
  (path) => path.replace(/[^/]*$/, (name) => `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`),
  (path) => path.replace(/\/(?=[^/]*$)/, '%2f'),
  (path) => path.replace(/[^/]*$/, (name) => `%25${name.charCodeAt(0).toString(16)}${name.slice(1)}`),
  (path) => `file://${path}`,
  (path) => path.replaceAll('/', '\\'),
  (path) => `${path} `,
  (path) => `${path}.`,
  (path) => `${path}\0.txt`,
  (path) => `${path}\n`,
  (path) => `${path}::$DATA`,
  (path) => path.replace(/(?<=.)$/, '\u00ad'),
  (path) => path.replace(/^\/home\/me/, '~'),
  (path) => path.replace(/^\/home\/me/, '$HOME'),
  (path) => path.replace(/^\//, '../../../../../'),
  (path) => path.replace(/^\/home\/me\//, ''),
  (path) => path.replace(/^\/home\/me\//, './x/../'),
]

/** Every secret in every spelling, below `/home/me`. */
export const SECRET_PATHS: readonly string[] = [
  ...SECRETS.flatMap((secret) => SPELLINGS.map((spell) => spell(`/home/me/${secret}`))),
  ...['/etc/shadow', '/proc/self/environ', '/proc/1/environ', '/etc/sudoers'].flatMap((path) =>
    SPELLINGS.slice(0, 13).map((spell) => spell(path)),
  ),
]
