import { crc32, deflateRawSync } from 'node:zlib';

/** 1 January 1980, the first day a zip knows: the same content is the same file, whenever and wherever it is packed. */
const date = 0x21;
const version = 20;
const unix = 3 << 8;
const readable = 0o100644 * 0x10000;
const deflated = 8;
const utf8 = 1 << 11;

/**
 * A zip file of `files`, a map of name to bytes, in the order of the names (PKWARE, .ZIP File Format Specification,
 * 4.3: local headers with their data, then the central directory and its end).
 */
export function zip(files) {
  const entries = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, bytes]) => entryOf(name, bytes));
  let offset = 0;
  const directory = entries.map((entry) => {
    const header = centralHeader(entry, offset);
    offset += entry.local.length + entry.data.length;
    return header;
  });
  const size = directory.reduce((sum, header) => sum + header.length, 0);
  return Buffer.concat([
    ...entries.flatMap(({ local, data }) => [local, data]),
    ...directory,
    endOfDirectory(entries.length, { size, offset }),
  ]);
}

function entryOf(name, bytes) {
  const data = deflateRawSync(bytes, { level: 9 });
  const path = Buffer.from(name);
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(version, 0);
  facts.writeUInt16LE(utf8, 2);
  facts.writeUInt16LE(deflated, 4);
  facts.writeUInt16LE(0, 6);
  facts.writeUInt16LE(date, 8);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(data.length, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(path.length, 22);
  facts.writeUInt16LE(0, 24);
  return { path, data, facts, local: Buffer.concat([signature(0x04034b50), facts, path]) };
}

function centralHeader({ path, facts }, offset) {
  const made = Buffer.alloc(2);
  made.writeUInt16LE(unix | version);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(readable, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), made, facts, rest, path]);
}

function endOfDirectory(count, { size, offset }) {
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([signature(0x06054b50), end]);
}

function signature(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
