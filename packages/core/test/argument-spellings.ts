import { combine } from './program-spellings.ts'
import { parts } from './parts.ts'

/** Families of hostile spellings of arguments, each of at least 200, made by combining what programs allow. */

const UNICODE_BLANKS = [
  '\u00a0',
  '\u1680',
  '\u2000',
  '\u2003',
  '\u2009',
  '\u200b',
  '\u2028',
  '\u2029',
  '\u202f',
  '\u205f',
  '\u3000',
  '\ufeff',
  '\u0085',
  '\u180e',
  '\u00ad',
  '\u2060',
  '\r',
  '\u000b',
  '\u000c',
  '\u0000',
  '\u001b',
  '\u007f',
]
const TWINS: Readonly<Record<string, string>> = {
  g: 'ɡցｇ𝐠',
  i: 'іıⅰｉ𝗂',
  t: 'ｔ𝚝',
  s: 'ѕꜱｓ',
  a: 'аαａ',
  c: 'сϲｃⅽ',
  l: 'ӏⅼｌ',
  o: 'оοｏ',
  p: 'рｐ',
  e: 'еｅ',
  d: 'ԁⅾｄ',
  w: 'ԝｗ',
  '-': '‐‑–—−﹣－',
  '/': '⁄∕⧸／',
}

function twinsOf(text: string): readonly string[] {
  return Array.from(text).flatMap((character, index) =>
    Array.from(TWINS[character] ?? '').map((twin) => text.slice(0, index) + twin + text.slice(index + 1)),
  )
}

export const FOREIGN = [
  ...combine(['git', 'ls', 'cat', 'pwd'], UNICODE_BLANKS, ['status', '-la']),
  ...combine(UNICODE_BLANKS, ['git status', 'pwd']),
  ...['git', 'ls', 'cat', 'pwd', 'echo', 'diff', 'head'].flatMap(twinsOf).map((name) => `${name} x`),
  ...['-la', '--cached', '--oneline'].flatMap(twinsOf).flatMap((flag) => [`ls ${flag}`, `git log ${flag}`]),
]

export const FLAGS = [
  ...combine(
    ['ls '],
    [
      ...parts(String.raw`
        -R   -lR   -Rl   -laR   --recursive   --recursiv   --rec   -l=x   -la=1   --all   --a   -Z   -0
        --color   --color auto /etc   --color=   --color=x   --colo=auto
      `),
      '-\u0644',
    ],
    ['', ' src', ' -a'],
  ),
  ...combine(
    ['grep '],
    parts(String.raw`
        -f   -nf   --file=   --file   --fil=   --regexp   --rege=x   -P   -nP   -A   -Ax   -A=3   -A -3
        --include   -d recurse
      `),
    [' /etc/shadow', ' x', ''],
  ),
  ...combine(
    ['git '],
    [
      '-c a=b ',
      '-ca=b ',
      '--git-dir=x ',
      '--git-dir x ',
      '--work-tree=/ ',
      '--exec-path=. ',
      '-p ',
      '--paginate ',
      '--no-page ',
      '-C',
      '-C/etc ',
      '-C /etc ',
      '--config-env=a=b ',
      '--namespace=x ',
      '-P ',
    ],
    ['status', 'log', 'diff', 'show'],
  ),
  ...combine(
    ['git log ', 'git diff ', 'git show '],
    parts(String.raw`
        --output=x   --output x   --outpu=x   --ext-diff   --textconv   -O   -Ox   --no-index /a /b   --onelin
        --stat=1   --form=x   -n   -n=5   -nx   -5x   --5   --stat -Gx
      `),
  ),
  ...combine(
    ['find . '],
    parts(String.raw`
        -delete   -fprint x   -fls x   -fprintf x y   -fprint0 x   -exec ls   -type x   -type   -name
        -- -delete   --delete   -maxdepth x   -L   -newer x   -nam x
      `),
    ['', ' -name x'],
  ),
  ...combine(
    ['sed ', 'sed -n '],
    [
      ...parts(String.raw`
        -i 1p x   -i.bak 1p x   -e 1p x   -f x   -ni 1p x   '1,4w x' x   '1e ls' x   's/a/b/e' x   '1p;w x' y
        --in-place 1p x   -s 1p   1p /etc/shadow
      `),
      "'1p\nw x' y",
    ],
  ),
  ...combine(
    ['cat ', 'head ', 'tail ', 'wc '],
    parts(String.raw`
        -z   --help   --version   -n=3 x   --lines=x   -x5   --files0-from=x   -- /etc/shadow   -- -n ../x
      `),
  ),
  ...parts(String.raw`
      git log main --output x   npm run test -- --x   npm run test x   npm test x   cargo +nightly test
      cargo --config x test   go test -exec x   go test -exec=x   go test -vet=x   make -f x test
      make test SHELL=x   date -s x
    `),
]

export const PATHS = combine(
  ['cat ', 'head -5 ', 'cat -- ', 'cat README.md ', 'grep x ', 'ls '],
  [
    ...parts(String.raw`
        /etc/shadow   /srv/work/../../etc/shadow   //etc/shadow   /srv//../etc/shadow   /./etc/shadow
        /srv/workx/a   /srv/WORK/a   /SRV/work/a   ../x   a/../../x
      `),
    ...parts(String.raw`
        ./../x   a/b/../../../x   '~/x'   '~root/x'   /srv/work/%2e%2e/x   %2e%2e/x   C:/x   file:///etc/shadow
        http://h/x   host:x
      `),
    "'..\\x'",
    "'C:\\x'",
    ...parts(String.raw`
        user@host:x   if=/etc/shadow   @/etc/shadow   +x   .env   ./.env   a/../.env   x/.env/   .env/.
        /srv/work/.env   .git/config   a/.git/hooks/x   .ssh/id_rsa   /proc/self/environ
      `),
    "''",
    '/srv/work/a/../../x',
  ],
)

export const MOVED = combine(
  ['cd src', 'cd /srv/work/a', 'cd ./x', 'cd /srv/work', 'cd -- src', 'cd a/b'],
  [' && ', '; ', ' || ', '\n', ' | '],
  ['cat README.md', 'ls src', 'cd b', 'cat ./x', 'grep x a', 'git add a', 'sh -c "cat x"', 'timeout 5 cat x'],
)
