// One block of bytes from Python: the length of a JSON header, the header, then what of it is not small, and arrays.
// `ui/browser/blocks.py` writes what this reads.

import { keep } from "./held.js";
import { unpackOverTime } from "./over_time.js";

/** @import { Held } from "./held.js" */

/** @typedef {Float32Array | Uint8Array | Int8Array | Int16Array} NumberArray */

/**
 * What goes or stays away as a whole: an array, or some of its rows. `held`: the browser has it, under its key.
 * @typedef {{ n_bytes: number, key?: string, held?: boolean }} Sent
 */

/**
 * What a header says of an array, or of a value of its own that stands behind it: `json`. Each begins on the next
 * multiple of 8 bytes. Where rows change slowly, they are packed in pieces; where more of them come, each goes or stays
 * by itself. An array may be the same as another.
 * @typedef {{ name: string, type: keyof typeof ARRAY_TYPES, length: number }} Numbers
 * @typedef {Sent & Numbers & { smooth?: Smooth[], rows?: Sent[] }} Place
 * @typedef {Sent & { n_rows: number }} Smooth
 * @typedef {Sent & { name: string, type: "json" }} Value
 * @typedef {{ name: string, as: string }} Twin
 */

/**
 * A header with its arrays by name. A part says in a type of its own which fields and arrays its blocks have.
 * @template {object} Header
 * @template {Record<string, NumberArray | undefined>} [Arrays={}]
 * `heard`: the last wish of its part that Python has heard, where Python has sent it.
 * @typedef {Header & { arrays: Arrays, heard?: number }} Block
 */

const ARRAY_TYPES = { f4: Float32Array, u1: Uint8Array, i1: Int8Array, i2: Int16Array };

/**
 * The block; null where it leaves away what the browser does not have.
 * @template {Block<object, Record<string, NumberArray | undefined>>} B
 * @param {Uint8Array} bytes
 * @param {Held} [held] what the browser has; all that has a key joins it
 * @returns {B | null}
 */
export function unpack(bytes, held = new Map()) {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(read(bytes.subarray(4, 4 + headerLength)));
  const body = bytes.subarray(aligned(4 + headerLength));
  /** @type {Record<string, NumberArray>} */
  const arrays = {};
  let isWhole = true,
    at = 0;
  for (const place of /** @type {(Place | Value | Twin)[]} */ (header.arrays)) {
    if ("as" in place) {
      if (place.as in arrays) arrays[place.name] = arrays[place.as].slice();
      continue;
    }
    const pieces = piecesAt(place, body.subarray(at), held);
    at += aligned(sum(piecesOf(place), (sent) => (sent.held ? 0 : sent.n_bytes)));
    if (!pieces) isWhole = false;
    else if (place.type === "json") header[place.name] = JSON.parse(read(pieces[0]));
    else arrays[place.name] = arrayOf(place, pieces);
  }
  return isWhole ? { ...header, ...heardBehind(body, at), arrays } : null;
}

/**
 * What `told` of `blocks.py` has put behind a block.
 * @param {Uint8Array} body
 * @param {number} at where the block ends
 * @returns {{ heard?: number }}
 */
function heardBehind(body, at) {
  if (body.length < at + 8) return {};
  return { heard: new DataView(body.buffer, body.byteOffset + at, 8).getFloat64(0, true) };
}

/** @param {number} n */
const aligned = (n) => Math.ceil(n / 8) * 8;

/** @param {Uint8Array} bytes */
const read = (bytes) => new TextDecoder().decode(bytes);

/**
 * @template T
 * @param {T[]} several
 * @param {(one: T) => number} count
 */
const sum = (several, count) => several.reduce((total, one) => total + count(one), 0);

/**
 * The bytes of each piece; null where the browser lacks one that it should have.
 * @param {Place | Value} place
 * @param {Uint8Array} body from where it begins
 * @param {Held} held
 * @returns {Uint8Array[] | null}
 */
function piecesAt(place, body, held) {
  let at = 0;
  const found = piecesOf(place).map((sent) => {
    const bytes = sent.held ? held.get(sent.key ?? "") : body.slice(at, at + sent.n_bytes); // a copy: aligned
    if (!sent.held) at += sent.n_bytes;
    if (bytes && sent.key) keep(held, sent.key, bytes);
    return bytes;
  });
  const whole = found.filter((bytes) => bytes !== undefined);
  return whole.length < found.length ? null : whole;
}

/**
 * @param {Place | Value} place
 * @returns {Sent[]}
 */
const piecesOf = (place) => (place.type !== "json" && (place.smooth ?? place.rows)) || [place];

/**
 * A copy: a part may change what it gets.
 * @param {Uint8Array[]} pieces
 * @returns {Uint8Array<ArrayBuffer>}
 */
function inOne(pieces) {
  const whole = new Uint8Array(sum(pieces, (piece) => piece.length));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * @param {Place} place
 * @param {Uint8Array[]} found its pieces
 * @returns {NumberArray}
 */
function arrayOf({ name, type, length, smooth }, found) {
  if (!(type in ARRAY_TYPES)) {
    throw new Error(
      `array ${name} is of type ${type}; known are ${Object.keys(ARRAY_TYPES).join(", ")} (blocks.js)`,
    );
  }
  if (!smooth) return new ARRAY_TYPES[type](inOne(found).buffer, 0, length);
  const pieces = smooth.map(({ n_rows }, i) => ({ n_rows, bytes: found[i] }));
  return unpackOverTime(pieces, length / sum(pieces, (piece) => piece.n_rows));
}
