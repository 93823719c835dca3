import type { FieldKind } from '../field-kind.ts'

/** Other spellings of a value that programs take for the same, and what to write so that they do not matter. */
export interface Spellings {
  readonly of: (text: string) => readonly string[]
  readonly help: string
}

/** By what programs make of an argument; where nobody but people reads it, spelling is not a matter of lint. */
export const SPELLINGS: Partial<Readonly<Record<FieldKind, Spellings>>> = {
  path: {
    of: (text) => {
      if (/^(?:\.\.\/?)+$/.test(text)) return ['/etc/passwd', '%2e%2e/x']
      const name = text.replace(/^.*\//, '')
      const folder = text.slice(0, text.length - name.length)
      return [
        ...(text.endsWith('/') ? [] : [`${text}/`, `${text}/.`]),
        `${folder}./${name}`,
        ...(text.startsWith('/') ? [text.replace('/', '//'), `/x/..${text}`] : [`x/../${text}`]),
        swapped(text),
      ]
    },
    help: 'write `operator: path_matches` or `path_within`, which read the path as the server does',
  },
  url: {
    of: (text) => {
      const [, scheme = '', host = '', rest = ''] = /^([a-z]+:\/\/)([^/?#]*)(.*)$/is.exec(text) ?? []
      if (host === '') return scheme === '' ? [] : [`${swapped(scheme)}${rest}`]
      return [
        `${swapped(scheme)}${host}${rest}`,
        `${scheme}${swapped(host)}${rest}`,
        `${scheme}x@${host}${rest}`,
        `${scheme}${host}.${rest}`,
        `${scheme}${host}:${/^https/i.test(scheme) ? 443 : 80}${rest}`,
      ]
    },
    help: 'write `operator: in_domain` or `url_host_in`, which read the URL as the server does',
  },
  sql: {
    of: (text) => [
      swapped(text),
      text.replace(/\s+/, '  '),
      text.replace(/\s+/, '/**/'),
      text.replace(/\s+/, '\n'),
    ],
    help: 'allow what is meant instead, with `operator: sql`, and deny the rest',
  },
  command: {
    of: (text) => {
      const [, program = ''] = /^([\w-]+)/.exec(text) ?? []
      const rest = text.slice(program.length)
      return [
        text.replace(/\s+/, '  '),
        `/bin/${text}`,
        `"${program}"${rest}`,
        `\\${text}`,
        ` ${text}`,
        text.replace(/ -([a-z])([a-z])/, ' -$1 -$2'),
      ]
    },
    help: 'allow what is meant instead, with `operator: shell`, and deny the rest',
  },
}

function swapped(text: string): string {
  return text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase()
}
