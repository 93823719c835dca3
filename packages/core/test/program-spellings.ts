import { parts } from './parts.ts'

/** Families of hostile spellings of what runs, each of at least 200, made by combining what shells allow. */

/** Every way to take one item of each list. */
export function combine(...lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce<readonly string[]>(
    (heads, list) => heads.flatMap((head) => list.map((item) => head + item)),
    [''],
  )
}

const DELETIONS = ['rm -rf /', 'rm -r -f /srv', "rm -fr '/'", 'rm x']
const GRANTED = ['git status', 'ls -la', 'pwd', 'cat README.md', 'echo "a b"', 'git log --oneline -5']

const letter = (character: string): readonly string[] => [
  character,
  `'${character}'`,
  `"${character}"`,
  `\\${character}`,
  `''${character}`,
  `${character}""`,
  `$'${character}'`,
  `$"${character}"`,
]

export const QUOTED_PROGRAMS = combine(letter('r'), letter('m'), [
  ' -rf /',
  ' "-rf" \'/\'',
  '\t-r -f /',
  " -''rf /",
])

export const JOINED_COMMANDS = combine(
  GRANTED,
  ['', ' ', '\t'],
  [';', '&&', '||', '|', '&', '\n', '|&', '\r\n', ';\n', '&&\n', '\n\n', ' 2>&1 |', ' >/dev/null;'],
  ['', ' ', '\n'],
  ['rm -rf /', 'rm x'],
)

const SPELLED_BY_EXPANSION = [
  ...parts(String.raw`
      $x   $1   $@   $*   $?   $$   $-   $((1))   $[1]
    `),
  '${x}',
  '${x:-rm}',
  '${x-rm}',
  '${x/a/rm}',
  '${x@P}',
  '${!x}',
  ...parts(String.raw`
      $(echo rm)   $(<x)   $(rm x)   "$(rm x)"   "$x"   r$(echo m)   r$@m
    `),
  '`echo rm`',
  '`<x`',
  '"`rm x`"',
  '"${x}"',
  'r`echo m`',
  'r${x}m',
  ...parts(String.raw`
      $'rm'   $"rm"   r?   r[m]   r*   ?m   /bin/r?   {rm,-rf}   {r,}m   r{m,}   ~/rm   ~root/rm   <(rm x)
      >(rm x)   !!   !rm
    `),
  "$'\\x72m'",
  "$'\\162\\155'",
]

export const EXPANSIONS = [
  ...combine(SPELLED_BY_EXPANSION, [' -rf /', ' x', '']),
  ...combine(['cat ', 'git ', 'ls -la ', 'echo a '], SPELLED_BY_EXPANSION),
  ...combine(['git status; ', 'ls && '], SPELLED_BY_EXPANSION, [' x']),
]

const WRAPPERS = [
  ...parts(String.raw`
      sudo   sudo -u root   sudo -n   doas   su -c   env   env -i   env -u X   env A=1   env -S   env --   xargs
      xargs -n 1   xargs -I{}
    `),
  ...parts(String.raw`
      nohup   setsid   setsid -w   timeout 5   timeout -s KILL 5   timeout -k 1 5   timeout --foreground 1m
      nice   nice -n 5   nice -5   ionice -c2
    `),
  ...parts(String.raw`
      stdbuf -o0   stdbuf --output=L   time   time -p   command   command -p   command --   exec   exec -a x
      builtin   eval   busybox   toybox
    `),
  ...parts(String.raw`
      chroot /   unshare   nsenter   strace   gdb --args   script -c   watch   watch -n 1   parallel   npx
      bunx   flock x   taskset 1   chrt 1
    `),
  ...parts(String.raw`
      systemd-run   firejail   entr   unbuffer   expect -c   torsocks   noglob   nocorrect   coproc   !   A=1
      A=1 B=2   PATH=.   trap   alias x=
    `),
]

export const WRAPPED = [
  ...combine(WRAPPERS, [' rm -rf /', ' rm x']),
  ...combine(WRAPPERS.slice(0, 20), [' '], WRAPPERS.slice(10, 25), [' rm x']),
  ...combine(
    parts(String.raw`
        sh   bash   dash   sh -e   bash --norc   timeout 5 sh   env bash   zsh   busybox sh   sudo sh
      `),
    [' -c ', ' -lc ', ' -ec ', ' -c -- ', ' -o x -c '],
    [`'rm -rf /'`, `"rm x"`, `'ls; rm x'`, `"sh -c 'rm x'"`],
  ),
  ...combine(
    ['find . -name x '],
    ['-exec', '-execdir', '-ok', '-okdir'],
    [' rm {} +', ' rm {} \\;', " rm '{}' ';'"],
  ),
]

export const REDIRECTED = combine(
  ['cat README.md', 'echo x', 'ls -la', 'git status'],
  ['>', '>>', '>|', '<', '<>', '2>', '&>', '>&', '&>>', '3>', '<<<', '<<', '{fd}>', '10>'],
  ['', ' '],
  parts(String.raw`
      .bashrc   /etc/passwd   /srv/work/x   "a b"   $x   /dev/tcp/host/1   /dev/null.x   &3   ~/.ssh/config
    `),
)

export const COMPOUNDS = combine(
  ['', 'ls; ', 'git status && '],
  [
    ...parts(String.raw`
        if true; then BODY; fi   if BODY; then ls; fi   while :; do BODY; done   until BODY; do ls; done
        for a in b; do BODY; done   for a do BODY; done
      `),
    ...parts(String.raw`
        case x in x) BODY;; esac   { BODY; }   ( BODY )   (BODY)   ! BODY   f() { BODY; }   f() ( BODY )
        function f { BODY; }   select a in b; do BODY; done
      `),
    ...parts(String.raw`
        BODY &   coproc BODY   [[ -n $(BODY) ]]   a=$(BODY)   ((a[$(BODY)]))   time { BODY; }   trap "BODY" EXIT
        eval "BODY"
      `),
    'a=`BODY` ls',
    'cat <<X\n$(BODY)\nX',
    'if true\nthen\nBODY\nfi',
    'while :\ndo\nBODY\ndone',
    'alias ls="BODY"',
    'exec BODY',
    '. <(BODY)',
    'command eval BODY',
  ],
).flatMap((template) => DELETIONS.map((body) => template.replace('BODY', body)))
