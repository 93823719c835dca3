import type { JsonValue } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { lookAlikes } from './look-alikes.ts'

const stripe = judge(builtinPolicy('stripe') ?? '')

/** Methods that move money, change accounts or delete; `GetBalance` stands for those that read. */
const WRITES =
  'PostRefunds PostPayouts PostTransfers PostCharges PostPaymentIntents PostTopups PostPaymentLinks ' +
  'PostCustomersCustomerBalanceTransactions PostInvoicesInvoicePay PostSubscriptions PostCoupons PostCreditNotes ' +
  'DeleteCustomersCustomer DeleteSubscriptionsSubscriptionExposedId DeleteProductsId PutThing PatchThing'
const CLOSED =
  'PostEphemeralKeys PostAppsSecrets GetAppsSecretsFind PostWebhookEndpoints PostAccountsAccountExternalAccounts ' +
  'PostAccountsAccountBankAccounts PostAccountLinks PostAccountsAccountPersons'

/** Ways to write the name of a method that some client or server could understand. */
const spelled = (method: string): readonly JsonValue[] => [
  method,
  ...lookAlikes(method),
  method.toLowerCase(),
  method.replace(/^[A-Z][a-z]+/, (verb) => `${verb.toUpperCase()} /v1/`),
  method.replace(/^[A-Z][a-z]+/, (verb) => `${verb} `),
  `GetBalance,${method}`,
  `GetBalance\n${method}`,
  `GetBalance/../${method}`,
  [method],
  ['GetBalance', method],
  { id: method },
]

const read = (method: JsonValue) => stripe('stripe_api_read', { stripe_api_operation_id: method }).outcome
const write = (method: JsonValue) => stripe('stripe_api_write', { stripe_api_operation_id: method }).outcome

describe('A method of the Stripe API', () => {
  it('that writes is not called by the tool that reads, however it is spelled, and never without a person', () => {
    const methods = WRITES.split(' ').flatMap(spelled)
    expect(methods.length).toBeGreaterThan(200)
    expect(methods.filter((method) => read(method) === 'allow')).toEqual([])
    expect(methods.filter((method) => write(method) === 'allow')).toEqual([])
  })

  it('that deletes is denied in every spelling', () => {
    const methods = WRITES.split(' ')
      .filter((method) => method.startsWith('Delete'))
      .flatMap(spelled)
    expect(methods.filter((method) => write(method) !== 'deny')).toEqual([])
    expect(methods.filter((method) => read(method) === 'allow')).toEqual([])
  })

  it('of keys, webhooks and bank accounts is denied in every spelling', () => {
    const methods = CLOSED.split(' ').flatMap(spelled)
    expect(methods.length).toBeGreaterThan(200)
    expect(methods.filter((method) => read(method) !== 'deny')).toEqual([])
    expect(methods.filter((method) => write(method) !== 'deny')).toEqual([])
  })

  it('is not reached by an id that climbs', () => {
    const ups = ['..', '%2e%2e', '.%2E', '%2E.']
    const slashes = ['/', '\\', '%2f', '%2F', '%5c']
    const ids = ups.flatMap((up) =>
      slashes.flatMap((slash) => [
        `${up}${slash}apps${slash}secrets`,
        `cus_1${slash}${up}${slash}payouts`,
        `cus_1${slash}${up}`,
        `${up}${slash}${up}${slash}payouts`,
        `${slash}${up}?x=y`,
      ]),
    )
    const calls = ids.flatMap((id) => [
      { customer: id },
      { customer: 'cus_1', expand: [id] },
      { nested: { [id]: 'x' } },
    ])
    expect(calls.length).toBeGreaterThan(200)
    const parameters = calls.map((call) => ({
      stripe_api_operation_id: 'GetCustomersCustomer',
      parameters: call,
    }))
    expect(parameters.filter((call) => stripe('stripe_api_read', call).outcome !== 'deny')).toEqual([])
  })
})
