'use strict'
/* `npm test`: sets the checkout up, then runs every check. */
const path = require('path')
const launch = require('./launch.cjs')

launch({ build: false, tools: true }, (checkout) =>
  [path.join(checkout.root, 'tools', 'check.mjs')].concat(process.argv.slice(2)),
)
