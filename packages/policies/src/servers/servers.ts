/** What clients start the servers of one curated policy by. */
export interface PolicyServers {
  /** The curated policy. */
  readonly policy: string
  readonly npm?: readonly string[]
  /** Normalised: lower case, `-` between the words. */
  readonly pypi?: readonly string[]
  /** Without tag and digest; those of Docker's own registry without its name. */
  readonly images?: readonly string[]
  /** Programs, as they are installed. */
  readonly bins?: readonly string[]
}

/** How a server is named where it is started. */
export type ServerKind = Exclude<keyof PolicyServers, 'policy'>

/** Only servers whose tools the policy names; a fork with other tools would be denied all that is its own. */
export const POLICY_SERVERS: readonly PolicyServers[] = [
  {
    policy: 'aws',
    pypi: [
      'awslabs-aws-api-mcp-server',
      'awslabs-aws-documentation-mcp-server',
      'awslabs-aws-iac-mcp-server',
      'awslabs-cloudwatch-mcp-server',
      'awslabs-dynamodb-mcp-server',
      'awslabs-eks-mcp-server',
      'awslabs-iam-mcp-server',
    ],
    images: [
      'public.ecr.aws/awslabs-mcp/awslabs/aws-api-mcp-server',
      'public.ecr.aws/awslabs-mcp/awslabs/aws-documentation-mcp-server',
      'public.ecr.aws/awslabs-mcp/awslabs/aws-iac-mcp-server',
      'public.ecr.aws/awslabs-mcp/awslabs/cloudwatch-mcp-server',
      'public.ecr.aws/awslabs-mcp/awslabs/dynamodb-mcp-server',
      'public.ecr.aws/awslabs-mcp/awslabs/eks-mcp-server',
      'public.ecr.aws/awslabs-mcp/awslabs/iam-mcp-server',
    ],
    bins: [
      'awslabs.aws-api-mcp-server',
      'awslabs.aws-documentation-mcp-server',
      'awslabs.aws-iac-mcp-server',
      'awslabs.cloudwatch-mcp-server',
      'awslabs.dynamodb-mcp-server',
      'awslabs.eks-mcp-server',
      'awslabs.iam-mcp-server',
    ],
  },
  {
    policy: 'browser-use',
    npm: ['@browsermcp/mcp', '@modelcontextprotocol/server-puppeteer', 'chrome-devtools-mcp'],
    pypi: ['browser-use'],
    images: ['mcp/puppeteer'],
    bins: ['browser-use', 'chrome-devtools-mcp', 'mcp-server-browsermcp', 'mcp-server-puppeteer'],
  },
  { policy: 'calendar', npm: ['@cocal/google-calendar-mcp'], bins: ['google-calendar-mcp'] },
  { policy: 'docker', npm: ['docker-mcp'], pypi: ['docker-mcp', 'mcp-server-docker'], bins: ['docker-mcp'] },
  {
    policy: 'email',
    npm: ['@gongrzhe/server-gmail-autoauth-mcp'],
    pypi: ['mcp-email-server'],
    bins: ['gmail-mcp', 'mcp-email-server'],
  },
  {
    policy: 'everything',
    npm: ['@modelcontextprotocol/server-everything'],
    images: ['mcp/everything'],
    bins: ['mcp-server-everything'],
  },
  {
    policy: 'fetch',
    npm: ['fetch-mcp'],
    pypi: ['mcp-server-fetch'],
    images: ['mcp/fetch'],
    bins: ['mcp-server-fetch'],
  },
  {
    policy: 'filesystem',
    npm: ['@modelcontextprotocol/server-filesystem'],
    images: ['mcp/filesystem'],
    bins: ['mcp-server-filesystem'],
  },
  { policy: 'git', pypi: ['mcp-server-git'], images: ['mcp/git'], bins: ['mcp-server-git'] },
  {
    policy: 'github',
    npm: ['@modelcontextprotocol/server-github'],
    images: ['ghcr.io/github/github-mcp-server', 'mcp/github'],
    bins: ['github-mcp-server', 'mcp-server-github'],
  },
  {
    policy: 'jira',
    npm: ['@aashari/mcp-server-atlassian-jira'],
    pypi: ['mcp-atlassian'],
    images: ['ghcr.io/sooperset/mcp-atlassian'],
    bins: ['mcp-atlassian', 'mcp-atlassian-jira'],
  },
  {
    policy: 'kubernetes',
    npm: ['mcp-server-kubernetes', 'kubernetes-mcp-server'],
    pypi: ['kubernetes-mcp-server'],
    images: ['mcp/kubernetes', 'quay.io/containers/kubernetes_mcp_server'],
    bins: ['mcp-server-kubernetes', 'kubernetes-mcp-server'],
  },
  { policy: 'linear', npm: ['@tacticlaunch/mcp-linear', 'linear-mcp'], bins: ['mcp-linear'] },
  {
    policy: 'memory',
    npm: ['@modelcontextprotocol/server-memory'],
    images: ['mcp/memory'],
    bins: ['mcp-server-memory'],
  },
  {
    policy: 'mysql',
    npm: ['@benborla29/mcp-server-mysql'],
    pypi: ['awslabs-mysql-mcp-server', 'mysql-mcp-server'],
    bins: ['awslabs.mysql-mcp-server', 'mysql-mcp-server'],
  },
  {
    policy: 'notion',
    npm: ['@notionhq/notion-mcp-server'],
    images: ['mcp/notion'],
    bins: ['notion-mcp-server'],
  },
  {
    policy: 'playwright',
    npm: ['@playwright/mcp'],
    images: ['mcr.microsoft.com/playwright/mcp', 'mcp/playwright'],
    bins: ['mcp-server-playwright', 'playwright-mcp'],
  },
  {
    policy: 'postgres',
    npm: ['@modelcontextprotocol/server-postgres'],
    pypi: ['awslabs-postgres-mcp-server', 'postgres-mcp'],
    images: ['crystaldba/postgres-mcp', 'mcp/postgres'],
    bins: ['awslabs.postgres-mcp-server', 'mcp-server-postgres', 'postgres-mcp'],
  },
  { policy: 'sentry', npm: ['@sentry/mcp-server'], bins: ['sentry-mcp'] },
  {
    policy: 'shell',
    npm: ['@wonderwhy-er/desktop-commander', 'mcp-server-commands'],
    pypi: ['cli-mcp-server', 'mcp-shell-server', 'terminal-controller'],
    bins: ['cli-mcp-server', 'desktop-commander', 'mcp-server-commands', 'mcp-shell-server'],
  },
  {
    policy: 'slack',
    npm: ['slack-mcp-server', '@modelcontextprotocol/server-slack'],
    images: ['ghcr.io/korotovsky/slack-mcp-server', 'mcp/slack'],
    bins: ['slack-mcp-server', 'mcp-server-slack'],
  },
  {
    policy: 'sqlite',
    npm: ['mcp-server-sqlite-npx', 'mcp-sqlite'],
    pypi: ['mcp-server-sqlite'],
    images: ['mcp/sqlite'],
    bins: ['mcp-server-sqlite', 'mcp-server-sqlite-npx', 'mcp-sqlite'],
  },
  { policy: 'stripe', npm: ['@stripe/mcp'], images: ['mcp/stripe'] },
  {
    policy: 'time',
    pypi: ['mcp-server-time'],
    images: ['mcp/time'],
    bins: ['mcp-server-time'],
  },
]
