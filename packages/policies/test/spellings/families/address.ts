/** Numbers of IPv4 addresses that are not public. */
const INSIDE = [
  '127.0.0.1',
  '10.0.0.5',
  '172.16.3.4',
  '192.168.1.1',
  '169.254.169.254',
  '100.100.100.200',
  '0.0.0.0',
]

/** One address in the notations that clients read. */
function notations(address: string): readonly string[] {
  const parts = address.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = parts
  const whole = ((a * 256 + b) * 256 + c) * 256 + d
  const hex = (part: number) => part.toString(16)
  return [
    address,
    `${address}.`,
    String(whole),
    `0x${hex(whole)}`,
    parts.map((part) => `0x${hex(part)}`).join('.'),
    parts.map((part) => `0${part.toString(8)}`).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `[::ffff:${address}]`,
    `[::ffff:${hex(a * 256 + b)}:${hex(c * 256 + d)}]`,
    `[64:ff9b::${hex(a * 256 + b)}:${hex(c * 256 + d)}]`,
    `[2002:${hex(a * 256 + b)}:${hex(c * 256 + d)}::1]`,
    `${address}.nip.io`,
    `${parts.join('-')}.sslip.io`,
    address.replaceAll('.', '。'),
    address.replaceAll('.', '%2e'),
    address.replaceAll('1', '①'),
  ]
}

const NAMES =
  'localhost LOCALHOST localhost. a.localhost [::1] [::] [fd00:ec2::254] [fe80::1] redis metadata metadata.google.internal ' +
  'METADATA.google.internal kubernetes.default.svc printer.local nas.lan wiki.corp router.home.arpa localtest.me app.lvh.me'

/** Ways to write an address around a host. */
const FORMS: readonly ((host: string) => string)[] = [
  (host) => `http://${host}/`,
  (host) => `https://${host}:8443/latest/meta-data/?a=b#c`,
  (host) => `HTTP://${host}`,
  (host) => `http:${host}/`,
  (host) => `http:///${host}/`,
  (host) => `http:\\\\${host}\\`,
  (host) => `\thttp://${host}/`,
  (host) => `http://${host}\t/`,
  (host) => `http://nodejs.org@${host}/`,
  (host) => `https://nodejs.org:443@${host}/`,
  (host) => `http://${host}\\@nodejs.org/`,
  (host) => `http://${host}#@nodejs.org/`,
  (host) => `http://${host}?nodejs.org`,
]

const OTHER_SCHEMES =
  'file:///etc/passwd file://localhost/etc/passwd data:text/html,x javascript:alert(1) gopher://a.example/ dict://a.example/ ' +
  'ldap://a.example/ view-source:https://a.example/ blob:https://a.example/x jar:https://a.example!/x'

export const INSIDE_ADDRESSES: readonly string[] = [
  ...INSIDE.flatMap(notations),
  ...NAMES.split(' '),
].flatMap((host) => FORMS.map((write) => write(host)))
export const OTHER_ADDRESSES: readonly string[] = OTHER_SCHEMES.split(' ')
