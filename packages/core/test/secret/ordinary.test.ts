import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findSecrets } from '@kvlar/core/readings'
import { filled, pick, type Random, randomFrom } from '../secret-shapes.ts'

const ROOT = new URL('../../../../', import.meta.url)

/** Texts that look random and are no secrets, made anew each round. */
const MADE: Readonly<Record<string, (random: Random) => string>> = {
  'a git commit': (random) => filled('{h40}', random),
  'a short commit': (random) => filled('fix: see {h8} and {h12}', random),
  'a SHA-256': (random) => filled('sha256:{h64}', random),
  'a UUID': (random) => filled('{h8}-{h4}-4{h3}-8{h3}-{h12}', random),
  'an integrity string': (random) => `"integrity": "sha512-${bytes(random, 64).toString('base64')}"`,
  'an ETag': (random) => filled('ETag: W/"{h32}-{d4}"', random),
  'an image': (random) => `data:image/png;base64,iVBORw0KGgo${bytes(random, 900).toString('base64')}`,
  'a font in hexadecimal': (random) => bytes(random, 400).toString('hex'),
  'an order number': (random) => filled('order {d3}-{d7}-{d7}, ticket #{d8}, invoice 2026-{d5}', random),
  'a telephone number': (random) => filled('+49 {d3} {d8}, (0{d3}) {d4}-{d4}, +1-{d3}-{d3}-{d4}', random),
  'a German IBAN': (random) => iban('DE', filled('{d18}', random)),
  'a Dutch IBAN': (random) => iban('NL', filled('INGB{d10}', random)),
  'an IBAN of Malta': (random) => iban('MT', filled('MALT{d5}{U18}', random)),
  'a time in microseconds': (random) => filled('at 17{d14} or 1{d18}', random),
  'a fraction': (random) => filled('0.{d16}, 52.{d14}, {d2},{d15}', random),
  'a snowflake': (random) => filled('https://discord.com/channels/1{d17}/1{d18}', random),
  'an S3 address': (random) =>
    filled('https://bucket.s3.amazonaws.com/a/{h32}/photo-{d4}.jpg?v={d10}', random),
  'a docker image': (random) => filled('registry.corp.example/app@sha256:{h64}', random),
  'an ARN': (random) => filled('arn:aws:iam::{d12}:role/service-role/app-{L8}', random),
  'a session name': (random) =>
    filled('kvlar_session_{d5} npm_config_registry npm_package_name_{L6}', random),
  'a CSS class': (random) => filled('sk-circle-fade-dot-animation task-list-item-{d3} .hf_{L6}', random),
  'minified code': (random) =>
    filled(
      '!function(e,t){"use strict";var n=t(1{d3}),r={username:e.username,password:e.password};}({h6});',
      random,
    ),
  'ordinary base64': (random) => Buffer.from(sentence(random)).toString('base64'),
  'ordinary hexadecimal': (random) => Buffer.from(sentence(random)).toString('hex'),
  'ordinary percent-encoding': (random) => encodeURIComponent(sentence(random)),
  'a URL with an e-mail address': (random) =>
    filled('https://example.com/u/ana@corp.example?id={d12}', random),
  'a registry path': (random) =>
    filled('http://localhost:4873/@scope/name-{L5}/-/name-{d2}.{d1}.0.tgz', random),
}

const ROUNDS = 200

describe('ordinary text has no secret in it', () => {
  test.each(Object.entries(MADE))('%s', (_, make) => {
    const random = randomFrom(29)
    for (let round = 0; round < ROUNDS; round++) expectNone(make(random))
  })

  test.each([
    'set AKIA… as the key id',
    'AWS_ACCESS_KEY_ID=AKIAXXXXXXXXXXXXXXXX',
    'export GITHUB_TOKEN=<token>',
    'Authorization: Bearer <token>',
    'Authorization: Bearer $TOKEN',
    'Authorization: Bearer ${{ secrets.GITHUB_TOKEN }}',
    'Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxx',
    'a bearer certificate-of-authenticity-2026',
    'Basic understanding of cryptography is enough',
    'basic authentication-documentation',
    'tokens begin with ghp_, gho_, ghs_ or github_pat_',
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'glpat-your-token-goes-here-please',
    'sk_live_xxxxxxxxxxxxxxxxxxxxxxxx',
    'sk-ant-api03-XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX',
    'hvs.<your vault token>',
    'postgres://${USER}:${PASSWORD}@localhost/db',
    'postgres://user:<password>@localhost/db',
    'mysql://USER:PASSWORD@HOST:3306/DB',
    'redis://[user[:password]@]host[:port]',
    'https://git@github.com/kvlar/kvlar.git',
    'git@github.com:kvlar/kvlar.git',
    'ssh://git@example.com:22/x.git',
    'user=name, password=password, host=db',
    'if (text.startsWith("-----BEGIN PRIVATE KEY-----")) throw new TypeError("no private keys in here, please")',
    '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
    '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----',
    '-----BEGIN CERTIFICATE-----\nMIIBtjCCAVugAwIBAgITBmyf1XSXNmY/Owua2eiedgPySjAKBggqhkjOPQQDAjA5\n-----END CERTIFICATE-----',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE ana@corp.example',
    '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
    'eyJhbGciOiJSUzI1NiJ9 is the header of a token',
    'ASIAPACIFICREGIONALS and ACCANNOTBEREADATALL',
    '1234 5678 9012 3456',
    'DE89 3704 0044 0532 0130 00',
  ])('%s', (text) => {
    expectNone(text)
  })

  test('the pages, the lock file and the sources of this project', () => {
    const pages = [
      'README.md',
      'ARCHITECTURE.md',
      'SECURITY.md',
      'CONTRIBUTING.md',
      'docs/errors.md',
      'docs/cli.md',
    ]
    for (const name of [...pages, 'pnpm-lock.yaml']) expectNone(readFileSync(new URL(name, ROOT), 'utf8'))
    const sources = new URL('packages/audit/src/', ROOT)
    for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.ts')) expectNone(readFileSync(new URL(name.replaceAll('\\', '/'), sources), 'utf8'))
  })
})

function expectNone(text: string): void {
  const found = findSecrets(text).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)
  expect(found, text.slice(0, 300)).toEqual([])
}

function bytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
}

function sentence(random: Random): string {
  const words = [
    'the',
    'quarterly',
    'report',
    'internationalization',
    'is',
    'due',
    'on',
    'Monday,',
    'please',
    'review',
  ]
  return Array.from({ length: 40 }, () => pick(words, random)).join(' ')
}

function iban(country: string, account: string): string {
  const digits = Array.from(`${account}${country}00`)
    .map((char) => Number.parseInt(char, 36))
    .join('')
  const check = String(98n - (BigInt(digits) % 97n)).padStart(2, '0')
  const whole = `${country}${check}${account}`
  return `${whole} or ${whole.replace(/.{4}/g, '$& ').trim()}`
}

test('what a hash looks like by chance is no secret, over many hashes', () => {
  for (let round = 0; round < 5000; round++) {
    const hash = createHash('sha512').update(String(round))
    const digest = hash.digest()
    expectNone(`${digest.toString('base64')} ${digest.toString('hex')}`)
  }
})
