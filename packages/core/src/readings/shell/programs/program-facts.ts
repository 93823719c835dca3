/** Facts of programs that a command line does not show, from their manuals. */

/** Programs that go through folders whatever their flags. */
export const ALWAYS_WALK: ReadonlySet<string> = new Set(
  (
    'ack ack-grep ag ast-grep bsdtar cloc du fd fdfind fdupes find fzf gitleaks gtar jdupes ncdu pax repomix rg rgrep ' +
    'ripgrep rsync scc semgrep tar tokei tree trufflehog ugrep updatedb zip'
  ).split(' '),
)

/** Programs that compare their operands, and go through them where both are folders. */
export const PAIRING: ReadonlySet<string> = new Set('colordiff diff gdiff sdiff'.split(' '))

/** Flags with which a program goes through folders. */
export const WALK_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['chgrp', ['-R', '--recursive']],
  ['chmod', ['-R', '--recursive']],
  ['chown', ['-R', '--recursive']],
  ['cp', ['-r', '-R', '-a', '--recursive', '--archive']],
  ['colordiff', ['-r', '--recursive', '--from-file', '--to-file']],
  ['diff', ['-r', '--recursive', '--from-file', '--to-file']],
  ['dir', ['-R', '--recursive']],
  ['egrep', ['-r', '-R', '--recursive', '--dereference-recursive', '-d', '--directories']],
  ['fgrep', ['-r', '-R', '--recursive', '--dereference-recursive', '-d', '--directories']],
  ['gdiff', ['-r', '--recursive', '--from-file', '--to-file']],
  // Both look at files that git does not know, hidden ones too.
  ['git', ['--no-index']],
  ['grep', ['-r', '-R', '--recursive', '--dereference-recursive', '-d', '--directories']],
  ['ls', ['-R', '--recursive']],
  ['rm', ['-r', '-R', '--recursive']],
  ['scp', ['-r']],
  ['vdir', ['-R', '--recursive']],
])

/** Flags after which a program reads its relative paths from another folder. */
const FOLDER_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bsdtar', ['-C', '--directory', '--cd']],
  ['cargo', ['-C']],
  ['docker', ['--project-directory']],
  // Before a subcommand; behind one, `-C` is about copies.
  ['git', ['-C', '--git-dir', '--work-tree']],
  ['gmake', ['-C', '--directory']],
  ['go', ['-C']],
  ['gradle', ['-p', '--project-dir']],
  ['hg', ['-R', '--repository', '--cwd']],
  ['just', ['-d', '--working-directory']],
  ['make', ['-C', '--directory']],
  ['meson', ['-C']],
  ['ninja', ['-C']],
  ['npm', ['-C', '--prefix']],
  ['pnpm', ['-C', '--dir']],
  ['poetry', ['-C', '--directory', '-P', '--project']],
  ['tar', ['-C', '--directory', '--cd']],
  ['terraform', ['-chdir']],
  ['uv', ['--directory', '--project']],
  ['yarn', ['--cwd']],
])

/** Flags of this program, or of a subcommand of it, that change the folder. */
export function folderFlags(program: string, isTop: boolean): readonly string[] {
  return program === 'git' && !isTop ? [] : (FOLDER_FLAGS.get(program) ?? [])
}

/** Flags whose presence makes the first operand what the others are: `grep -e PATTERN FILE`. */
export const FIRST_OPERAND_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['awk', ['-f', '--file', '-e', '--source', '-E', '--exec']],
  ['egrep', ['-e', '--regexp', '-f', '--file']],
  ['fgrep', ['-e', '--regexp', '-f', '--file']],
  ['gawk', ['-f', '--file', '-e', '--source', '-E', '--exec']],
  ['git', ['-e', '-f']],
  ['grep', ['-e', '--regexp', '-f', '--file']],
  ['jq', ['-f', '--from-file']],
  ['rg', ['-e', '--regexp', '-f', '--file', '--files', '--type-list']],
  ['sed', ['-e', '--expression', '-f', '--file']],
  ['ugrep', ['-e', '--regexp', '-f', '--file']],
  ['zgrep', ['-e', '--regexp', '-f', '--file']],
])

/** Programs in which several letters behind one dash are one flag, and `--` ends nothing. */
export const SINGLE_DASH: ReadonlySet<string> = new Set(
  'expr ffmpeg ffplay ffprobe find go java javac magick convert openssl terraform test'.split(' '),
)

/** Programs that expand `*`, `?` and `[` in the paths they are given (gitglossary(7), pathspec). */
export const PATTERN_READERS: ReadonlySet<string> = new Set('git hg'.split(' '))

/** Programs that read their first word as flags even without a dash. */
export const FLAGS_WITHOUT_DASH: ReadonlySet<string> = new Set('ar bsdtar gtar tar'.split(' '))
