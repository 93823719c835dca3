import { FORMATS } from '../formats/formats.ts'
import type { ParsedConfig } from '../formats/parse-config.ts'
import { changeValue } from '../formats/value/change-value.ts'
import { sameValue } from '../formats/value/same-value.ts'
import { wrapError } from '../wrap-error.ts'
import type { ServerEdit } from './server-edit.ts'
import { applySplices } from './splice.ts'

/**
 * The text after the edits, its byte-order mark kept.
 *
 * INVARIANT: the new text, read afresh, means the old one with exactly the intended changes; anything else is a
 * ConfigError and nothing is written.
 */
export function editConfig(config: ParsedConfig, edits: readonly ServerEdit[], file: string): string {
  const text = applySplices(
    config.text,
    edits.flatMap((edit) => edit.splices),
  )
  const intended = edits
    .flatMap((edit) => edit.changes)
    .reduce((value, change) => changeValue(value, change.path, change.value), config.value)
  if (!means(config, text, intended)) {
    throw wrapError(
      'WRAP_EDIT_UNSAFE',
      `\`${file}\` is written in a way that cannot be edited safely; leaving it as it is`,
      {
        file,
        help: 'put Kvlar in front of these servers by hand, or write their entries more plainly',
      },
    )
  }
  return config.byteOrderMark + text
}

function means(config: ParsedConfig, text: string, intended: ParsedConfig['value']): boolean {
  try {
    const row = FORMATS[config.format]
    row.read(text)
    return sameValue(row.value(text), intended)
  } catch {
    return false
  }
}
