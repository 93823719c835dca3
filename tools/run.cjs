'use strict'
/* `node tools/run.cjs SCRIPT ARGS`: runs a script of this checkout, set up and built, with its tools on the PATH. */
const path = require('path')
const launch = require('./launch.cjs')

const [script, ...args] = process.argv.slice(2)
launch({ tools: true }, (checkout) => [path.join(checkout.root, script)].concat(args))
