'use strict'
/* `npm start`: the guided first run. `npm start -- ARGS`: the `kvlar` command itself. */
const path = require('path')
const launch = require('./launch.cjs')

const args = process.argv.slice(2)
launch({}, (checkout) =>
  args.length > 0
    ? [checkout.entry].concat(args)
    : [path.join(checkout.root, 'examples', 'first-denied-call', 'run.mjs')],
)
