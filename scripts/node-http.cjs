// Bundled in place of node:http. Imported as an ES module, node:http has all its exports read, and reading its WebSocket
// class loads undici: some 15 ms of a start, for nothing (Node 24, `node:http` defines it as a getter). Taken as CommonJS,
// only what is used is read.
module.exports = process.getBuiltinModule('node:http');
