import { describe, expect, test } from 'vitest'
import { findSecrets, type SecretKind } from '@kvlar/core/readings'
import { filled, pick, randomFrom } from '../secret-shapes.ts'

/** Keys and tokens as their issuers describe them, several shapes of one issuer in one row. */
const SERVICES: readonly (readonly [service: string, kind: SecretKind, ...patterns: string[]])[] = [
  ['DeepSeek', 'ai_service', 'sk-{h32}'],
  ['ElevenLabs', 'ai_service', 'sk_{h48}'],
  ['Tavily', 'ai_service', 'tvly-{A32}', 'tvly-dev-{A32}'],
  ['NVIDIA', 'ai_service', 'nvapi-{W64}'],
  ['Pinecone', 'ai_service', 'pcsk_{A5}_{A63}'],
  ['Cerebras', 'ai_service', 'csk-{L48}'],
  ['Firecrawl', 'ai_service', 'fc-{h32}'],
  ['Voyage', 'ai_service', 'pa-{W43}'],
  ['LlamaCloud', 'ai_service', 'llx-{A48}'],
  ['Fireworks', 'ai_service', 'fw_{A22}'],
  ['Jina', 'ai_service', 'jina_{h32}{A28}'],
  ['Langfuse', 'ai_service', 'sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}'],
  ['Together', 'ai_service', 'tgp_v1_{A43}'],
  ['E2B', 'ai_service', 'e2b_{h40}'],
  ['Groq', 'ai_service', 'gsk_{A52}'],
  ['xAI', 'ai_service', 'xai-{A80}'],
  ['Perplexity', 'ai_service', 'pplx-{A48}'],
  ['Replicate', 'ai_service', 'r8_{A37}'],
  ['HubSpot', 'developer_service', 'pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}', 'pat-eu1-{h8}-{h4}-{h4}-{h4}-{h12}'],
  ['Apify', 'developer_service', 'apify_api_{A36}'],
  ['PostHog', 'developer_service', 'phx_{A43}', 'phc_{A43}'],
  ['Mapbox', 'developer_service', 'sk.eyJ1Ijoi{A60}.{A22}'],
  ['New Relic', 'developer_service', 'NRAK-{U27}', 'NRII-{W32}'],
  ['Okta', 'developer_service', 'SSWS 00{W40}'],
  ['Asana', 'developer_service', '1/12{d14}:{h32}', '2/12{d14}/12{d14}:{h32}'],
  ['Postman', 'developer_service', 'PMAK-{h24}-{h34}'],
  ['LaunchDarkly', 'developer_service', 'api-{h8}-{h4}-4{h3}-{h4}-{h12}', 'sdk-{h8}-{h4}-4{h3}-{h4}-{h12}'],
  ['Contentful', 'developer_service', 'CFPAT-{W43}'],
  ['Typeform', 'developer_service', 'tfp_{A44}_{A14}'],
  ['CircleCI', 'developer_service', 'CCIPAT_{A22}_{h40}'],
  ['SonarQube', 'developer_service', 'squ_{h40}', 'sqp_{h40}'],
  ['Sourcegraph', 'developer_service', 'sgp_{h16}_{h40}'],
  ['Dynatrace', 'developer_service', 'dt0c01.{U24}.{U64}'],
  ['1Password', 'developer_service', 'ops_eyJ{A200}', 'A3-{U6}-{U11}-{U5}-{U5}-{U5}'],
  ['Airtable', 'developer_service', 'pat{A14}.{h64}'],
  ['Grafana', 'developer_service', 'glsa_{A32}_{h8}', 'glc_eyJ{A80}'],
  ['Resend', 'mail_service', 're_{A8}_{A24}'],
  ['MailerSend', 'mail_service', 'mlsn.{h64}'],
  ['SendGrid', 'mail_service', 'SG.{W22}.{W43}'],
  ['Render', 'cloud_service', 'rnd_{A28}'],
  ['Fly.io', 'cloud_service', 'fo1_{W43}', 'FlyV1 fm2_lJPE{A80}'],
  ['Netlify', 'cloud_service', 'nfp_{A36}', 'nfc_{A36}'],
  ['Neon', 'cloud_service', 'napi_{L64}'],
  ['Vercel', 'cloud_service', 'vcp_{A56}', 'vercel_blob_rw_{A16}_{A30}'],
  ['Supabase', 'cloud_service', 'sbp_{h40}', 'sb_secret_{W31}'],
  ['PlanetScale', 'cloud_service', 'pscale_tkn_{W43}', 'pscale_pw_{W43}'],
  ['Tencent Cloud', 'cloud_service', 'AKID{A32}'],
  ['MongoDB Atlas', 'cloud_service', 'mdb_sa_sk_{W40}'],
  ['Artifactory', 'package_registry', 'AKCp{A69}', 'cmVmdGtu{A56}'],
  ['crates.io', 'package_registry', 'cio{A32}'],
  ['Clojars', 'package_registry', 'CLOJARS_{h60}'],
  ['Flutterwave', 'payment_service', 'FLWSECK-{h32}-X'],
  ['Plaid', 'payment_service', 'access-production-{h8}-{h4}-{h4}-{h4}-{h12}'],
  ['EasyPost', 'payment_service', 'EZAK{A54}'],
  ['age', 'private_key', 'AGE-SECRET-KEY-1{U58}'],
  ['Nostr', 'private_key', 'nsec1{L58}'],
  ['a wallet (BIP 32)', 'private_key', 'xprv9{A106}'],
  ['an RSA key without its lines', 'private_key', 'MIIEpAIBAAKCAQEA{B600}'],
  ['an elliptic key without its lines', 'private_key', 'MHcCAQEEI{B140}'],
  ['an Edwards key without its lines', 'private_key', 'MC4CAQAwBQYDK2VwBCIEI{B43}'],
  ['Zapier', 'chat_webhook', 'https://hooks.zapier.com/hooks/catch/{d7}/{L7}'],
  ['Make', 'chat_webhook', 'https://hook.eu1.make.com/{L32}'],
  ['Feishu', 'chat_webhook', 'https://open.feishu.cn/open-apis/bot/v2/hook/{h8}-{h4}-{h4}-{h4}-{h12}'],
  ['DingTalk', 'chat_webhook', 'https://oapi.dingtalk.com/robot/send?access_token={h64}'],
]

/** How an agent might hand a token on. */
const AROUND: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => `use ${token} for it.`,
  (token) => `curl -H "X-Key: ${token}" https://api.example.com/v1`,
  (token) => `https://example.com/q?x=${encodeURIComponent(token)}`,
  (token) => JSON.stringify([{ note: `it is ${token}` }]),
]

const ROUNDS = 40

describe('a key is known by the shape that its issuer gave it', () => {
  test.each(SERVICES)('%s', (_, kind, ...patterns) => {
    const random = randomFrom(101)
    for (let round = 0; round < ROUNDS; round++) {
      const token = filled(pick(patterns, random), random)
      for (const around of AROUND) {
        const text = around(token)
        const kinds = findSecrets(text).map((found) => found.kind)
        expect(kinds, text).toContain(kind)
      }
    }
  })
})
