import { anywhere } from './glob-texts.ts'

/** Everything named like an environment file, editors' and people's copies too, but for the forms that are published. */
export function environments(): readonly string[] {
  const published = ['example', 'sample', 'template', 'dist', 'schema']
  return [
    '**/.env*',
    '**/.env/**',
    '**/#.env*',
    '**/.#.env*',
    '**/..env.sw?',
    '**/.envs/**',
    ...['prod', 'production', 'staging', 'local', 'dev', 'development', 'docker', 'app'].map(
      (stage) => `**/${stage}.env`,
    ),
    ...['secrets.env', 'credentials.env', '.dev.vars*', '.flaskenv'].map(anywhere),
    ...['env.production', 'env.prod', 'env.staging', 'env.local'].map(anywhere),
    ...published.flatMap((form) => [`!**/.env*.${form}`, `!**/.env-${form}`, `!**/.env_${form}`]),
    '!**/.envoy*',
    '!**/.environment',
  ]
}

/** What frameworks read their connections and keys from, in the stages where these are real. */
export function applications(): readonly string[] {
  const stages = ['prod', 'production', 'staging', 'local', 'secret', 'secrets']
  const named = ['Production', 'Prod', 'Staging', 'Local', 'Secrets']
  return [
    ...stages.flatMap((stage) =>
      ['properties', 'yml', 'yaml'].map((form) => `**/application-${stage}.${form}`),
    ),
    ...named.map((stage) => `**/appsettings.${stage}.json`),
    ...['local.settings.json', 'wp-config*.php*', 'sites/*/settings*.php', 'config/database.yml'].map(
      anywhere,
    ),
    '!**/wp-config-sample.php',
    '!**/sites/*/settings.example.php',
  ]
}
