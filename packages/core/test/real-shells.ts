import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Programs that exist where the shells run; those that begin with `f` fail. */
export const STUBS = ['git', 'ls', 'rm', 'a', 'p1', 'x.y', 'fail', 'f2', 'sh', 'sudo', 'env'] as const

/** Prints its words into a file of its own, each ended by NUL, so that neither pipes nor redirects hide it. */
const STUB = `#!/bin/sh
printf '%s\\0' "\${0##*/}" "$@" '<end>' >> "$STUB_LOG"
case "\${0##*/}" in f*) exit 1 ;; esac
exit 0
`

/** What each text runs in a real shell: the words of every stub that was started, in any order. */
export function runInShell(shell: string, texts: readonly string[]): readonly (readonly string[])[] {
  const root = mkdtempSync(join(tmpdir(), 'kvlar-shell-'))
  for (const folder of ['bin', 'log', 'work']) mkdirSync(join(root, folder))
  writeFileSync(join(root, 'stub'), STUB)
  chmodSync(join(root, 'stub'), 0o755)
  for (const name of STUBS) symlinkSync(join(root, 'stub'), join(root, 'bin', name))
  const lines = texts.map(
    (text, index) =>
      `STUB_LOG='${root}/log/${index}' '${shell}' -c '${text.replaceAll("'", "'\\''")}' </dev/null`,
  )
  const script = join(root, 'script')
  writeFileSync(script, `PATH='${root}/bin'\nexport PATH\ncd '${root}/work'\n${lines.join('\n')}\n:\n`)
  execFileSync('/bin/sh', [script], { stdio: 'ignore', timeout: 120_000 })
  const left = readdirSync(join(root, 'work'))
  if (left.length > 0) throw new Error(`files were written: ${left.join(', ')}`)
  return texts.map((_, index) => {
    try {
      const log = readFileSync(join(root, 'log', String(index)), 'utf8')
      return log.split('\0<end>\0').slice(0, -1).toSorted()
    } catch {
      return []
    }
  })
}
