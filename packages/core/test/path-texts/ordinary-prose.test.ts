import { compilePathGlobs, judgePathText } from '@kvlar/core/readings'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ORDINARY_PATHS } from '../corpus/ordinary-paths.ts'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'

const secrets = compilePathGlobs(['$secret_files'])
const isQuiet = (text: string): boolean =>
  ['false', undefined].includes(secrets && judgePathText(text, secrets)?.truth)

const SECRETS = SECRET_PATHS.filter((path) => !path.includes(' '))
/** As people write where something lies. */
const PLACED = [...ORDINARY_PATHS, ...SECRETS].flatMap((path) => [
  path,
  `~/${path}`,
  `/srv/app/${path}`,
  `./${path}`,
])

/** Texts with a path in the middle: `p` is one of any files. */
const MIDDLE: readonly ((p: string) => string)[] = [
  (p) => `Please look at ${p} before you deploy.`,
  (p) => `Move ${p} out of the repository, then rotate it`,
  (p) => `fix: do not read ${p} twice (#42)`,
  (p) => `feat(config)!: load ${p} first\n\nBREAKING CHANGE: ${p} wins over the environment.`,
  (p) => `# Set-up\n\nCopy \`${p}\` and fill it in:\n\n\`\`\`sh\ncp ${p} x\n\`\`\`\n`,
  (p) => `- [ ] rotate \`${p}\` today\n- [x] delete \`${p}\` as well\n`,
  (p) => `[the guide](${p}) and ![logo](/public/logo.svg) are new`,
  (p) => `| file | why |\n| --- | --- |\n| ${p} | secrets |\n`,
  (p) => `const path = "${p}"\nreadFile(path)`,
  (p) => `import config from '${p}';\nexport default config;\n`,
  (p) => `with open('${p}') as f:\n    print(f.read())\n`,
  (p) => `// the key lies in ${p}\nlet key = load()`,
  (p) => `/*\n * Reads ${p}.\n */\nint main() { return 0; }`,
  (p) => `#!/bin/sh\nset -e\ncat ${p} | wc -l\necho done`,
  (p) => `node_modules\n${p}\ndist\n`,
  (p) => `SELECT path FROM files WHERE path = '${p}' AND size > 10`,
  (p) => `INSERT INTO logs (file, message) VALUES ('${p}', 'x') RETURNING id`,
  (p) => `UPDATE files SET a = '${p}' WHERE id = 1;`,
  (p) => `<p>Never share <code>${p}</code> with anyone.</p>`,
  (p) => `diff --git a/${p} b/${p}\nindex 1..2\n@@ -1 +1 @@\n-a\n+b\n`,
  (p) => `Traceback (most recent call last):\n  File "${p}", line 3, in <module>\nValueError: x\n`,
  (p) => `2026-11-30T12:00:00Z WARN cannot open ${p}: permission denied`,
  (p) => `name: build\non: push\njobs:\n  x:\n    steps:\n      - run: cat ${p}\n      - run: ls\n`,
  (p) => `Call it "${p}", and "x" the other`,
  (p) => `what does ${p} mean, and who wrote it?`,
  (p) => `COPY ${p} /app/x\nRUN npm ci\n`,
  (p) => `docker run -v ${p}:/x:ro alpine ls`,
  (p) => `scp me@host:${p} backup/ && echo ok`,
  (p) => `Dear Ada,\n\nI moved ${p} to the vault.\n\nBob`,
  (p) => `a,b\n1,${p}\n2,x\n`,
]

/** Texts that end in a path which says by itself where it begins. */
const ENDED: readonly ((p: string) => string)[] = [
  (p) => `cat ${p}`,
  (p) => `how do I read ${p}?`,
  (p) => `The key is in ${p}.`,
  (p) => `see \`${p}\``,
  (p) => `(it is in ${p})`,
  (p) => `import config from '${p}'`,
  (p) => `- ${p} `,
  (p) => `node_modules\n\n${p}\n`,
]

describe('prose, Markdown, code, queries and data that speak of files are quiet', () => {
  test.each(MIDDLE.map((write) => [write('p/q'), write] as const))('%j', (_, write) => {
    for (const path of PLACED) expect(isQuiet(write(path)), write(path)).toBe(true)
  })

  test.each(ENDED.map((write) => [write('p/q'), write] as const))(
    '%j, from a root or a home on',
    (_, write) => {
      for (const path of SECRETS)
        for (const text of [write(`~/${path}`), write(`/srv/app/${path}`), write(`$HOME/${path}`)])
          expect(isQuiet(text), text).toBe(true)
    },
  )

  test.each(ENDED.slice(3, 6).map((write) => [write('p/q'), write] as const))(
    '%j, in quotes or brackets',
    (_, write) => {
      for (const path of [...SECRETS, ...SECRETS.map((one) => `../../${one}`)])
        expect(isQuiet(write(path)), write(path)).toBe(true)
    },
  )

  test('several of them together, with addresses, expressions, percent signs and letters of any script', () => {
    const line = fc
      .tuple(
        fc.constantFrom(...MIDDLE),
        fc.constantFrom(...PLACED),
        fc.constantFrom(
          '',
          '100 % of 5 %',
          'https://example.com/.env?x=%2e%2e',
          '^\\s*\\.env\\b.*$',
          'C:\\work\\main.c',
          'naïve café – 日本語のテキスト',
          '../../x and ../../../y are up',
          'a / b / c',
          'x => { y }',
          'git show HEAD:a.ts',
        ),
      )
      .map(([write, path, other]) => `${write(path)}\n${other} and more`)
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => isQuiet(lines.join('\n'))),
      { numRuns: 2000 },
    )
  })

  test.each([
    'https://example.com/.env',
    'https://example.com/a/../.env',
    'see https://example.com/.env',
    'https://example.com/a b/.env',
    'wss://example.com/.ssh/config',
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'data:image/svg+xml;utf8,<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1/2"/></svg>',
    'data:text/plain;base64,LmVudg==',
    'mailto:me@example.com?subject=Look%20at%20the%20.env%20file&body=now',
    'tel:+49-30-1234567',
    'urn:isbn:0451450523',
    'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66',
    'blob:https://example.com/550e8400-e29b-41d4-a716-446655440000',
    '{"path":"config/.env.example","to":"x"}',
    '["src/a.ts","config/.env.example"]',
    '{\n  "path": "config/.env",\n  "to": "x"\n}',
    '^\\.env$',
    '\\.env(\\.\\w+)?$',
    '(^|/)\\.ssh(/|$)',
    '.*\\.env',
    'node_modules\n/.env\n*.log\n',
    "export * from '../../../lib/x'\nexport * from '../../../lib/y'\n",
    'See [x](../../../docs/a.md)',
    'chmod 600 ~/.ssh/id_rsa',
    'use C:\\Users\\me\\.ssh\\id_rsa',
  ])('%j', (text) => {
    expect(isQuiet(text)).toBe(true)
  })
})

test('prose that ends in a relative path of a secret file, or in one that climbs, is in doubt', () => {
  for (const text of [
    'Remove config/.env',
    'The key is in deploy/server.pem.',
    'ls ../../..',
    'cat ../../../README.md',
  ])
    expect(secrets && judgePathText(text, secrets)?.truth, text).toBe('error')
})
