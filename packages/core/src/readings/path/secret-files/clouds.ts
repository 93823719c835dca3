import { anywhere, folder } from './glob-texts.ts'

/** What the command lines of clouds, forges and platforms keep. */
export function clouds(): readonly string[] {
  const folders = [
    '.aws',
    '.azure',
    '.kube',
    '.oci',
    '.aliyun',
    '.bluemix',
    '.snowflake',
    '.snowsql',
    '.fly',
    '.cf',
    '.argocd',
    '.jfrog',
    '.wrangler/config',
    '.mc',
    '.tsh',
    '.doppler',
    '.infisical',
    '.lpass',
  ]
  const configured = ['gcloud', 'gh', 'glab-cli', 'hub', 'op', 'rclone', 'doctl', 'heroku', 'configstore']
  const others = [
    'sops',
    'age',
    'stripe',
    'ngrok',
    'netlify',
    'github-copilot',
    'containers',
    'solana',
    'scw',
    'hcloud',
    'helm/registry',
    'argocd',
    'linode-cli',
    '.wrangler',
    'planetscale',
    'turso',
    'neonctl',
    'nats',
    'exoscale',
  ]
  return [
    ...folders.map(folder),
    ...[...configured, ...others].map((name) => folder(`.config/${name}`)),
    ...['.config/hub', '.boto', '.s3cfg*', '.databrickscfg*', '.vault-token*', '.terraformrc*'].map(anywhere),
    ...['terraform.rc', '.terraform.d/**', '*.tfstate', '*.tfstate.*', '*.tfvars', '*.tfvars.json'].map(
      anywhere,
    ),
    ...['.docker/config.json*', '.docker/contexts/**', '.docker/trust/**', '.dockercfg*'].map(anywhere),
    ...[
      'kubeconfig',
      'kubeconfig*.y*ml',
      'kubeconfig*.json',
      'admin.conf',
      '*.kubeconfig',
      '.ngrok2/**',
      '.netlify/**',
      '.railway/**',
      '.chef/**',
    ].map(anywhere),
    ...['.circleci/cli.yml', '.supabase/access-token', 'openstack/clouds.yaml', 'clouds.yaml'].map(anywhere),
    ...['secure.yaml', '.cache/huggingface/token', '.huggingface/token', '.kaggle/kaggle.json'].map(anywhere),
    ...['containers/auth.json', '.cloudflared/**', '*.bak/credentials', '.aws.*/credentials'].map(anywhere),
    ...['com.vercel.cli/**', 'AppData/Roaming/gcloud/**', 'AppData/Roaming/GitHub CLI/**'].map(anywhere),
  ]
}
