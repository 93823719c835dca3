import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadPolicy, PolicyError, type Match } from '@kvlar/core'
import { call, engineOf, field, globs, NOW, rule } from '../rule-builders.ts'

const stops = (match: Partial<Match>, name: string, type: 'deny' | 'require_approval' = 'deny') =>
  engineOf(rule('r', type, match)).decide(call(name), NOW)

describe('words of a name', () => {
  const words: Partial<Match> = { words: ['delete', 'drop'] }

  test.each([
    'delete',
    'delete_file',
    'fs.delete',
    'file-delete-all',
    'fs/delete:now',
    'deleteFile',
    'fileDelete',
    'DeleteFile',
    'DELETE_FILE',
    'DELETEfile',
    'dElEtE',
    'getDELETEById',
    'delete2',
    '2delete',
    'drop2Tables',
    'delete file; now',
  ])('are found in %s', (name) => {
    expect(stops(words, name)).toMatchObject({ outcome: 'deny', ruleId: 'r' })
    expect(stops(words, name).error).toBeUndefined()
    expect(stops(words, name, 'require_approval').ruleId).toBe('r')
  })

  test.each([
    'deleted',
    'undelete',
    'deletes_file',
    'backdrop',
    'raindrops',
    'get',
    '',
    '_',
    'del_ete',
    'de1ete',
  ])('are not found in %j', (name) => {
    expect(stops(words, name).ruleId).toBe('_default_deny')
  })

  test('of a name beyond ASCII are an error, so that a rule by words stops it', () => {
    for (const name of [
      'dеlete_file',
      'löschen',
      'del\u200bete',
      'ｄｅｌｅｔｅ',
      'read_fıle',
      'read\u0000',
      '读取',
    ]) {
      const decision = stops(words, name)
      expect(decision).toMatchObject({ ruleId: 'r', code: 'POLICY_DENY' })
      expect(decision.error).toContain('its words are not certain')
      expect(stops(words, name, 'require_approval').error).toBeDefined()
    }
    expect(stops(words, 'x'.repeat(513)).error).toContain('its words are not certain')
  })

  test('stop together with everything else that a rule asks, and an error gives way to what is false', () => {
    const both: Partial<Match> = { ...words, resources: globs('fs_*'), condition: field('force', 'exists') }
    const decide = (name: string, parameters = {}) =>
      engineOf(rule('r', 'deny', both)).decide(call(name, parameters), NOW).ruleId
    expect(decide('fs_delete', { force: 1 })).toBe('r')
    expect(decide('fs_delete')).toBe('_default_deny')
    expect(decide('db_delete', { force: 1 })).toBe('_default_deny')
    expect(decide('fs_löschen', { force: 1 })).toBe('r')
    expect(decide('fs_löschen')).toBe('_default_deny')
  })

  test('hide a tool that no later rule can allow', () => {
    const engine = engineOf(rule('r', 'deny', words), rule('all', 'allow'))
    for (const name of ['delete_file', 'löschen']) expect(engine.isHidden(call(name))).toBe(true)
    expect(engine.isHidden(call('read_file'))).toBe(false)
  })

  test('say in a trace which word was looked for', () => {
    const engine = engineOf(rule('r', 'deny', words))
    const step = (name: string) => engine.decide(call(name), NOW, { trace: true }).trace?.[0]
    expect(step('read_file')).toMatchObject({
      part: 'words',
      truth: 'false',
      detail: 'expected delete, drop, found `read_file`',
    })
    expect(step('löschen')).toMatchObject({ part: 'words', truth: 'error', matched: true })
  })

  test('are refused in an allow rule that was built without the loader', () => {
    expect(() => engineOf(rule('r', 'allow', words))).toThrow(PolicyError)
  })

  test('are found through the index as by looking at every rule, in order', () => {
    const word = fc.constantFrom('read', 'delete', 'file', 'url', 'get', 'x2', 'é')
    const name = fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), fc.constantFrom('_', '', 'É', '-'))
      .map(([parts, joint]) => parts.join(joint))
    const list = fc.array(fc.subarray(['read', 'delete', 'file', 'url', 'get', '2'], { minLength: 1 }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(list, name, (lists, tool) => {
        const rules = lists.map((each, at) => rule(`r${at}`, 'deny', { words: each }))
        const alone = rules.find((each) => engineOf(each).decide(call(tool), NOW).ruleId !== '_default_deny')
        expect(engineOf(...rules).decide(call(tool), NOW).ruleId).toBe(alone?.id ?? '_default_deny')
      }),
    )
  })
})

describe('ignore_case', () => {
  const decided = (pattern: string, name: string, type: 'allow' | 'deny' = 'deny') =>
    engineOf(
      rule('r', type, {
        resources: /[*?[]/.test(pattern) ? globs(pattern) : [{ kind: 'exact', text: pattern }],
        ignoreCase: true,
      }),
    ).decide(call(name), NOW).ruleId === 'r'

  test.each([
    ['delete_*', 'Delete_File'],
    ['DELETE_*', 'delete_x'],
    ['*_File', 'READ_FILE'],
    ['Delete', 'dELETE'],
    ['*eTe*', 'xDELETEx'],
    ['[a-c]*', 'Bx'],
    ['[A-C]*', 'bx'],
    ['?elete', 'DELETE'],
    ['strasse*', 'STRAßE_x'],
    ['delete*', 'ｄＥＬＥＴＥ'],
    ['kill*', '\u212aill'],
    ['*', 'X'],
  ])('lets %s cover %s', (pattern, name) => {
    expect(decided(pattern, name)).toBe(true)
  })

  test.each([
    ['delete_*', 'Deleted'],
    ['[!a]*', 'Ax'],
    ['[!A]*', 'ax'],
    ['[a-c]*', 'Dx'],
    ['Delete', 'deletes'],
  ])('does not let %s cover %s', (pattern, name) => {
    expect(decided(pattern, name)).toBe(false)
  })

  test('covers odd names in an allow rule only as they are spelled out', () => {
    expect(decided('read_*', 'READ_FILE', 'allow')).toBe(true)
    expect(decided('read_*', 'READ_ﬁle', 'allow')).toBe(false)
    expect(decided('kill', '\u212aill', 'allow')).toBe(false)
    expect(decided('\u212aill', '\u212aill', 'allow')).toBe(true)
  })

  test('keeps the order of rules that are found by folded names and by names as written', () => {
    const name = fc.constantFrom('read_file', 'READ_FILE', 'Read_File', 'xread_file', 'read_')
    const pattern = fc.constantFrom(
      'read_*',
      'READ_*',
      '*_file',
      '*_FILE',
      'read_file',
      'Read_File',
      '*d_f*',
      '*',
    )
    const written = fc.array(fc.tuple(pattern, fc.boolean()), { maxLength: 8 })
    fc.assert(
      fc.property(written, name, (list, tool) => {
        const rules = list.map(([text, ignores], at) =>
          rule(`r${at}`, 'deny', { resources: globs(text), ...(ignores && { ignoreCase: true as const }) }),
        )
        const alone = rules.find((each) => engineOf(each).decide(call(tool), NOW).ruleId !== '_default_deny')
        expect(engineOf(...rules).decide(call(tool), NOW).ruleId).toBe(alone?.id ?? '_default_deny')
      }),
    )
  })
})

test('an own allow rule before an inherited deny by words or without case is warned of', () => {
  const warned = (match: string) =>
    loadPolicy(
      {
        file: 'main',
        text: 'name: m\nextends: [base]\nrules: [{id: own, match_on: {resources: ["file_*"]}, effect: {type: allow}}]\n',
      },
      {
        read: () => `name: b\nrules: [{id: base, match_on: {${match}}, effect: {type: deny, reason: r}}]\n`,
        builtin: () => undefined,
        resolve: (_from, ref) => ref,
      },
    ).warnings.map(({ message }) => /a call of `(.*?)`/.exec(message)?.[1])
  expect(warned('words: [delete]')).toEqual(['file_delete'])
  expect(warned('resources: ["FILE_Del*"], ignore_case: true')).toEqual(['file_del'])
  expect(warned('resources: ["FILE_Del*"]')).toEqual([])
  expect(warned('words: [delete], resources: ["db_*"]')).toEqual([])
})
