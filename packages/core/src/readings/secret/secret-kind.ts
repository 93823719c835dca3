/** What sort of secret a text holds; one row each in `SECRET_KINDS`. */
export type SecretKind =
  | 'ai_service'
  | 'anthropic'
  | 'atlassian'
  | 'authorization_header'
  | 'aws'
  | 'azure'
  | 'card_number'
  | 'chat_webhook'
  | 'cloud_service'
  | 'cloudflare'
  | 'connection_string'
  | 'databricks'
  | 'developer_service'
  | 'digitalocean'
  | 'discord'
  | 'docker_hub'
  | 'doppler'
  | 'github'
  | 'gitlab'
  | 'google'
  | 'heroku'
  | 'hugging_face'
  | 'jwt'
  | 'kvlar'
  | 'linear'
  | 'mail_service'
  | 'named_secret'
  | 'notion'
  | 'openai'
  | 'package_registry'
  | 'password_hash'
  | 'payment_service'
  | 'private_key'
  | 'sentry'
  | 'shopify'
  | 'slack'
  | 'square'
  | 'stripe'
  | 'telegram'
  | 'twilio'
  | 'vault'

export interface SecretKindRow {
  readonly kind: SecretKind
  /** What a policy may write for it. */
  readonly names: readonly string[]
  /** One line for people. */
  readonly about: string
}

/** Every kind of secret that `findSecrets` knows, and the names under which a policy may ask for it. */
export const SECRET_KINDS: readonly SecretKindRow[] = [
  row(
    'ai_service',
    'keys of services for models and search: Groq, xAI, DeepSeek, NVIDIA, Pinecone, Tavily and others',
  ),
  row('anthropic', 'Anthropic API and OAuth keys'),
  row('atlassian', 'Atlassian API tokens, Bitbucket app passwords and access tokens', 'bitbucket'),
  row(
    'authorization_header',
    '`Basic` and `Bearer` credentials of a header, session cookies',
    'basic_auth',
    'bearer',
  ),
  row('aws', 'AWS access key ids, the secret keys beside them, session tokens, Bedrock keys', 'amazon'),
  row('azure', 'Azure account keys, shared access signatures, client secrets, DevOps tokens', 'microsoft'),
  row('card_number', 'payment card numbers by issuer, length and Luhn digit', 'credit_card'),
  row(
    'chat_webhook',
    'webhook addresses of Slack, Discord, Teams, Zapier, Make, Feishu, DingTalk, WeCom',
    'webhook',
  ),
  row(
    'cloud_service',
    'keys of clouds and hosts: Alibaba, Tencent, Supabase, Neon, Netlify, Vercel, Render, Fly.io and others',
  ),
  row('cloudflare', 'Cloudflare API tokens and origin keys'),
  row('connection_string', 'URLs and database connection strings with a password', 'password_in_url'),
  row('databricks', 'Databricks access tokens'),
  row(
    'developer_service',
    'keys of services for developers: Postman, Grafana, HubSpot, Okta, Asana, Mapbox, 1Password and others',
  ),
  row('digitalocean', 'DigitalOcean tokens'),
  row('discord', 'Discord bot tokens'),
  row('docker_hub', 'Docker Hub access tokens', 'docker'),
  row('doppler', 'Doppler tokens'),
  row('github', 'GitHub tokens'),
  row('gitlab', 'GitLab tokens'),
  row('google', 'Google API keys, OAuth tokens and secrets, service-account keys', 'gcp'),
  row('heroku', 'Heroku API keys'),
  row('hugging_face', 'Hugging Face tokens', 'huggingface'),
  row('jwt', 'JSON Web Tokens'),
  row('kvlar', 'tokens and permits of Kvlar itself'),
  row('linear', 'Linear API keys'),
  row(
    'mail_service',
    'keys of SendGrid, Mailgun, Mailchimp, Brevo, Resend, MailerSend',
    'sendgrid',
    'mailgun',
    'mailchimp',
  ),
  row(
    'named_secret',
    'passwords and keys behind their names: settings, JSON, YAML, XML, .netrc, .pgpass, options, Kubernetes',
    'password',
    'api_key',
  ),
  row('notion', 'Notion integration tokens'),
  row('openai', 'OpenAI API keys'),
  row(
    'package_registry',
    'tokens of npm, PyPI, RubyGems, NuGet, crates.io, Artifactory, Clojars',
    'npm',
    'pypi',
    'rubygems',
    'nuget',
  ),
  row(
    'password_hash',
    'hashes of passwords: shadow, htpasswd, bcrypt, Argon2, scrypt, PBKDF2, LDAP',
    'shadow',
  ),
  row(
    'payment_service',
    'access tokens of PayPal, Braintree, Plaid, EasyPost, Flutterwave, Shippo, Duffel',
    'paypal',
    'braintree',
  ),
  row(
    'private_key',
    'private keys: PEM, OpenSSH, PGP, PuTTY, age, JWK, WireGuard, wallets',
    'ssh_key',
    'pgp_key',
    'age_key',
  ),
  row('sentry', 'Sentry auth tokens'),
  row('shopify', 'Shopify access tokens and secrets'),
  row('slack', 'Slack tokens'),
  row('square', 'Square tokens and secrets'),
  row('stripe', 'Stripe secret and restricted keys, webhook secrets'),
  row('telegram', 'Telegram bot tokens'),
  row('twilio', 'Twilio API keys and auth tokens'),
  row('vault', 'HashiCorp Vault tokens', 'hashicorp'),
]

function row(kind: SecretKind, about: string, ...others: readonly string[]): SecretKindRow {
  return { kind, names: [kind, ...others], about }
}
