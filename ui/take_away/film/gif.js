// A film as GIF (89a): one palette for all frames, and in each frame only what has changed since the one before.

const MOST_BITS = 12;
const CLEAR_PIXEL = 255; // the place of the palette that stands for "as it was"

/** Colours of a palette: the last of its 256 places is the clear one. */
export const COLOURS = 255;

/** Bytes, one after the other. */
class Bytes {
  /** @type {number[]} */
  list = [];

  /** @param {number[]} values */
  put(...values) {
    for (const value of values) this.list.push(value & 255);
  }

  /** @param {number} value */
  short(value) {
    this.put(value, value >> 8);
  }

  /** @param {string} letters */
  text(letters) {
    for (const letter of letters) this.put(letter.charCodeAt(0));
  }
}

/**
 * The place of a colour among 32,768: five bits a channel.
 * @param {ArrayLike<number>} rgba
 * @param {number} i
 */
const bucket = (rgba, i) => ((rgba[i] >> 3) << 10) | ((rgba[i + 1] >> 3) << 5) | (rgba[i + 2] >> 3);

/**
 * A palette for pictures, by median cut (Heckbert, 1982): the box of most pixels and extent is halved again and again.
 * @param {ArrayLike<number>[]} pictures RGBA
 * @param {number} count of colours
 * @returns {{ colours: number[][], placeOf: Uint8Array }} the colours, and for each bucket the place of the nearest
 */
export function paletteOf(pictures, count) {
  const known = new Map();
  for (const rgba of pictures) {
    for (let i = 0; i < rgba.length; i += 4) {
      const key = bucket(rgba, i),
        sum = known.get(key);
      if (sum) {
        sum[0] += rgba[i];
        sum[1] += rgba[i + 1];
        sum[2] += rgba[i + 2];
        sum[3]++;
      } else known.set(key, [rgba[i], rgba[i + 1], rgba[i + 2], 1]);
    }
  }
  const cells = [...known.values()].map(([r, g, b, n]) => [r / n, g / n, b / n, n]);
  const colours = cut(cells, count).map(mean),
    placeOf = new Uint8Array(32_768);
  for (let key = 0; key < placeOf.length; key++) {
    placeOf[key] = nearest(
      [10, 5, 0].map((shift) => (((key >> shift) & 31) << 3) + 4),
      colours,
    );
  }
  return { colours, placeOf };
}

/** @typedef {number[][]} Cells */

/** @param {Cells} cells */
function extent(cells) {
  const spans = [0, 1, 2].map((c) => {
    let low = 255,
      high = 0;
    for (const cell of cells) {
      low = Math.min(low, cell[c]);
      high = Math.max(high, cell[c]);
    }
    return high - low;
  });
  const channel = spans.indexOf(Math.max(...spans)),
    pixels = cells.reduce((sum, cell) => sum + cell[3], 0);
  return { channel, worth: cells.length < 2 ? 0 : spans[channel] * Math.sqrt(pixels) };
}

/**
 * @param {Cells} cells
 * @param {number} count
 */
function cut(cells, count) {
  const boxes = [{ cells, ...extent(cells) }];
  while (boxes.length < count) {
    boxes.sort((one, other) => other.worth - one.worth);
    const [{ cells: most, channel, worth }] = boxes;
    if (!worth) break;
    most.sort((one, other) => one[channel] - other[channel]);
    const half = most.reduce((sum, cell) => sum + cell[3], 0) / 2;
    let sum = 0,
      at = 0;
    while (at < most.length - 1 && sum + most[at][3] <= half) sum += most[at++][3];
    at = Math.max(1, at);
    boxes.splice(
      0,
      1,
      ...[most.slice(0, at), most.slice(at)].map((part) => ({ cells: part, ...extent(part) })),
    );
  }
  return boxes.map((box) => box.cells);
}

/** @param {Cells} cells */
function mean(cells) {
  const n = cells.reduce((sum, cell) => sum + cell[3], 0) || 1;
  return [0, 1, 2].map((c) => Math.round(cells.reduce((sum, cell) => sum + cell[c] * cell[3], 0) / n));
}

/**
 * @param {number[]} colour
 * @param {number[][]} colours
 */
function nearest(colour, colours) {
  let best = 0,
    least = Infinity;
  colours.forEach((other, i) => {
    const far = (colour[0] - other[0]) ** 2 + (colour[1] - other[1]) ** 2 + (colour[2] - other[2]) ** 2;
    if (far < least) [best, least] = [i, far];
  });
  return best;
}

/**
 * A picture as places of a palette.
 * @param {ArrayLike<number>} rgba
 * @param {Uint8Array} placeOf
 */
export function indexed(rgba, placeOf) {
  const places = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < places.length; i++) places[i] = placeOf[bucket(rgba, 4 * i)];
  return places;
}

/**
 * Pixels as LZW codes (Welch, 1984), as GIF packs them: codes grow from nine bits to twelve, then begin anew.
 * @param {Uint8Array} places
 * @returns {Uint8Array}
 */
export function packed(places) {
  const clear = 256,
    end = 257,
    out = new Uint8Array(places.length * 2 + 64),
    table = new Int16Array(4096 * 256);
  let size = 0,
    bits = 0,
    held = 0,
    width = 9,
    next = end + 1;
  /** @param {number} code */
  const put = (code) => {
    held |= code << bits;
    bits += width;
    for (; bits >= 8; bits -= 8, held >>>= 8) out[size++] = held & 255;
  };
  put(clear);
  let word = places[0];
  for (let i = 1; i < places.length; i++) {
    const key = (word << 8) | places[i],
      known = table[key];
    if (known) {
      word = known;
      continue;
    }
    put(word);
    if (next < 1 << MOST_BITS) {
      table[key] = next++;
      if (next > 1 << width && width < MOST_BITS) width++;
    } else {
      put(clear);
      table.fill(0);
      width = 9;
      next = end + 1;
    }
    word = places[i];
  }
  put(word);
  if (next >= 1 << width && width < MOST_BITS) width++;
  put(end);
  if (bits) out[size++] = held & 255;
  return out.subarray(0, size);
}

/**
 * A film.
 * @param {Uint8Array[]} frames places of the palette, row by row
 * @param {{ width: number, height: number, colours: number[][], delays: number[] }} how `delays` in 0.01 s
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function gif(frames, { width, height, colours, delays }) {
  /** @type {(Uint8Array | number[])[]} */
  const parts = [];
  const head = new Bytes();
  head.text("GIF89a");
  head.short(width);
  head.short(height);
  head.put(0xf7, 0, 0); // a palette of 256 colours
  for (let i = 0; i < 256; i++) head.put(...(colours[i] ?? [0, 0, 0]));
  head.put(0x21, 0xff, 11);
  head.text("NETSCAPE2.0");
  head.put(3, 1, 0, 0, 0); // again and again
  parts.push(head.list);
  frames.forEach((frame, i) => parts.push(...frameOf(frame, frames[i - 1], width, height, delays[i])));
  parts.push([0x3b]);
  const film = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    film.set(part, at);
    at += part.length;
  }
  return film;
}

/**
 * One frame: what has not changed is clear.
 * @param {Uint8Array} frame
 * @param {Uint8Array | undefined} before
 * @param {number} width
 * @param {number} height
 * @param {number} delay
 */
function frameOf(frame, before, width, height, delay) {
  const head = new Bytes(),
    changed = before ? frame.map((place, i) => (place === before[i] ? CLEAR_PIXEL : place)) : frame,
    body = packed(changed),
    blocks = new Uint8Array(body.length + Math.ceil(body.length / 255) + 1);
  head.put(0x21, 0xf9, 4, before ? 0x05 : 0x04); // stays when the next one comes
  head.short(delay);
  head.put(CLEAR_PIXEL, 0, 0x2c);
  for (const value of [0, 0, width, height]) head.short(value);
  head.put(0, 8);
  for (let from = 0, to = 0; from < body.length; from += 255) {
    const block = body.subarray(from, from + 255);
    blocks[to++] = block.length;
    blocks.set(block, to);
    to += block.length;
  }
  return [head.list, blocks];
}
