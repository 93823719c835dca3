import type { JsonObject } from '@kvlar/core/json'
import { createFloor } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'
import { call } from '../real-places.ts'

const KVLAR = '/home/ada/.kvlar'
const floor = createFloor({ protectedPaths: [KVLAR], home: '/home/ada', cwd: '/home/ada/work' })

const FILES = [
  `${KVLAR}/keys/k`,
  '../.kvlar/keys/k',
  '~/.kvlar',
  '"../.kvlar/k"',
  'x/../../.kvlar',
  '$HOME/.kvlar/k',
]

const LISTS: readonly ((file: string) => string)[] = [
  (file) => `a.txt, ${file}`,
  (file) => `a.txt,b.txt, ${file}, c.txt`,
  (file) => `a.txt ${file}`,
  (file) => `a ${file}`,
  (file) => `a.txt\n${file}\n`,
  (file) => `a\r\n${file}`,
  (file) => `a b.txt;${file}`,
  (file) => `a b.txt; ${file}`,
  (file) => `-r ${file}`,
  (file) => `--file ${file}`,
  (file) => `-n -f ${file} -x`,
  (file) => `${file} a.txt`,
  (file) => `${file}, a b.txt`,
]

describe('each path of a list with blanks is held against what Kvlar protects', () => {
  test.each(['path', 'paths', 'file', 'files', 'filePath', 'folders', 'operands'])('under `%s`', (name) => {
    for (const file of FILES)
      for (const list of LISTS)
        for (const tool of ['read_files', 'x', 'write'])
          expect(floor(call(tool, { [name]: list(file) })), `${name}: ${list(file)}`).toMatchObject({
            kind: 'inside',
          })
  })

  test.each(['x', 'name', 'query', 'spec', 'items', 'data', 'args', 'input', 'targets'])(
    'under any other name, where each item looks like a path or an option: `%s`',
    (name) => {
      const lists: readonly ((file: string) => string)[] = [
        (file) => `b c.md\n${file}\na.txt`,
        (file) => `a.txt\r\n\r\n${file}\r\n`,
        (file) => `a.txt | ${file} | b.md`,
        (file) => `my notes.txt, ${file}`,
        (file) => `a.txt; ${file};`,
        (file) => `-C .. ${file}`,
        (file) => `-r ${file}`,
        (file) => `--file ${file} ./b`,
        (file) => `${file} a.txt`,
      ]
      for (const file of FILES)
        for (const list of lists)
          for (const parameters of [{ [name]: list(file) }, { o: { [name]: [list(file)] } }])
            expect(floor(call('x', parameters)), list(file)).toMatchObject({ kind: 'inside' })
    },
  )

  test.each([
    'What is in ~/.kvlar/policy.yaml, please?',
    'see ~/.kvlar/policy.yaml | and the guide',
    'Kvlar keeps its keys in\n~/.kvlar/keys\nand its policy beside them.',
    'compare ./kvlar.yaml ~/.kvlar/policy.yaml',
    '| file | use |\n| ~/.kvlar/policy.yaml | the policy |',
    'cd ~/.kvlar; ls',
  ])('prose and command lines are none: %s', (text) => {
    for (const name of ['query', 'prompt', 'title', 'x'])
      expect(floor(call('ask', { [name]: text })), name).toBeUndefined()
    expect(
      floor(call('write_file', { path: 'a.md', content: `a.txt\n~/.kvlar/policy.yaml\n` })),
    ).toBeUndefined()
  })

  test.each(['args', 'input', 'source', 'to'])(
    'under `%s`, where nothing but paths and options stands there',
    (name) => {
      for (const file of FILES)
        for (const text of [`-r ${file}`, `a.txt ${file}`, `./a.txt, ${file}`, `src/a.ts\n${file}`])
          expect(floor(call('x', { [name]: text })), `${name}: ${text}`).toMatchObject({ kind: 'inside' })
      expect(floor(call('x', { [name]: `see ${FILES[0]} for more` }))).toBeUndefined()
    },
  )
})

describe('the files that a patch names are arguments', () => {
  const HEADS: readonly ((file: string) => string)[] = [
    (file) => `--- a/x\n+++ ${file}\n@@ -1 +1 @@\n-a\n+b\n`,
    (file) => `--- ${file}\t2026-01-01\n+++ b/x\n`,
    (file) => `diff --git a/x b/y\nrename from ${file}\nrename to b\n`,
    (file) => `diff --git a/x b/y\ncopy from a\ncopy to ${file}\n`,
    (file) => `*** Begin Patch\n*** Update File: ${file}\n@@\n-a\n+b\n*** End Patch`,
    (file) => `*** Begin Patch\n*** Add File: ${file}\n+b\n*** End Patch`,
    (file) => `*** Begin Patch\n*** Delete File: ${file}\n*** End Patch`,
    (file) => `*** Begin Patch\n*** Update File: a\n*** Move to: ${file}\n*** End Patch`,
  ]
  test.each(['patch', 'input', 'diff', 'patches'])('under `%s`', (name) => {
    for (const head of HEADS)
      for (const file of [
        '../.kvlar/keys/k',
        `${KVLAR}/policy.yaml`,
        'b/../.kvlar/x',
        'b/../../.kvlar/x',
        '~/.kvlar/x',
      ])
        expect(floor(call('apply_patch', { [name]: head(file) })), head(file)).toMatchObject({
          kind: 'inside',
        })
    expect(
      floor(call('apply_patch', { [name]: '--- a/x.md\n+++ b/x.md\n+See ~/.kvlar/policy.yaml\n' })),
    ).toBeUndefined()
  })
})

describe('on Windows', () => {
  const PROFILE = 'C:\\Users\\me'
  const windows = createFloor({
    protectedPaths: [`${PROFILE}\\.kvlar`, `${PROFILE}\\AppData\\Local\\kvlar`],
    home: PROFILE,
    cwd: `${PROFILE}\\work`,
  })
  test.each([
    'C:\\Users\\me\\.kvlar\\k',
    '\\Users\\me\\.kvlar\\k',
    '..\\.kvlar\\k',
    'x (1)\\..\\..\\.kvlar',
    'C:..\\.kvlar\\k',
    '\\\\?\\UNC\\localhost\\C$\\Users\\me\\.kvlar\\k',
    '\\\\.\\UNC\\127.0.0.1\\c$\\Users\\me\\.kvlar\\k',
    '\\\\?\\GLOBALROOT\\Device\\HarddiskVolume3\\Users\\me\\.kvlar\\k',
    '\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\Users\\me\\.kvlar\\k',
    '\\??\\C:\\Users\\me\\.kvlar\\k',
    '%LOCALAPPDATA%\\kvlar\\k',
    '$env:LOCALAPPDATA\\kvlar\\k',
    '${env:USERPROFILE}\\.kvlar\\k',
    '%HOMEDRIVE%%HOMEPATH%\\.kvlar\\k',
    'C:\\Users\\%USERNAME%\\.kvlar',
    '/cygdrive/c/Users/me/.kvlar/k',
    '\\\\wsl$\\Ubuntu\\mnt\\c\\Users\\me\\.kvlar',
    '\\\\wsl.localhost\\Ubuntu\\mnt\\c\\Users\\me\\.kvlar',
    'C:\\Documents and Settings\\me\\.kvlar\\k',
    'C:\\Users\\me\\work\\.. \\.kvlar\\k',
    'file:///C:/Users/me//../.kvlar/k',
    'file:\\\\\\C:\\Users\\me\\.kvlar\\k',
  ])('%s', (path) => {
    for (const parameters of [
      { path },
      { paths: ['a', path] },
      { q: path },
      { input: JSON.stringify({ path }) },
    ] as JsonObject[])
      expect(windows(call('read', parameters)), JSON.stringify(parameters)).toMatchObject({ kind: 'inside' })
  })

  test.each([
    'C:\\Users\\me\\work\\a b.txt',
    '..\\notes\\x.md',
    '\\\\server\\share\\kvlar',
    '%TEMP%\\kvlar.log',
    'D:\\Users\\me\\x',
  ])('and %s is free', (path) => {
    expect(windows(call('read', { path }))).toBeUndefined()
  })
})
