// A real OpenID provider for the tests, oidc-provider, on a loopback port: provider.mjs CONFIG
// CONFIG is JSON: {"clients": [client metadata…], "accounts": {"ana": {claims…}, …}}. It says "ok" and its issuer, and lives until its
// standard input ends. Who signs in is named by login_hint or chosen on a page with one button an account; nobody is asked for a password
// or for consent.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

import { Provider } from 'oidc-provider'

const { clients, accounts } = JSON.parse(process.argv[2])

const signingKey = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: randomBytes(8).toString('hex') }
}

const settings = {
  clients,
  jwks: { keys: [signingKey()] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false, // the claims stand in the token, as most providers have it
  findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
  interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const { Grant } = ctx.oidc.provider
    const grant = new Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
}

const page = `<!DOCTYPE html><html lang="en"><head><title>Sign in</title></head><body><main><h1>Sign in</h1><form method="post">
${Object.keys(accounts).map((id) => `<button name="account" value="${id}">${id}</button>`).join('\n')}
<button name="account" value="">Cancel</button></form></main></body></html>`

const read = async (request) => {
  let text = ''
  for await (const chunk of request) text += chunk
  return new URLSearchParams(text)
}

// signIn shows the page, or goes on with the account that the hint or the page's button names.
const signIn = async (provider, request, response) => {
  const { params } = await provider.interactionDetails(request, response)
  const account = request.method === 'POST' ? (await read(request)).get('account') : params.login_hint
  if (request.method === 'GET' && !(account in accounts)) {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    return response.end(page)
  }
  const result = account ? { login: { accountId: account } } : { error: 'access_denied' }
  return provider.interactionFinished(request, response, result)
}

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, settings)
  const protocol = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/sign-in/')) return protocol(request, response)
    return signIn(provider, request, response).catch((error) => {
      response.statusCode = 400
      response.end(String(error))
    })
  })
  console.log(`ok ${issuer}`)
})
process.stdin.on('end', () => process.exit(0)).resume()
