// One block of bytes from Python: the length of a JSON header, the header, then arrays at offsets that it names.
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
 * What a header says of itself: where each array stands, and how it is packed where its rows change slowly.
 * @typedef {Sent & Where & { name: string, type: keyof typeof ARRAY_TYPES, smooth?: Smooth[] }} Place
 * @typedef {{ offset: number, length: number }} Where
 * @typedef {Sent & { n_rows: number, order: number }} Smooth
 */

/**
 * A header with its arrays by name. A part says in a type of its own which fields and arrays its blocks have.
 * @template {object} Header
 * @template {Record<string, NumberArray | undefined>} [Arrays={}]
 * @typedef {Header & { arrays: Arrays }} Block
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
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength)));
  const body = bytes.subarray(Math.ceil((4 + headerLength) / 8) * 8);
  /** @type {Record<string, NumberArray>} */
  const arrays = {};
  let isWhole = true;
  for (const place of /** @type {Place[]} */ (header.arrays)) {
    const array = arrayAt(place, body, held);
    if (array) arrays[place.name] = array;
    else isWhole = false;
  }
  return isWhole ? { ...header, arrays } : null;
}

/**
 * @param {Place} place
 * @param {Uint8Array} body
 * @param {Held} held
 * @returns {NumberArray | null}
 */
function arrayAt(place, body, held) {
  const { name, type, offset, length, smooth } = place;
  if (!(type in ARRAY_TYPES)) {
    throw new Error(
      `array ${name} is of type ${type}; known are ${Object.keys(ARRAY_TYPES).join(", ")} (blocks.js)`,
    );
  }
  let at = offset;
  const found = (smooth ?? [place]).map((sent) => {
    const bytes = sent.held ? held.get(sent.key ?? "") : body.slice(at, at + sent.n_bytes); // a copy: aligned
    if (!sent.held) at += sent.n_bytes;
    if (bytes && sent.key) keep(held, sent.key, bytes);
    return bytes;
  });
  const whole = found.filter((bytes) => bytes !== undefined);
  if (whole.length < found.length) return null;
  if (!smooth) return new ARRAY_TYPES[type](whole[0].slice().buffer, 0, length); // a part may change what it gets
  const pieces = smooth.map(({ n_rows, order }, i) => ({ n_rows, order, bytes: whole[i] }));
  return unpackOverTime(pieces, length / pieces.reduce((sum, piece) => sum + piece.n_rows, 0));
}
