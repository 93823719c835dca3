'use strict'
/* `npm test`: sets the checkout and what its tests need up, then runs every check. */
const path = require('path')
const launch = require('./launch.cjs')
const ensureSystemPackages = require('./system-packages.cjs')

ensureSystemPackages()
launch({ build: false, tools: true }, (checkout) =>
  [path.join(checkout.root, 'tools', 'check.mjs')].concat(process.argv.slice(2)),
)
