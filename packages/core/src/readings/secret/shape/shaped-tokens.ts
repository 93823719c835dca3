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
    kind: 'chat_webhook',
    anchor: 'hooks.zapier.com/',
    whole: /hooks\.zapier\.com\/hooks\/catch\/[0-9]{4,12}\/[A-Za-z0-9]{6,24}/y,
  },
  {
    kind: 'chat_webhook',
    anchor: '.make.com/',
    before: [9, 8],
    whole:
      /hook\.[a-z]{2}[0-9]\.make\.com\/[a-z0-9]{28,36}(?![a-z0-9])|hook\.us[0-9]{2}\.make\.com\/[a-z0-9]{28,36}/y,
  },
  {
    kind: 'chat_webhook',
    anchor: '/open-apis/bot/',
    whole: /\/open-apis\/bot\/v2\/hook\/[0-9a-f-]{36}/y,
  },
  {
    kind: 'chat_webhook',
    anchor: 'robot/send?access_token=',
    whole: /robot\/send\?access_token=[0-9a-f]{64}/y,
  },
  {
    kind: 'chat_webhook',
    anchor: 'cgi-bin/webhook/send?key=',
    whole: /cgi-bin\/webhook\/send\?key=[0-9a-f-]{36}/y,
  },
  {
    kind: 'mail_service',
    anchor: 're_',
    whole: /(?<![A-Za-z0-9_])re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![A-Za-z0-9])/y,
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
    whole: /[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9])/y,
  },
  {
    // The mark in the middle of an older key is OpenAI's name in base64.
    kind: 'openai',
    anchor: 'T3BlbkFJ',
    before: [23],
    whole: /sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/y,
  },
  {
    kind: 'twilio',
    anchor: 'SK',
    whole: /(?<![A-Z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/y,
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
  ...['pat-na', 'pat-eu'].map((anchor): Shape => ({
    kind: 'developer_service',
    anchor,
    whole: /pat-(?:na|eu)[0-9]{1,2}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/iy,
  })),
  ...['sdk-', 'api-'].map((anchor): Shape => ({
    kind: 'developer_service',
    anchor,
    whole:
      /(?<![A-Za-z0-9])(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/y,
  })),
  {
    // Asana: a version, ids of user and app, and a key.
    kind: 'developer_service',
    anchor: '/12',
    before: [1],
    whole: /(?<![A-Za-z0-9/])[0-2]\/[0-9]{15,17}(?:\/[0-9]{15,17})?:[0-9a-f]{32}(?![0-9a-f])/y,
  },
  {
    kind: 'developer_service',
    anchor: 'SSWS ',
    whole: /SSWS 00[A-Za-z0-9_-]{40}(?![A-Za-z0-9])/y,
  },
  {
    kind: 'developer_service',
    anchor: 'A3-',
    whole:
      /(?<![A-Z0-9])A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}(?![A-Z0-9])/y,
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
  if (source.isIn(CHARS.alnum, at - 1)) return
  const match = source.match(DISCORD, at)
  if (match !== undefined && /^[0-9]{17,20}$/.test(decodeBase64(match[1] ?? '')))
    found('discord', at, at + match[0].length)
}
