import { TEXTS } from './texts.ts'

/** A policy that ships with Kvlar. */
export interface CuratedPolicy {
  /** What `extends` and `kvlar init --template` call it. */
  readonly name: string
  /** For headings: the server or the stance it is for. */
  readonly title: string
  /** One line: what is allowed, asked and denied. */
  readonly summary: string
  /** The policy file (YAML). */
  readonly policy: string
  /** Its test file (YAML); `policy:` in it names `policy.yaml` beside it. */
  readonly test: string
  /** The page for people, relative to the folder of this package. */
  readonly readme: string
}

/** All of them: the general stances first, then servers by name. */
export const CURATED: readonly CuratedPolicy[] = [
  curated(
    'default',
    'Any server',
    'reads by name pass, deletions, shells and secrets are denied, everything else asks',
  ),
  curated(
    'strict',
    'Any server, strictly',
    'plain reads pass, the rest of what is known asks, the unknown is denied',
  ),
  curated('permissive', 'Any server, unprotected', 'everything passes, judged and recorded'),
  curated('aws', 'AWS', 'known looking passes, other commands ask, secrets, rights and deletions are denied'),
  curated(
    'browser-use',
    'Browsers (Chrome DevTools, browser-use, Puppeteer)',
    'looking at listed hosts passes, acting asks, scripts are denied',
  ),
  curated(
    'calendar',
    'Calendar',
    'looking passes, events and invitations ask, secrets and private addresses are denied',
  ),
  curated(
    'developer',
    'Shell of a developer',
    'reading, tests, builds and local git pass in the workspace; net, deletions and doubt ask',
  ),
  curated('docker', 'Docker', 'looking passes, containers and images ask, the host and deletions are denied'),
  curated(
    'email',
    'Email',
    'reading passes, sending and changes ask, forwarding filters and deleting are denied',
  ),
  curated(
    'everything',
    'Everything (test server)',
    'answers pass, fetching and asking the model ask, the environment is denied',
  ),
  curated(
    'fetch',
    'Fetching web pages',
    'listed hosts pass, other public hosts ask, private addresses are denied',
  ),
  curated('filesystem', 'Filesystem', 'reads pass, writes and moves ask, deletions and secrets are denied'),
  curated(
    'git',
    'Local git repositories',
    'looking passes, changes ask, credentials and option tricks are denied',
  ),
  curated('github', 'GitHub', 'reads pass, changes ask, secrets, workflow changes and publishing are denied'),
  curated(
    'jira',
    'Jira and Confluence',
    'reading passes, writing asks, secrets and administration by path are denied',
  ),
  curated(
    'kubernetes',
    'Kubernetes',
    'looking passes, changes ask, secrets, commands and deletions are denied',
  ),
  curated('linear', 'Linear', 'reading passes, writing asks, webhooks, applications and secrets are denied'),
  curated('memory', 'Memory (knowledge graph)', 'reads and additions pass, deletions ask'),
  curated(
    'mysql',
    'MySQL and MariaDB',
    'one reading statement passes, changes with WHERE ask, the rest is denied',
  ),
  curated('notion', 'Notion', 'reading passes, writing asks, secrets and private addresses are denied'),
  curated(
    'playwright',
    'Playwright (browser)',
    'looking at listed hosts passes, acting asks, scripts and cookies are denied',
  ),
  curated('postgres', 'Postgres', 'one reading statement passes, changes with WHERE ask, the rest is denied'),
  curated('sentry', 'Sentry', 'looking passes, changes ask, deletions and other hosts are denied'),
  curated(
    'shell',
    'Shell',
    'a few reading programs pass in the workspace, plainly destructive ones are denied, the rest asks',
  ),
  curated('slack', 'Slack', 'reads pass, messages ask, secrets, mass mentions and group changes are denied'),
  curated('sqlite', 'SQLite', 'one reading statement passes, changes with WHERE ask, the rest is denied'),
  curated(
    'stripe',
    'Stripe',
    'reads pass, changes and money ask, deletions, keys and bank accounts are denied',
  ),
  curated('time', 'Time and time zones', 'the clock and conversion pass, the rest is denied'),
]

function curated(name: string, title: string, summary: string): CuratedPolicy {
  const texts = TEXTS.get(name)
  if (texts === undefined) throw new Error(`there is no folder policies/${name}`)
  return {
    name,
    title,
    summary,
    get policy() {
      return texts.policy
    },
    get test() {
      return texts.test
    },
    readme: `policies/${name}/README.md`,
  }
}
