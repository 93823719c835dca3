import { domainToASCII } from 'node:url'
import type { JsonObject, JsonValue } from '@kvlar/core'
import { isArray } from '../view/is-array.ts'
import { argument, fact, textArgument, type Renderer } from './facts.ts'
import { lookAlikeFacts } from './look-alike-facts.ts'

const RECIPIENTS_SHOWN = 20
const RECIPIENTS_READ = 1000
const ADDRESS = /^[^\s@<>]+@([^\s@<>]+)$/u

/** A mail: who gets it, and who of them stands outside the sender's domain. */
export const renderEmail: Renderer = (args, tool) => {
  const fields = (['to', 'cc', 'bcc', 'recipients'] as const).flatMap((name) =>
    addressesOf(argument(args, [name])).map((address) => ({ name, address })),
  )
  const isMail = /mail|message|send/i.test(tool) || textArgument(args, ['subject']) !== undefined
  if (fields.length === 0 || !isMail) return undefined
  const own = domainOf(textArgument(args, ['from', 'sender']) ?? '')
  const domains = [...new Set(fields.map(({ address }) => domainOf(address) ?? 'not an address'))]
  const outside = own === undefined ? [] : domains.filter((domain) => domain !== own)
  const hidden = fields.filter(({ name }) => name === 'bcc').length
  const attached = attachmentCount(args)
  return {
    kind: 'email',
    facts: [
      fact('recipients', String(fields.length), fields.length > 1 ? 'warn' : 'plain'),
      ...fields
        .slice(0, RECIPIENTS_SHOWN)
        .map(({ name, address }) => fact(name, address, name === 'bcc' ? 'warn' : 'plain')),
      ...(fields.length > RECIPIENTS_SHOWN
        ? [fact('recipients', `${fields.length - RECIPIENTS_SHOWN} more`, 'danger')]
        : []),
      ...(own === undefined
        ? [
            fact(
              'domains',
              domains.slice(0, RECIPIENTS_SHOWN).join(', '),
              domains.length > 1 ? 'warn' : 'plain',
            ),
          ]
        : []),
      ...(outside.length > 0
        ? [fact('outside', outside.slice(0, RECIPIENTS_SHOWN).join(', '), 'danger')]
        : []),
      ...domains
        .filter((domain) => /xn--|[^\x20-\x7e]/.test(domain))
        .slice(0, RECIPIENTS_SHOWN)
        .map((domain) => fact('domain', `${domain} is ${domainToASCII(domain) || 'none'}`, 'danger')),
      ...lookAlikeFacts(fields.flatMap(({ address }) => address.split(/[\s<>]+/))),
      ...(hidden > 0 ? [fact('hidden copies', String(hidden), 'warn')] : []),
      ...(attached > 0 ? [fact('attachments', String(attached), 'warn')] : []),
    ],
  }
}

function addressesOf(value: JsonValue | undefined): readonly string[] {
  const texts = typeof value === 'string' ? value.slice(0, 65_536).split(/[,;]/) : []
  const items = value !== undefined && isArray(value) ? value.slice(0, RECIPIENTS_READ) : texts
  return items
    .flatMap((item) => {
      if (typeof item === 'string') return [item.trim()]
      if (typeof item !== 'object' || item === null || isArray(item)) return []
      return [textArgument(item, ['address', 'email']) ?? '']
    })
    .filter((text) => text.includes('@'))
}

/** The domain of an address, with or without a name before it; undefined when it is none. */
function domainOf(text: string): string | undefined {
  const open = text.lastIndexOf('<')
  const address = open >= 0 && text.endsWith('>') ? text.slice(open + 1, -1) : text
  return ADDRESS.exec(address.slice(0, 1024))?.[1]?.toLowerCase()
}

function attachmentCount(args: JsonObject): number {
  const value = argument(args, ['attachments', 'files'])
  return value !== undefined && isArray(value) ? value.length : 0
}
