import { describe, expect, test } from 'vitest'
import { findSecrets } from '@kvlar/core/readings'
import { filled, pick, randomFrom } from '../secret-shapes.ts'

const ROUNDS = 200

/** Files and commands in which a password stands behind its name; `§` is where. */
const PASSWORD_IN: readonly string[] = [
  'DB_PASSWORD=§',
  'export DB_PASSWORD=§',
  'POSTGRES_PASSWORD="§"',
  "MYSQL_ROOT_PASSWORD='§' docker compose up",
  'PGPASSWORD=§ psql -h db',
  'SMTP_PASS=§',
  '{"password": "§"}',
  '{"user":"ana","dbPassword":"§","port":5432}',
  '{\\"password\\":\\"§\\"}',
  'password: §',
  '  - password: "§"',
  'password = §',
  'password = "§"',
  '[db]\nuser = app\npasswd = §\n',
  '<password>§</password>',
  '<add key="DbPassword" value="§"/>',
  '<input name="password" value="§">',
  'new Client({ user: "ana", password: "§" })',
  "'password' => '§',",
  'spring.datasource.password=§',
  'https://example.com/login?user=ana&password=§&next=1',
  'username=ana&password=§',
  'mysql -u root --password=§ shop',
  'tool --password §',
  'machine github.com login octocat password §',
  'machine github.com\n  login octocat\n  password §\n',
  'db.corp.example:5432:main:app:§',
  '*:*:*:postgres:§',
  'curl -u admin:§ https://api.corp.example/v1',
  "curl --user 'admin:§' https://api.corp.example/v1",
  "CREATE USER app IDENTIFIED BY '§';",
  "ALTER ROLE app PASSWORD '§';",
  'the password is §',
]

const PASSWORDS = ['{L7}{d2}', '{A12}', '{L5}!{A4}', '{A4}@{d3}', 'Tr0ub4dor&{d1}', 'hunter{d1}']

const KEY_IN: readonly string[] = [
  'API_KEY=§',
  'export OPENAI_API_KEY="§"',
  '{"apiKey":"§"}',
  'api_key: §',
  'apiKey: "§",',
  'secret_key = "§"',
  'client_secret=§&grant_type=client_credentials',
  'X-Auth-Token: §',
  'x-api-key: §',
  '"access_token" : "§"',
  '//registry.example.com/:_authToken=§',
  'JWT_SECRET=§',
  '<apiKey>§</apiKey>',
  'tool --token §',
]

const KEYS = ['{h32}', '{h40}', '{A32}', '{W43}', '{L24}', '{h8}-{h4}-4{h3}-{h4}-{h12}']

describe('what stands behind the name of a secret is one', () => {
  test.each(PASSWORD_IN)('a password in `%s`', (place) => {
    const random = randomFrom(109)
    for (let round = 0; round < ROUNDS; round++) {
      const secret = filled(pick(PASSWORDS, random), random)
      expectFound(place, secret)
    }
  })

  test.each(KEY_IN)('a key in `%s`', (place) => {
    const random = randomFrom(113)
    for (let round = 0; round < ROUNDS; round++) {
      const secret = filled(pick(KEYS, random), random)
      expectFound(place, secret)
    }
  })

  test('any word behind a name in capitals, but not one that stands in for a password', () => {
    expect(partsIn('DB_PASSWORD=letmeinplease')).toEqual(['letmeinplease'])
    for (const word of [
      'changeme',
      'password',
      'example',
      'your-password',
      'postgres',
      '***',
      '<secret>',
      '${PW}',
    ])
      expect(partsIn(`DB_PASSWORD=${word}`), word).toEqual([])
  })

  test('every value of a Secret of Kubernetes, whatever it is called', () => {
    const yaml =
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  db: aHVudGVyMg==\n  two: Z2VoZWlt\n'
    expect(partsIn(yaml)).toEqual(['aHVudGVyMg==', 'Z2VoZWlt'])
    expect(partsIn('data:\n  db: aHVudGVyMg==\nkind: Secret\n')).toEqual(['aHVudGVyMg=='])
    expect(partsIn('{"kind":"Secret","data":{"db":"aHVudGVyMg=="}}')).toEqual(['aHVudGVyMg=='])
    expect(partsIn(yaml.replace('Secret', 'ConfigMap'))).toEqual([])
  })

  test('user and password in base64 in the settings of Docker and npm', () => {
    const auth = Buffer.from('octocat:hunter2').toString('base64')
    expect(partsIn(`{"auths":{"ghcr.io":{"auth":"${auth}"}}}`)).toEqual([auth])
    expect(partsIn(`_auth=${auth}`)).toEqual([auth])
  })

  test('keys of WireGuard, and private keys without line ends or in a comment', () => {
    const key = `${'a1B2c3D4e5'.repeat(4)}fmA=`
    expect(partsIn(`[Interface]\nPrivateKey = ${key}\n`)).toEqual([key])
    expect(partsIn(`PublicKey = ${key}\n`)).toEqual([])
    for (const between of ['', ' ', '\\n', '\n# ', '\n// ', '\n * ', '<br>'])
      for (const sort of ['OPENSSH PRIVATE KEY', 'RSA PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])
        expect(
          findSecrets(
            `-----BEGIN ${sort}-----${between}${'lQOYBF3aAb12'.repeat(8)}${between}-----END ${sort}-----`,
          ),
          sort + between,
        ).toMatchObject([{ kind: 'private_key' }])
  })
})

describe('hashes of passwords', () => {
  test.each([
    ['root:§:19000:0:99999:7:::', '$6${A16}${A86}'],
    ['root:§:19000:0:99999:7:::', '$6$rounds=5000${A16}${A86}'],
    ['ana:§:19000:0:99999:7:::', '$y$j9T${A22}${A43}'],
    ['ana:§:1:0:9:7:::', '$5${A16}${A43}'],
    ['ana:§', '$apr1${A8}${A22}'],
    ['ana:§', '$2y$10${A53}'],
    ['INSERT INTO users VALUES (1, "§")', '$2b$12${A53}'],
    ['hash §', '$argon2id$v=19$m=65536,t=3,p=4${A22}${A43}'],
    ['hash §', 'pbkdf2_sha256$600000${A22}${A43}='],
    ['ana:§', '{SHA}{A27}='],
    ['userPassword: §', '{SSHA}{A38}=='],
  ])('%s, %s', (place, pattern) => {
    const random = randomFrom(127)
    for (let round = 0; round < ROUNDS; round++) {
      const hash = filled(pattern, random)
      const text = place.replace('§', () => hash)
      expect(findSecrets(text), text).toContainEqual(
        expect.objectContaining({ kind: 'password_hash', start: text.indexOf(hash) }),
      )
    }
  })
})

function expectFound(place: string, secret: string): void {
  const text = place.replace('§', () => secret)
  expect(partsIn(text), text).toContain(secret)
}

function partsIn(text: string): readonly string[] {
  return findSecrets(text).map(({ start, end }) => text.slice(start, end))
}
