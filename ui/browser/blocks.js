// One block of bytes from Python: the length of a JSON header, the header, then arrays at offsets that it names.
// `ui/browser/blocks.py` writes what this reads.

import { unpackOverTime } from "./over_time.js";

/** @typedef {Float32Array | Uint8Array | Int8Array | Int16Array} NumberArray */

/**
 * What a header says of itself: where each array stands, and how it is packed where its rows change slowly.
 * @typedef {{ name: string, type: keyof typeof ARRAY_TYPES, offset: number, length: number, smooth?: Smooth }} Place
 * @typedef {{ n_bytes: number, n_rows: number, order: number }} Smooth
 */

/**
 * A header with its arrays by name. A part says in a type of its own which fields and arrays its blocks have.
 * @template {object} Header
 * @template {Record<string, NumberArray | undefined>} [Arrays={}]
 * @typedef {Header & { arrays: Arrays }} Block
 */

const ARRAY_TYPES = { f4: Float32Array, u1: Uint8Array, i1: Int8Array, i2: Int16Array };

/**
 * @template {Block<object, Record<string, NumberArray | undefined>>} B
 * @param {Uint8Array} bytes
 * @returns {B}
 */
export function unpack(bytes) {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength)));
  const body = bytes.slice(Math.ceil((4 + headerLength) / 8) * 8).buffer; // a copy, so that offsets are aligned
  /** @type {Record<string, NumberArray>} */
  const arrays = {};
  for (const { name, type, offset, length, smooth } of /** @type {Place[]} */ (header.arrays)) {
    if (!(type in ARRAY_TYPES)) {
      throw new Error(
        `array ${name} is of type ${type}; known are ${Object.keys(ARRAY_TYPES).join(", ")} (blocks.js)`,
      );
    }
    arrays[name] = smooth
      ? unpackOverTime(
          new Uint8Array(body, offset, smooth.n_bytes),
          smooth.n_rows,
          length / smooth.n_rows,
          smooth.order,
        )
      : new ARRAY_TYPES[type](body, offset, length);
  }
  return { ...header, arrays };
}
