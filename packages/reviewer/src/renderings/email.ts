import { domainToASCII } from 'node:url'
import { REDACTED } from '@kvlar/core'
import { isJsonArray, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { readAddresses } from '@kvlar/core/readings'
import { argument, fact, textArgument, type Fact, type Renderer } from './facts.ts'
import { lookAlikeFacts } from './look-alike-facts.ts'

const RECIPIENTS_SHOWN = 20
const FIELDS = ['to', 'cc', 'bcc', 'recipients'] as const

/** A mail: who gets it, who of them stands outside the sender's domain, and what of it mailers could read otherwise. */
export const renderEmail: Renderer = (args, tool) => {
  const read = FIELDS.flatMap((name) => {
    const value = argument(args, [name])
    return value === undefined || value === REDACTED ? [] : [{ name, value, ...readAddresses(value) }]
  })
  const isMail = /mail|message|send/i.test(tool) || textArgument(args, ['subject']) !== undefined
  if (!isMail || !read.some(({ addresses, value }) => addresses.length > 0 || hasAt(value))) return undefined
  const people = read.flatMap(({ name, addresses }) => addresses.map((one) => ({ name, ...one })))
  const domains = [...new Set(people.map(({ domain }) => domain))]
  const own = readAddresses(textArgument(args, ['from', 'sender']) ?? null).addresses[0]?.domain
  const hidden = people.filter(({ name }) => name === 'bcc').length
  const attached = attachmentCount(args)
  return {
    kind: 'email',
    facts: [
      fact('recipients', String(people.length), people.length > 1 ? 'warn' : 'plain'),
      ...read.flatMap(({ name, doubts }) => doubts.map((doubt) => doubtful(name, doubt))),
      ...people
        .slice(0, RECIPIENTS_SHOWN)
        .map(({ name, local, domain }) =>
          fact(name, `${local}@${domain}`, name === 'bcc' ? 'warn' : 'plain'),
        ),
      ...(people.length > RECIPIENTS_SHOWN
        ? [fact('recipients', `${people.length - RECIPIENTS_SHOWN} more`, 'danger')]
        : []),
      ...domainFacts(domains, own),
      ...lookAlikeFacts(people.map(({ local, domain }) => `${local}@${domain}`)),
      ...(hidden > 0 ? [fact('hidden copies', String(hidden), 'warn')] : []),
      ...(attached > 0 ? [fact('attachments', String(attached), 'warn')] : []),
    ],
  }
}

function domainFacts(domains: readonly string[], own: string | undefined): readonly Fact[] {
  const outside = own === undefined ? [] : domains.filter((domain) => domain !== own)
  const list = (names: readonly string[]): string => names.slice(0, RECIPIENTS_SHOWN).join(', ')
  return [
    ...(own === undefined && domains.length > 0
      ? [fact('domains', list(domains), domains.length > 1 ? 'warn' : 'plain')]
      : []),
    ...(outside.length > 0 ? [fact('outside', list(outside), 'danger')] : []),
    ...domains
      .filter((domain) => /xn--|[^\x20-\x7e]/.test(domain))
      .slice(0, RECIPIENTS_SHOWN)
      .map((domain) => fact('domain', `${domain} is ${domainToASCII(domain) || 'none'}`, 'danger')),
  ]
}

function doubtful(field: string, doubt: string): Fact {
  return fact(field, `${doubt}; mailers could send to others than are listed here`, 'danger')
}

/** Whether the argument is about addresses at all: other tools have a `to` too. */
function hasAt(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes('@')
  if (typeof value !== 'object' || value === null) return false
  return (isJsonArray(value) ? value : Object.values(value)).some(hasAt)
}

function attachmentCount(args: JsonObject): number {
  const value = argument(args, ['attachments', 'files'])
  return value !== undefined && isJsonArray(value) ? value.length : 0
}
