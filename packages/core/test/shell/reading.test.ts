import { describe, expect, test } from 'vitest'
import { readArgv, readShell, SHELL_DOUBTS, type ShellDoubtKind } from '@kvlar/core/readings'
import { parts } from '../parts.ts'

/** The kinds of doubt about a text, each once. */
function doubts(text: string): readonly ShellDoubtKind[] {
  return [...new Set(readShell(text).doubts.map(({ kind }) => kind))]
}

/** What runs, as `connector program arguments`. */
function runs(text: string): readonly string[] {
  return readShell(text).runs.map(({ connector, words }) =>
    `${connector} ${words.map((word) => word.text).join(' ')}`.trim(),
  )
}

describe('a command line', () => {
  test('is read as the commands of a shell with the words that programs get', () => {
    const { commands, doubts: found } = readShell(
      `git log --oneline -20 | grep 'a b' && echo "x\\"y" a\\ b; pwd`,
    )
    expect(found).toEqual([])
    const seen = commands.map(
      ({ connector, words }) => `${connector}(${words.map(({ text }) => text).join(')(')})`,
    )
    expect(seen).toEqual(['(git)(log)(--oneline)(-20)', '|(grep)(a b)', '&&(echo)(x"y)(a b)', ';(pwd)'])
  })

  test('ends a command at a line feed, and reads on behind a connector', () => {
    expect(runs('\n\nls\n\ncat a |\n\ngrep b &&\nwc\n')).toEqual(['ls', '; cat a', '| grep b', '&& wc'])
  })

  test('has words with their places in the text', () => {
    const text = `cat  'a b' c`
    const [command] = readShell(text).commands
    expect(command?.words.map(({ start, end }) => text.slice(start, end))).toEqual(['cat', "'a b'", 'c'])
  })

  test('may throw output away and join the two streams, and open nothing else', () => {
    for (const text of parts(String.raw`
        ls >/dev/null   ls 2> /dev/null   ls >> /dev/null 2>&1   2>&1 ls   ls </dev/null   ls 1>&2   ls>&2
      `))
      expect(doubts(text)).toEqual([])
    for (const text of [
      ...parts(String.raw`
          ls > x   ls >> x   ls < x   ls 2> x   ls >| /dev/null   ls <> /dev/null   ls &> /dev/null   ls >& x
        `),
      ...parts(String.raw`
          ls 3>&1   ls 2>&3   ls >&-   ls 10>/dev/null   ls > '/dev/null'   ls > /dev/null/../x
          ls > /dev/tcp/h/1
        `),
      'ls {fd}>/dev/null',
      'ls |& cat',
      'ls 2>&1x',
      'ls >/dev/sda',
      'ls "2">/dev/null',
    ])
      expect(doubts(text).length).toBeGreaterThan(0)
  })
})

describe('everything that is not known to be safe is a doubt', () => {
  // A text has no words that are operators.
  const KINDS: Readonly<Record<Exclude<ShellDoubtKind, 'operator'>, readonly string[]>> = {
    ansi_quote: [`cat $'\\x2e'`, 'echo $"a"'],
    assignment: ['PATH=. ls', 'a=1 b=2 ls', 'x+=1 ls', 'a=1', '"A"=1 ls', 'env A=1 ls'],
    background: ['ls &', 'ls & rm x', '& ls', 'ls &\n'],
    brace: ['{rm,-rf,/}', 'cat {a,b}', 'cat a{1..3}', 'echo {', 'echo }', 'cat {{a,b}}'],
    comment: ['ls # x', '#ls', 'ls #', 'ls\n# rm'],
    compound: parts(String.raw`
        if true; then ls; fi   while :; do ls; done   for a in b; do ls; done   case a in b) ls;; esac   ! ls
        [[ a ]]   until a; do b; done   function f   ls ;; ls   coproc ls   timeout 5 if   "if" a
      `),
    continuation: ['ls \\\n-la', 'l\\\ns', '"a\\\nb" c'],
    control: [
      'ls\r',
      'ls\r\npwd',
      'ls \u0007',
      "ls 'a\u0000b'",
      'ls "\u001b[2K"',
      'ls \ud800',
      "ls '\u0085'",
      'ls\u000b-la',
      'ls\u000c',
    ],
    empty: ['', '  ', '\n', ';', 'ls &&', '&& ls', 'ls | | wc', 'ls ; ; pwd', 'ls >', '>/dev/null', 'ls |\n'],
    escape: ['\\rm x', 'cat C:\\windows', 'ls \\', 'l\\s', 'ls \\é', 'ls \\\t'],
    expansion: [
      ...parts(String.raw`
        cat $HOME   cat "$x"   $x   cat $1   cat $?   cat $   cat "$$"   cat $@
      `),
      'cat ${x}',
      'cat "a${IFS}b"',
    ],
    foreign: [
      'ls\u00a0-la',
      'ls \u2014a',
      'ls 🎉',
      'cat /etc\u2044passwd',
      'ls \u2011\u2011all',
      'ls\u2028pwd',
      'ls\u3000a',
      'ls \u200b',
      '\ufeffls',
    ],
    glob: ['ls *', 'cat a?', 'cat [ab]', 'rm -- *', 'cat .??*', 'cat a['],
    group: ['(ls)', 'f() { ls; }', 'ls (a)', 'a=(b)', 'echo @(a)'],
    here_document: ['cat <<EOF\nx\nEOF', 'cat <<-E\nE', 'cat <<< x'],
    history: ['ls !!', 'ls "a!b"', 'a!', 'echo !$', 'ls !-1'],
    other_shell: ['ls %PATH%', 'cat %windir%', 'r^m x', 'ls ^a', '=ls', 'cat =a', 'cmd ^& del'],
    program_name: ['ɡit status', 'ｒｍ x', '"a b" c', '"" x', "'rm;' x", 'a@b c', '-x', '"ls\n"', 'git\\;'],
    program_path: ['/bin/ls', './run', '../x', 'bin/x', '.hidden', "'~'/x", 'timeout 5 ./x', "'a\\b' c"],
    redirect: ['ls > x', 'ls 2>&3'],
    shell_state: parts(String.raw`
        export A=1   . x   alias ls=rm   set -x   unset PATH   read x   trap x 0   hash -p a b   pushd x
        shopt -s x   timeout 1 export   enable -f a b
      `),
    stdin_code: ['cat x | sh', 'sh', 'bash -', 'sh -s', 'cat x | timeout 5 bash', 'zsh'],
    substitution: [
      ...parts(String.raw`
        ls $(id)   ls "$(id)"   diff <(a) <(b)   tee >(a)   $(a) b   ls $((1))
      `),
      'ls `id`',
      'ls "`id`"',
    ],
    tilde: ['ls ~', 'cat ~/x', 'ls ~root', 'ls --a=~/x', 'ls a:~/x'],
    too_long: [`echo ${'x'.repeat(140_000)}`, 'x;'.repeat(1100)],
    unclosed: ["ls 'a", 'ls "a', 'ls "a\\"', "'", '"'],
    unusual_flag: ['ls -é', "ls '-\u0430'", "git '--\u0430ll'", 'ls --fоrce'],
    wrapper: [
      ...parts(String.raw`
          sudo ls   doas ls   xargs ls   nohup ls   exec ls   eval ls   env -u X ls   env   env -S "ls"
          setsid ls   watch ls
        `),
      ...parts(String.raw`
          busybox ls   npx x   parallel ls   timeout   timeout 5   timeout x ls   timeout -z 5 ls   nice -n x ls
          command -p ls   command -v ls
        `),
      ...parts(String.raw`
          sh -xc ls   sh -c   sh -c ls a   zsh -c ls   bash --rcfile x   bash -O a   find . -exec ls {} +
          fd -x ls   fd -HX ls   pwsh -c ls   cmd /c ls
        `),
      'find . -ok ls \\;',
      'timeout 1 '.repeat(9) + 'ls',
    ],
  }

  test.each(Object.entries(KINDS))('%s', (kind, texts) => {
    for (const text of texts)
      expect([text, doubts(text)]).toEqual([text, expect.arrayContaining([kind]) as unknown])
  })

  test('every kind says why in a sentence that holds nothing of the command', () => {
    for (const text of Object.values(KINDS).flat())
      for (const { kind, why } of readShell(text).doubts) expect(why).toBe(SHELL_DOUBTS[kind])
  })

  test('a doubt says where it stands', () => {
    const text = 'ls -la; cat $HOME/x'
    expect(readShell(text).doubts.map(({ start, end }) => text.slice(start, end))).toEqual(['$'])
  })
})

describe('programs that run other programs', () => {
  test('are looked through where their own words are known', () => {
    for (const text of [
      'timeout 5 rm x',
      'timeout -k 1 -s KILL 5m rm x',
      'timeout --preserve-status --signal=TERM 1.5h rm x',
      'nice rm x',
      'nice -n 10 rm x',
      ...parts(String.raw`
          nice -10 rm x   ionice -c 2 -n7 rm x   stdbuf -oL -e 0 rm x   time rm x   time -p rm x   command rm x
          env rm x   timeout 5 nice env rm x
        `),
      "sh -c 'rm x'",
      'bash -lc "rm x"',
      `sh -c 'bash -c "rm x"'`,
      "timeout 5 sh -c 'timeout 6 rm x'",
    ])
      expect([text, doubts(text), runs(text)]).toEqual([text, [], ['rm x']])
  })

  test('the text of `sh -c` is read like any other, its doubts included', () => {
    expect(runs("ls && sh -c 'cat a | wc; pwd'")).toEqual(['ls', '&& cat a', '| wc', '; pwd'])
    expect(doubts(`sh -c 'rm $x'`)).toEqual(['expansion'])
    expect(doubts(`sh -c "rm $x"`)).toEqual(['expansion'])
    expect(doubts(`sh -c 'if a; then b; fi'`)).toEqual(['compound'])
  })

  test('where they are in doubt, people still see what stands behind them', () => {
    expect(runs('if true; then rm -rf /; fi')).toEqual(['true', '; rm -rf /'])
    expect(runs('{ rm -rf /; }')).toEqual(['rm -rf /'])
    expect(runs('A=1 rm x')).toEqual(['rm x'])
  })
})

describe('a list of words', () => {
  test('is one program, whatever its words hold', () => {
    const { runs: found, doubts: none } = readArgv(['git', 'commit', '-m', 'a; rm -rf / $(x) *\n~'])
    expect(none).toEqual([])
    expect(found[0]?.words.map(({ text }) => text)).toEqual(['git', 'commit', '-m', 'a; rm -rf / $(x) *\n~'])
  })

  test('is in doubt like a text about what runs', () => {
    const kinds = (...words: readonly string[]): readonly ShellDoubtKind[] =>
      readArgv(words).doubts.map(({ kind }) => kind)
    expect(kinds()).toEqual(['empty'])
    expect(kinds('/bin/ls')).toEqual(['program_path'])
    expect(kinds('sudo', 'ls')).toEqual(['wrapper'])
    expect(kinds('ls', 'a\u0000b')).toEqual(['control'])
    expect(kinds('ls', '>', 'a')).toEqual(['operator'])
    expect(kinds('bash', '-lc', 'ls $x')).toEqual(['expansion'])
    expect(kinds('bash', '-lc', 'ls -la')).toEqual([])
    expect(kinds('ls', ...Array.from({ length: 40_000 }, () => 'a'))).toEqual(['too_long'])
    expect(kinds('ls', 'a'.repeat(200_000))).toEqual(['too_long'])
  })
})
