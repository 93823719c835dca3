import { describe, expect, test } from 'vitest'
import { compileShellGrant, readShell } from '@kvlar/core/readings'
import { DEVELOPER_GRANT } from '../developer-grant.ts'
import { FLAGS, FOREIGN, MOVED, PATHS } from '../argument-spellings.ts'
import {
  COMPOUNDS,
  EXPANSIONS,
  JOINED_COMMANDS,
  QUOTED_PROGRAMS,
  REDIRECTED,
  WRAPPED,
} from '../program-spellings.ts'

const judge = compileShellGrant(DEVELOPER_GRANT)
/** As a rule would have it that denies deletion. */
const judgeDeletion = compileShellGrant({
  syntax: 'posix',
  permit: ['pipes', 'sequence'],
  programs: { rm: { flags: ['-r', '-f'], operands: 'text' } },
})

describe('no spelling of what is not granted is granted', () => {
  test.each([
    ['quotes and escapes in the name of a program', QUOTED_PROGRAMS],
    ['a second command behind a granted one', JOINED_COMMANDS],
    ['expansions and substitutions', EXPANSIONS],
    ['programs that run others', WRAPPED],
    ['redirects', REDIRECTED],
    ['compound commands', COMPOUNDS],
    ['characters outside ASCII and controls', FOREIGN],
    ['flags that are not named, or are spelled otherwise', FLAGS],
    ['paths outside, spelled in other ways', PATHS],
    ['relative paths after a change of the folder', MOVED],
  ])('%s', (_, texts) => {
    expect(new Set(texts).size).toBeGreaterThanOrEqual(200)
    expect(texts.filter((text) => judge(text).truth === 'true')).toEqual([])
  })
})

describe('no spelling of a deletion is certain to be none', () => {
  test.each([
    ['quotes and escapes in the name of a program', QUOTED_PROGRAMS],
    ['a second command behind another one', JOINED_COMMANDS],
    ['expansions and substitutions', EXPANSIONS],
    ['programs that run others', WRAPPED],
    ['compound commands', COMPOUNDS],
  ])('%s', (_, texts) => {
    expect(texts.filter((text) => judgeDeletion(text).truth === 'false')).toEqual([])
  })

  test('nor is one whose name only case or an ending tells from it', () => {
    for (const text of ['RM -rf /', 'Rm x', 'rm.exe x', 'RM.CMD x'])
      expect(judgeDeletion(text)).toMatchObject({ truth: 'error' })
  })
})

test('a problem never quotes the command', () => {
  for (const text of [...FLAGS, ...PATHS, ...MOVED, ...JOINED_COMMANDS]) {
    const secret = text.replaceAll(/[a-z]{3,}/g, (word) => `${word}Zq`)
    expect(judge(secret).problem ?? '').not.toMatch(/Zq/)
  }
})

test('what is foreign or redirected is a doubt', () => {
  for (const text of [...FOREIGN, ...REDIRECTED])
    expect([text, readShell(text).doubts.length > 0]).toEqual([text, true])
})
