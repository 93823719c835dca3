import { describe, expect, test } from 'vitest'
import { findSecrets, redactSecrets } from '@kvlar/core/readings'
import { filled, MAKERS, pick, type Random, randomFrom } from '../secret-shapes.ts'

const ROUNDS = 100

/** Where a name stands beside its value and not right before it; `§` is the value. */
const PASSWORD_BESIDE: readonly string[] = [
  '{"key": "DB_PASSWORD", "value": "§"}',
  '[{"key":"password","value":"§"},{"key":"user","value":"ana"}]',
  '{"name":"DB_PASSWORD","type":"secure_string","value":"§"}',
  '{\n  "name": "adminPassword",\n  "value": "§"\n}',
  '- name: DB_PASSWORD\n  value: §\n',
  '- name: DB_PASSWORD\n  value: "§"\n',
  '<key>password</key>\n<string>§</string>',
  '<property><name>db.password</name><value>§</value></property>',
  'user,password\nana,§\n',
  'id,user,password\n1,ana,§\n2,bob,\n',
  'user;password;role\nana;§;admin',
  'password\tuser\r\n§\tana\r\n',
  '"user","db_password"\n"ana","§"',
  '| user | password |\n| --- | --- |\n| ana | § |\n',
  '| password | note |\n|:---|---:|\n| `§` | of staging |\n',
  'mysql -u root -p§ shop',
  "mysqldump -p'§' shop > dump.sql",
  'sshpass -p § ssh ana@db',
  'redis-cli -h cache -a § ping',
  'docker login -u ana -p § registry.example.com',
  'Passwort: §',
  'das Kennwort = §',
  'mot de passe : §',
  'contraseña: §',
  'CONTRASEÑA: §',
  'senha: §',
  'wachtwoord: §',
  'пароль: §',
  'Пароль — §',
  '密码：§',
  '密码: §',
  'パスワード：§',
  '비밀번호: §',
  'كلمة المرور: §',
  'hasło: §',
  'jelszó: §',
  'lösenord: §',
  'mật khẩu: §',
  '{"contraseña": "§"}',
]

const PASSWORDS = ['{L7}{d2}', '{A6}{d3}{V3}', '{L5}!{A4}{d1}', '{A4}@{d3}', 'Tr0ub4dor&{d1}x']

const KEY_BESIDE: readonly string[] = [
  '{"key": "AWS_SECRET_ACCESS_KEY", "value": "§"}',
  '["API_TOKEN", "§"]',
  '[["api_key","§"]]',
  'service,api_key\nmail,§\n',
  '| service | token |\n|---|---|\n| mail | § |',
  'Cookie: theme=dark; session=§; lang=en',
  'Cookie: connect.sid=§',
  'Set-Cookie: sid=§; Path=/; HttpOnly',
  "curl -H 'Cookie: PHPSESSID=§' https://example.com",
]

const KEYS = ['{h32}', '{A40}', '{W43}', '{A1}{B39}']

describe('a name and its value stand side by side', () => {
  test.each(PASSWORD_BESIDE)('a password in `%s`', (place) => {
    expectAll(place, PASSWORDS, randomFrom(307))
  })

  test.each(KEY_BESIDE)('a key in `%s`', (place) => {
    expectAll(place, KEYS, randomFrom(311))
  })

  test('a private key in numbered lines and in a list of lines', () => {
    const random = randomFrom(313)
    for (let round = 0; round < ROUNDS; round++) {
      const pem = MAKERS.private_key(random)
      if (!pem.startsWith('-----BEGIN')) continue
      const lines = pem.split('\n')
      for (const text of [
        lines.map((line, at) => `${at + 1}: ${line}`).join('\n'),
        lines.map((line, at) => `${String(at + 1).padStart(6)}\t${line}`).join('\n'),
        lines.map((line, at) => `${at + 1} | ${line}`).join('\n'),
        JSON.stringify(lines),
        JSON.stringify(lines, undefined, 2),
      ])
        expect(
          findSecrets(text).map(({ kind }) => kind),
          text,
        ).toContain('private_key')
    }
  })
})

/** The same places without a secret. */
const QUIET: readonly string[] = [
  '{"key": "DB_PASSWORD", "value": "${DB_PASSWORD}"}',
  '{"key": "password", "value": "string"}',
  '{"name": "password", "type": "string", "value": ""}',
  '{"name":"token","in":"header","description":"see the manual2"}',
  '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: { name: app2, key: pw }',
  '["password", "email1"]',
  '["user", "password", "Token2024x"]',
  'select("user", "password", "token2")',
  'user,password\nana,\nbob,changeme\n',
  'token, password and key2, in this order\nare asked for1, see above2, below3',
  '| Option | Password |\n| --- | --- |\n| min | 8 characters |',
  '| Token | Regex |\n|---|---|\n| IDENT2 | [a-z]+ |',
  'kind,password\nbasic,required\n',
  'Cookie: theme=dark; lang=en; consent=2026',
  'Cookie: session=<session>; x=1',
  'a cookie = session, as in 2026',
  'mysql -u root -p shop2',
  'mysql -P 3306 -p"$PASSWORD"',
  'Passwort: bitte eingeben',
  'das Passwort2 = alt',
  'пароль: обязательное поле',
  '密码：请输入密码',
  'mot de passe : obligatoire',
  '1: -----BEGIN PUBLIC KEY-----\n2: MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=',
]

test.each(QUIET)('no secret: %s', (text) => {
  expect(partsIn(text)).toEqual([])
})

test('rows of digests and ids under other names are no secrets', () => {
  const random = randomFrom(317)
  for (let round = 0; round < ROUNDS; round++)
    for (const pattern of [
      'commit,author\n{h40},ana\n{h40},bob',
      '| id | sha256 |\n|---|---|\n| {d6} | {h64} |',
      '{"key": "ETAG", "value": "{h32}"}',
      '["{h40}", "{h40}"]',
      'key,value\n{A12},{h32}',
      'Cookie: _ga=GA1.2.{d9}.{d10}; theme={L6}',
    ]) {
      const text = filled(pattern, random)
      expect(partsIn(text), text).toEqual([])
    }
})

function expectAll(place: string, patterns: readonly string[], random: Random): void {
  for (let round = 0; round < ROUNDS; round++) {
    const secret = filled(pick(patterns, random), random)
    const text = place.replace('§', () => secret)
    expect(partsIn(text), text).toContain(secret)
    expect(redactSecrets(text)).not.toContain(secret)
  }
}

function partsIn(text: string): readonly string[] {
  return findSecrets(text).map(({ start, end }) => text.slice(start, end))
}
