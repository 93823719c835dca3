import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { SHELL_BENIGN } from './corpus/shell-benign.ts'
import { SHELL_EVASIONS } from './corpus/shell-evasions.ts'
import { SQL_BENIGN } from './corpus/sql-benign.ts'
import { SQL_EVASIONS } from './corpus/sql-evasions.ts'
import { isInsideQuotes } from './is-inside-quotes.ts'
import { judge } from './judge.ts'

const shell = judge(builtinPolicy('shell') ?? '')
const postgres = judge(builtinPolicy('postgres') ?? '')
const outcomeOf = {
  shell: (command: string) => shell('bash', { command }).outcome,
  sql: (sql: string) => postgres('query', { sql }).outcome,
}

/** `text` with `piece` put in at every position, except the positions that `skip` names. */
function withPiece(
  text: string,
  piece: string,
  skip: (at: number) => boolean = () => false,
): readonly string[] {
  const positions = Array.from({ length: text.length + 1 }, (_, at) => at)
  return positions.filter((at) => !skip(at)).map((at) => text.slice(0, at) + piece + text.slice(at))
}

describe('The shell policy', () => {
  it('allows none of the commands that write, run, send or reveal something', () => {
    expect(SHELL_EVASIONS.length).toBeGreaterThanOrEqual(60)
    expect(SHELL_EVASIONS.filter((command) => outcomeOf.shell(command) === 'allow')).toEqual([])
  })

  it('denies none of the everyday commands', () => {
    expect(SHELL_BENIGN.length).toBeGreaterThanOrEqual(30)
    expect(SHELL_BENIGN.filter((command) => outcomeOf.shell(command) === 'deny')).toEqual([])
  })

  it('allows no command with another one, or with a character that is expanded, anywhere outside its quotes', () => {
    const allowed = SHELL_BENIGN.filter((command) => outcomeOf.shell(command) === 'allow')
    expect(allowed.length).toBeGreaterThan(20)
    const pieces = [
      ...Array.from('$`<(){*?!\0\u00a0\u2028\u0085\ufeff\r'),
      '$(id)',
      '; id ',
      '\nid\n',
      ' && id ',
      ' || id ',
      ' & ',
      ' | sh ',
      ' > a ',
      ' ~/a',
    ]
    const slipped = allowed.flatMap((command) =>
      pieces.flatMap((piece) =>
        withPiece(command, piece, (at) => isInsideQuotes(command, at)).filter(
          (text) => outcomeOf.shell(text) === 'allow',
        ),
      ),
    )
    expect(slipped).toEqual([])
  })

  it('allows no command that is given as a list, under another name, or with company', () => {
    const allowed = SHELL_BENIGN.filter((command) => outcomeOf.shell(command) === 'allow')
    for (const command of allowed) {
      const words = command.split(' ')
      for (const parameters of [
        { command: words },
        { command: [command] },
        { command: { text: command } },
        { cmd: command },
        { script: command },
        { Command: command },
        { args: words },
        { command, args: ['-x'] },
        { command, env: {} },
        { command, cwd: '/etc' },
        { command, working_dir: '.' },
        { command, workdir: '/etc' },
        { command, directory: 'src' },
        { command, shellPath: '/tmp/sh' },
        { command, pre_command: 'id' },
        {},
      ])
        expect(shell('bash', parameters).outcome, JSON.stringify(parameters)).not.toBe('allow')
    }
  })
})

describe('The postgres policy', () => {
  it('allows none of the statements that change, run, wait, lock or reveal something', () => {
    expect(SQL_EVASIONS.length).toBeGreaterThanOrEqual(60)
    expect(SQL_EVASIONS.filter((sql) => outcomeOf.sql(sql) === 'allow')).toEqual([])
  })

  it('denies none of the everyday statements', () => {
    expect(SQL_BENIGN.length).toBeGreaterThanOrEqual(30)
    expect(SQL_BENIGN.filter((sql) => outcomeOf.sql(sql) === 'deny')).toEqual([])
  })

  it('allows no read with another statement or an unlisted function outside its quotes', () => {
    // Inside a comment anything may stand.
    const plain = SQL_BENIGN.filter((sql) => !/--|\/\*/.test(sql))
    const allowed = plain.filter((sql) => outcomeOf.sql(sql) === 'allow')
    expect(allowed.length).toBeGreaterThan(25)
    const pieces = [
      '; DROP TABLE users --',
      '; SELECT 1',
      '/*',
      '$$',
      ' pg_sleep(1) ',
      ' evil."count"(1) ',
      ' (DELETE FROM users) ',
      '`',
      '\\',
    ]
    const slipped = allowed.flatMap((sql) =>
      pieces.flatMap((piece) =>
        withPiece(sql, piece, (at) => isInsideQuotes(sql, at)).filter(
          (text) => outcomeOf.sql(text) === 'allow',
        ),
      ),
    )
    expect(slipped).toEqual([])
  })
})
