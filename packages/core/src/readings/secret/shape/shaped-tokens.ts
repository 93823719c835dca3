import { CHARS } from '../char-sets.ts'
import { decodeBase64 } from '../coding/base64.ts'
import { isPlaceholder } from './placeholder.ts'
import type { SecretKind } from '../secret-kind.ts'
import type { Anchor, Found, SecretText } from '../secret-text.ts'

/** Tokens of several parts, and addresses that are secrets themselves. Every quantifier is bounded. */
interface Shape {
  readonly kind: SecretKind
  readonly anchor: string
  /** How many characters before the anchor the token may begin. */
  readonly before?: readonly number[]
  readonly whole: RegExp
}

const SHAPES: readonly Shape[] = [
  {
    kind: 'chat_webhook',
    anchor: 'hooks.slack.com/',
    whole:
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Z0-9]{6,16}\/[A-Za-z0-9]{6,24}\/[A-Za-z0-9/]{16,90}/y,
  },
  ...['discord.com/', 'discordapp.com/'].map((anchor): Shape => ({
    kind: 'chat_webhook',
    anchor,
    whole: /discord(?:app)?\.com\/api\/(?:v[0-9]{1,2}\/)?webhooks\/[0-9]{16,20}\/[A-Za-z0-9_-]{60,90}/y,
  })),
  {
    kind: 'chat_webhook',
    anchor: '/webhookb2/',
    whole: /\/webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}\/[0-9a-f-]{36}/y,
  },
  {
    kind: 'mail_service',
    anchor: 'SG.',
    whole: /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/y,
  },
  {
    kind: 'mail_service',
    anchor: '-us',
    before: [32],
    whole: /[0-9a-f]{32}-us[0-9]{1,2}(?![A-Za-z0-9])/y,
  },
  {
    kind: 'telegram',
    anchor: ':AA',
    before: [10, 9, 8],
    whole: /[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/y,
  },
  {
    kind: 'twilio',
    anchor: 'AC',
    whole: /AC[0-9a-f]{32}[\\"',:;\s]{1,6}(?:[A-Za-z_ ]{1,20}[\\"':=\s]{1,6})?[0-9a-f]{32}(?![0-9a-f])/y,
  },
  {
    kind: 'cloud_service',
    anchor: '.atlasv1.',
    before: [14],
    whole: /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}/y,
  },
  {
    kind: 'cloudflare',
    anchor: 'v1.0-',
    whole: /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/y,
  },
  {
    kind: 'developer_service',
    anchor: 'pat',
    whole: /pat[A-Za-z0-9]{14}\.[0-9a-f]{64}(?![0-9a-f])/y,
  },
  {
    kind: 'payment_service',
    anchor: 'access_token$',
    whole: /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}/y,
  },
]

export const SHAPED_ANCHORS: readonly Anchor[] = [
  ...SHAPES.map(({ kind, anchor, before = [0], whole }): Anchor => ({
    text: anchor,
    read: (source, at, found) => {
      for (const back of before) {
        const match = at < back ? undefined : source.match(whole, at - back)
        if (match === undefined) continue
        if (!isPlaceholder(match[0])) found(kind, at - back, at - back + match[0].length)
        return
      }
    },
  })),
  // A bot's token begins with its id, whose digits in base64 begin so.
  ...['MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'].map((text): Anchor => ({
    text,
    read: readDiscord,
  })),
]

const DISCORD = /([A-Za-z0-9]{23,28})\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}/y

function readDiscord(source: SecretText, at: number, found: Found): void {
  if (source.isIn(CHARS.word, at - 1)) return
  const match = source.match(DISCORD, at)
  if (match !== undefined && /^[0-9]{17,20}$/.test(decodeBase64(match[1] ?? '')))
    found('discord', at, at + match[0].length)
}
