import { expect, test } from 'vitest'
import { judgeSecrets } from '@kvlar/core/readings'

/** Names of secrets without end, in codings over one another; none has a value. */
const UNITS = [
  'api_key==\n',
  'secret:&amp;',
  'api_key="+"\uff41&#97;',
  'e\u0301secret:=67%u0061secret:x',
  'token: abc ',
]

test.each(UNITS)('a text that is full of names of secrets counts as one that holds a secret: %j', (unit) => {
  expect(judgeSecrets(unit.repeat(40_000)).truth).toBe('true')
})

test('a long document that speaks of secrets does not', () => {
  const page =
    'Set the password: it is read from the environment. An api_key=<yours> goes into the token field.\n'
  expect(judgeSecrets(page.repeat(3000)).truth).toBe('false')
})
