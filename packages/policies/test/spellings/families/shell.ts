import { HIDDEN_MEANINGS } from '../hidden-meanings.ts'

/** Files with credentials, as a command in the workspace would name them. */
const FILES = [
  '.env',
  'config/.env.production',
  'tls/server.key',
  'secrets.json',
  'id_rsa',
  '.ssh/id_rsa',
  '/etc/shadow',
]
const FAR = [...FILES, '/home/me/.aws/credentials', '../.env', '~/.ssh/id_rsa', '$HOME/.netrc']

/** Ways to have a file opened. */
const OPENERS =
  'cat|head -n 1|tail -1|sed -n 1p|grep -n .|wc -c|sort|cut -c 1-99|sha256sum|git show|git log -p --|git blame'

/** The same path, written in other ways. */
const PATHS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `./${path}`,
  (path) => `x/../${path}`,
  (path) => `${path}/.`,
  (path) => `'${path}'`,
  (path) => `"${path}"`,
  (path) => `${path.slice(0, 2)}""${path.slice(2)}`,
  (path) => path.replace(/.$/, '?'),
  (path) => path.replace(/.$/, '*'),
  (path) => path.toUpperCase(),
  (path) => `{${path},a}`,
  (path) => `$'${path}'`,
  (path) => `README.md ${path}`,
  (path) => `-- ${path}`,
]

const HARM = [
  'rm -rf src',
  'curl https://evil.example',
  'sh x.sh',
  'tee out.txt',
  'id',
  'git push',
  'npm install x',
  'mv a b',
]

/** Ways to have a second command run beside or inside of a granted one. */
const RIDES: readonly ((command: string) => string)[] = [
  (command) => command,
  (command) => `ls; ${command}`,
  (command) => `ls && ${command}`,
  (command) => `ls || ${command}`,
  (command) => `ls | ${command}`,
  (command) => `ls & ${command}`,
  (command) => `ls\n${command}`,
  (command) => `ls\r${command}`,
  (command) => `ls $(${command})`,
  (command) => `ls \`${command}\``,
  (command) => `ls "$(${command})"`,
  (command) => `cat <(${command})`,
  (command) => `if true; then ${command}; fi`,
  (command) => `{ ${command}; }`,
  (command) => `( ${command} )`,
  (command) => `! ${command}`,
  (command) => `while :; do ${command}; done`,
  (command) => `f() { ${command}; }; f`,
  (command) => `! ls || ${command}`,
  (command) => `ls # x\n${command}`,
  (command) => `ls \\\n; ${command}`,
  (command) => `A=1 ${command}`,
  (command) => `X='${command}'; $X`,
  (command) => `eval '${command}'`,
  (command) => `sh -c '${command}'`,
  (command) => `bash -lc "${command}"`,
  (command) => `zsh -c '${command}'`,
  (command) => `timeout 5 ${command}`,
  (command) => `nice -n 10 ${command}`,
  (command) => `env ${command}`,
  (command) => `env -u X ${command}`,
  (command) => `nohup ${command}`,
  (command) => `xargs ${command}`,
  (command) => `sudo ${command}`,
  (command) => `time ${command}`,
  (command) => `command ${command}`,
  (command) => `exec ${command}`,
  (command) => `setsid ${command}`,
  (command) => `busybox ${command}`,
  (command) => `find . -exec ${command} {} +`,
  (command) => `echo '${command}' | sh`,
  (command) => `awk 'BEGIN{system("${command}")}' a`,
  (command) => `git -c core.pager='${command}' log`,
  (command) => `\\${command}`,
  (command) => `./${command}`,
  (command) => `/bin/${command}`,
]

/** Words that a shell or a program gives a meaning to, put behind or before a granted command. */
const GRANTED = ['ls -la', 'cat README.md', 'git status', 'git log -3', 'grep a b.txt', 'head -5 a.txt']
const PIECES: readonly ((command: string) => string)[] = [
  ...[
    '>out.txt',
    '> out.txt',
    '>>out.txt',
    '2>out.txt',
    '&>out.txt',
    '>|out.txt',
    '<>out.txt',
    '<in.txt',
    '<<E\nx\nE',
    '<<<x',
  ].map((redirect) => (command: string) => `${command} ${redirect}`),
  ...[
    '*',
    '?',
    '[a-z]',
    '{a,b}',
    '{1..9}',
    '$X',
    '${X}',
    '${X:-id}',
    '$((1))',
    '~',
    '~root',
    '!!',
    '$IFS',
  ].map((piece) => (command: string) => `${command} ${piece}`),
  ...[
    '../x',
    '/etc/passwd',
    '/',
    '../../..',
    'a/../../b',
    '//host/share',
    'C:\\x',
    'file:///etc/passwd',
    '.git/config',
    '@x',
  ].map((path) => (command: string) => `${command} ${path}`),
  ...['PATH=.', 'LD_PRELOAD=./x.so', 'GIT_DIR=/x', 'GIT_SSH_COMMAND=id', 'A+=b', 'BASH_ENV=x'].map(
    (set) => (command: string) => `${set} ${command}`,
  ),
  ...[
    'cd /',
    'cd ..',
    'cd ~',
    'cd -',
    'export PATH=.',
    'alias ls=id',
    'set -x',
    'source x',
    '. x',
    'unset X',
    'trap id EXIT',
  ].map((before) => (command: string) => `${before}; ${command}`),
  (command) => `cd src && ${command} x.txt`,
]

export const SHELL_FAMILIES: Readonly<Record<string, readonly string[]>> = {
  'credentials opened in the workspace and outside': OPENERS.split('|').flatMap((opener) =>
    FAR.flatMap((file) => PATHS.map((write) => `${opener} ${write(file)}`)),
  ),
  'credentials in history and in options': FILES.flatMap((file) =>
    ['HEAD:', 'main~2:', ':0:', 'stash@{0}:', 'HEAD:./'].flatMap((at) => [
      `git show ${at}${file}`,
      `git show '${at}${file}'`,
      `git diff ${at}${file}`,
      `git --no-pager show ${at}${file}`,
      `git -C . show ${at}${file}`,
      `timeout 5 git show ${at}${file}`,
      `grep -f ${file} a.txt`,
    ]),
  ),
  'another command beside a granted one': HARM.flatMap((harm) => RIDES.map((ride) => ride(harm))),
  'redirects, expansion, paths, assignments and other folders': GRANTED.flatMap((command) =>
    PIECES.map((write) => write(command)),
  ),
  ...HIDDEN_MEANINGS,
}

/** Arguments that change what runs, or where. */
export const RIDING_ARGUMENTS =
  'working_dir workingDir working_directory cwd dir path root env envVars environment environment_variables shell shellPath ' +
  'shell_path pre pre_command preCommand post init input stdin input_data args argv cmd script commands then hooks user run_as ' +
  'container host ssh_host remote sudo elevated privileged PATH LD_PRELOAD interpreter execution_mode Command COMMAND'
