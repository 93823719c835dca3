import { describe, expect, test } from 'vitest'
import { compileShellGrant, readShell, shellGrantProblem } from '@kvlar/core/readings'
import { DEVELOPER_GRANT } from '../developer-grant.ts'
import { parts } from '../parts.ts'

/** What developers' agents run all day, and what the grant of this test lets run; three blanks part them. */
const GRANTED = [
  ...parts(String.raw`
    pwd   date   date -u   date +%Y-%m-%d   date +%s   whoami   uname -a   df -h   ps aux   true   echo hello
    echo "hello world"   echo 'it is done'   echo -n x   echo "100%"   echo "a; b | c"   which node
    which python3 node   node --version   node -v   npm --version   python --version   go version   ls   ls -la
    ls -l -a -h   ls -lah src   ls src/components   ls --color=never   ls /srv/work   ls -1 packages
    cat README.md   cat -n src/a.ts   cat "my file.txt"   cat src/a.ts src/b.ts   cat /srv/work/package.json
    head -50 x   head -n 20 README.md   head -n20 README.md   tail -5 log.txt   tail -n 100 log.txt
    tail -f server.log   wc -l src/main.rs   wc -lw a b   diff a.ts b   diff -u a.txt b.txt   diff -U 5 a.ts b.ts
    diff -U5 a.ts -   stat x   file a.png   mkdir -p build/out   touch newfile.txt   cp config.yaml config.yaml.bak
    mv file1 file2   cd packages/core   sed -n 1,40p x   sed -n '1,40p' src/a.ts   sed -n 5p a
    sed -n '10,$p' a   jq . file   jq '.dependencies' package.json   jq -r '.version' package.json
    sort -u names.txt   sort -k 2 -n data.txt   uniq -c   cut -d ',' -f 1 data.csv   grep -n foo src/a.ts
    grep -rn 'pattern' src/   grep -i "todo" src/a.ts   grep -E 'a|b' x   grep -c foo a b   grep -rnw foo .
    grep -A 3 -B 3 'class Foo' src/a.py   grep -e foo -e bar src/a.ts   grep -r --include='*.ts' foo src
    grep -n "foo$" a   rg -n 'function main' src   rg -t ts import   rg -g '*.md' kvlar docs
    find . -name '*.rs'   find src -type f -name "*.ts"   find . -maxdepth 2 -type d   find . -not -name '*.js'
    tree -L 2   tree -a src   du -sh node_modules   du -s -h .   git status   git status -s   git status -sb
    git --no-pager status   git --version   git log   git log --oneline -20   git log -n 5   git log -n5 --stat
    git log -p src/a.ts   git log --author "Ana B" --oneline   git log --since '2 days ago'   git log main..dev
    git log --format='%h %s' -10   git log --oneline --graph --all   git diff   git diff --stat
    git diff --cached   git diff HEAD~1   git diff HEAD^   git diff main...feature/x   git diff -- src/a.ts
    git show   git show HEAD   git show HEAD:src/a.ts   git diff main..
    git show --stat HEAD~2   git show abc1234   git blame src/a.ts   git blame -L 1,20 src/a.ts   git branch
    git branch -a   git branch --show-current   git add -A   git add .   git add src/a.ts docs/b.md
    git commit -m "fix the build"   git commit -m 'feat!: drop x'   git commit -am "x"
    git commit --amend --no-edit   git commit -m "fix: don't fail"   git commit -m "Größe ändern 🎉"
    git commit -m "fix!"   git checkout -b feature   git checkout main   git switch -c topic   git stash list
    git remote -v   git rev-parse --short HEAD   git ls-files   git fetch origin   git fetch --prune origin
    git -C packages/core status   git -C /srv/work/x log --oneline   npm test   npm run build   npm run lint
    npm run test   npm ci   npm ls --depth=0   pnpm test   pnpm build   pnpm run lint
    pnpm install --frozen-lockfile   tsc --noEmit   tsc -p tsconfig.json   tsc -b   eslint src
    eslint --fix src/a.ts   prettier --check .   vitest run   vitest run src/a.test.ts   pytest -q
    pytest -x tests/test_a.py   pytest -k "a and b"   pytest tests/test_a.py::test_b   pytest --maxfail=1 -v
    python -m pytest   python -m pytest -q tests   ruff check .   ruff check --fix src   mypy src   cargo test
    cargo test --release   cargo test parser   cargo test -p core   cargo build --release   cargo check
    cargo clippy   cargo fmt --check   cargo test -- --nocapture   go test ./...
    go test -v -run TestFoo ./pkg/...   go build ./...   go vet ./...   make test   make build lint   docker ps
    docker ps -a   docker images   docker compose ps   docker logs --tail 50 web   kubectl get pods
    kubectl get pods -n web -o wide   kubectl -n web get services   git status && git diff
    npm run lint && npm test   cat a.json | jq .   ls src | wc -l   git log --oneline | head -5
    cd packages/core && npm test   cargo test 2>&1 | tail -20   npm test 2>/dev/null
    make test > /dev/null 2>&1   npm run build || true   timeout 60 npm test   time make test
    nice -n 10 cargo build   bash -lc "git status"   sh -c 'npm test && npm run lint'
    git status; git diff --stat   git status;   env npm test   stdbuf -oL pytest -q | head -20
  `),
  'git commit -m "line one\n\nline two"',
  'pwd\nls\ngit status',
  '  git   status  ',
]

/** Ordinary too, and for a person to decide under this grant: with a part of why. */
const HELD: readonly (readonly string[])[] = [
  ...String.raw`
    git push   no subcommand
    git push --force   a flag
    git reset --hard   a flag
    git stash   no subcommand
    git log --onelin   a flag
    git st   no subcommand
    git -c core.pager=x log   a flag
    git show HEAD:.env   outside
    git show :/x   not read
    git diff -- .env   outside
    cat .env   outside
    cat ~/.ssh/id_rsa   a tilde
    cat /etc/passwd   outside
    cat ../other/x   climbs
    cat .git/config   outside
    ls *.md   a pattern
    rm -rf node_modules && npm ci   does not name
    npm install express && npm test   no subcommand
    npm run deploy   no subcommand
    echo $HOME   expanded
    echo "$(git rev-parse HEAD)"   another command
    ls > files.txt   a redirect
    npm start &   background
    FOO=1 npm test   a variable is set
    node server.js   no subcommand
    node -e "1"   a flag
    make deploy   none of those
    sed -i s/a/b/ file.txt   a flag
    sed 's/a/b/w x' file.txt   regular expression
    find . -name x -delete   a flag
    find . -type f -exec grep -l x {} +   looked through
    for f in *; do cat "$f"; done   compound
    cd packages && cat README.md   change of the folder
    git -C packages diff README.md   change of the folder
    ls -R   a flag
    ./run.sh   by a path
    sudo make test   looked through
    git commit -m "a" # done   a comment
    git log | xargs cat   looked through
  `
    .trim()
    .split('\n')
    .map(parts),
  ['cat <<EOF\nx\nEOF', 'here-document'],
]

describe('ordinary commands of developers', () => {
  const judge = compileShellGrant(DEVELOPER_GRANT)

  test('the grant has no problem, and the commands are at least 150', () => {
    expect(shellGrantProblem(JSON.parse(JSON.stringify(DEVELOPER_GRANT)))).toEqual([])
    expect(new Set(GRANTED).size + HELD.length).toBeGreaterThan(190)
  })

  test.each(GRANTED)('`%s` is read without a doubt and granted', (command) => {
    expect(readShell(command).doubts).toEqual([])
    expect(judge(command)).toMatchObject({ truth: 'true' })
  })

  test.each(HELD)('`%s` is not: %s', (command = '', why = '') => {
    const { truth, problem } = judge(command)
    expect(truth).not.toBe('true')
    expect(problem).toContain(why)
  })

  test.each([
    'rm -rf /',
    'curl https://example.com',
    'terraform apply',
    'ssh host ls',
    'python3 script.py',
    'kill 1234',
  ])('`%s` is certain, and nothing of it is granted', (command) => {
    expect(judge(command)).toMatchObject({ truth: 'false' })
  })
})
