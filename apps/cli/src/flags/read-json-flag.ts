import { LIMITS } from '@kvlar/core'
import { readJson, type JsonValue } from '@kvlar/core/json'
import { readStandardInput, readText, type ReadText } from '@kvlar/core/node'
import { UsageError } from '../failures/usage-error.ts'

/** What a message would nest around the arguments of a call: the message and its `params`. */
const MESSAGE_LEVELS = 2

/**
 * The JSON that a flag names: itself, the file after `@`, or standard input for `-`. It is read as strictly as the
 * proxy reads a message, so that what is refused there is not judged here.
 * @throws UsageError with the place of the problem
 */
export async function readJsonFlag(label: string, given: string): Promise<JsonValue> {
  const source = given === '-' ? 'standard input' : given.startsWith('@') ? `\`${given.slice(1)}\`` : 'it'
  const read = await readGiven(given)
  if (!read.ok) throw new UsageError(`\`${label}\` cannot be read from ${source}: ${read.why}`)
  const answer = readJson(read.text, { multiline: true, depthMax: LIMITS.jsonDepthMax - MESSAGE_LEVELS })
  if (!answer.ok) {
    const at = answer.refusal.offset + 1
    throw new UsageError(
      `\`${label}\` is not JSON with one reading: ${answer.refusal.message} (character ${at})`,
    )
  }
  const finding = answer.findings.find(({ kind }) => kind !== 'number_form')
  if (finding === undefined) return answer.value
  throw new UsageError(
    `\`${label}\` does not read the same everywhere: ${FINDINGS[finding.kind]} (character ${finding.offset + 1})`,
    'the proxy refuses such a message',
  )
}

const FINDINGS = {
  folded_siblings: 'two keys of one object differ only in case or compatibility forms',
  number_changes: 'a number is one that a double cannot hold',
  number_form: 'a number is written in an unusual form',
  lone_surrogate: 'a text has no UTF-8 form',
  deep: 'it nests too deep',
} as const

async function readGiven(given: string): Promise<ReadText> {
  if (given.startsWith('@')) return readText(given.slice(1))
  return given === '-' ? readStandardInput() : { ok: true, text: given }
}
