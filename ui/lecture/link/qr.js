// A text as a QR code (ISO/IEC 18004): byte mode, error correction M, the smallest of versions 1 to 30 that holds it.
// A code is rows of booleans, of which true is dark. A browser test compares it with the qrcode library, bit by bit.

/**
 * A code in the making: null where a bit of data may stand.
 * @typedef {(boolean | null)[][]} Frame
 */

/** @typedef {{ rows: boolean[][], version: number, mask: number }} Code */

const QR_PER_BLOCK = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28,
  28, 28, 28,
];
const QR_BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
];

/** @type {((r: number, c: number) => boolean)[]} */
const QR_MASKS = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (r, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

// The field of 256 elements with x⁸ + x⁴ + x³ + x² + 1.
const QR_EXP = new Uint8Array(510),
  QR_LOG = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++, x = (x << 1) ^ (x > 127 ? 285 : 0)) {
  QR_EXP[i] = QR_EXP[i + 255] = x;
  QR_LOG[x] = i;
}

/**
 * @param {number} a
 * @param {number} b
 */
const qrTimes = (a, b) => (a && b ? QR_EXP[QR_LOG[a] + QR_LOG[b]] : 0);

/**
 * The remainder of the data by the generator whose roots are the first `count` powers of 2 (Reed and Solomon, 1960).
 * @param {number[]} data
 * @param {number} count
 */
function qrCheckBytes(data, count) {
  let generator = [1];
  for (let i = 0; i < count; i++) {
    const next = [...generator, 0];
    generator.forEach((g, j) => (next[j + 1] ^= qrTimes(g, QR_EXP[i])));
    generator = next;
  }
  const rest = [...data, ...new Array(count).fill(0)];
  data.forEach((_, i) => {
    const lead = rest[i];
    if (lead) generator.forEach((g, j) => (rest[i + j] ^= qrTimes(g, lead)));
  });
  return rest.slice(data.length);
}

/**
 * Rows, which are also columns, of the middles of the alignment patterns.
 * @param {number} version
 */
function qrAlignment(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2,
    size = 17 + 4 * version;
  const step = version === 32 ? 26 : Math.ceil((size - 13) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - step * (count - 2 - i))];
}

/**
 * Modules that data and check bytes can take.
 * @param {number} version
 */
function qrRoom(version) {
  const count = qrAlignment(version).length;
  const aligned = count ? 25 * count * count - 10 * count - 55 : 0; // beyond what finders and timing take already
  return (16 * version + 128) * version + 64 - aligned - (version >= 7 ? 36 : 0);
}

/**
 * Bytes of data that a version holds, without the check bytes.
 * @param {number} version
 */
function qrDataLength(version) {
  return Math.floor(qrRoom(version) / 8) - QR_PER_BLOCK[version - 1] * QR_BLOCKS[version - 1];
}

/**
 * Mode, length, text and padding.
 * @param {number[]} bytes
 * @param {number} version
 */
function qrData(bytes, version) {
  /** @type {number[]} */
  const bits = [];
  const total = qrDataLength(version);
  /** @type {(value: number, length: number) => void} */
  const put = (value, length) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  put(4, 4);
  put(bytes.length, qrCountLength(version));
  bytes.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, 8 * total - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = Array.from({ length: bits.length / 8 }, (_, i) =>
    bits.slice(8 * i, 8 * i + 8).reduce((sum, bit) => 2 * sum + bit, 0),
  );
  for (let pad = 236; data.length < total; pad ^= 236 ^ 17) data.push(pad);
  return data;
}

/**
 * Bits that say how long the text is.
 * @param {number} version
 */
const qrCountLength = (version) => (version < 10 ? 8 : 16);

/**
 * The data cut into blocks, the later ones a byte longer where it does not divide evenly.
 * @param {number[]} data
 * @param {number} blocks
 */
function qrBlocks(data, blocks) {
  const short = Math.floor(data.length / blocks),
    long = data.length % blocks;
  return Array.from({ length: blocks }, (_, i) => {
    const start = i * short + Math.max(0, i - (blocks - long));
    return data.slice(start, start + short + (i >= blocks - long ? 1 : 0));
  });
}

/**
 * The first of each row, then the second of each, as far as the rows reach.
 * @param {number[][]} rows
 */
const qrWoven = (rows) =>
  Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, i) =>
    rows.filter((row) => i < row.length).map((row) => row[i]),
  ).flat();

/**
 * Data and check bytes, block by block, interleaved.
 * @param {number[]} bytes
 * @param {number} version
 */
function qrCodewords(bytes, version) {
  const parts = qrBlocks(qrData(bytes, version), QR_BLOCKS[version - 1]);
  const checks = parts.map((part) => qrCheckBytes(part, QR_PER_BLOCK[version - 1]));
  return [...qrWoven(parts), ...qrWoven(checks)];
}

/**
 * A square pattern around its middle, as far as it lies within the code; `dark` tells it by the distance.
 * @param {Frame} rows
 * @param {number} row
 * @param {number} column
 * @param {number} reach
 * @param {(distance: number) => boolean} dark
 */
function qrRing(rows, row, column, reach, dark) {
  for (let r = -reach; r <= reach; r++) {
    for (let c = -reach; c <= reach; c++) {
      if (rows[row + r]?.[column + c] === undefined) continue;
      rows[row + r][column + c] = dark(Math.max(Math.abs(r), Math.abs(c)));
    }
  }
}

/**
 * Alignment patterns, except where finders will stand.
 * @param {Frame} rows
 * @param {number} version
 */
function qrAlign(rows, version) {
  const places = qrAlignment(version),
    last = rows.length - 7;
  for (const r of places) {
    for (const c of places) {
      const atFinder = (r === 6 && (c === 6 || c === last)) || (r === last && c === 6);
      if (!atFinder) qrRing(rows, r, c, 2, (distance) => distance !== 1);
    }
  }
}

/**
 * False where the bits that tell error correction and mask will stand, and the one module that is always dark.
 * @param {Frame} rows
 */
function qrReserveFormat(rows) {
  const size = rows.length;
  for (let i = 0; i < 9; i++) {
    rows[8][i] ??= false;
    rows[i][8] ??= false;
  }
  for (let i = 1; i <= 8; i++) rows[8][size - i] = rows[size - i][8] = false;
  rows[size - 8][8] = true;
}

/**
 * The version's number with its check bits, twice; small codes carry none.
 * @param {Frame} rows
 * @param {number} version
 */
function qrWriteVersion(rows, version) {
  if (version < 7) return;
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const code = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const far = rows.length - 11 + (i % 3),
      near = Math.floor(i / 3);
    rows[near][far] = rows[far][near] = Boolean((code >> i) & 1);
  }
}

/**
 * Everything but the data: alignment, timing, finders, version.
 * @param {number} version
 */
function qrFrame(version) {
  const size = 17 + 4 * version;
  /** @type {Frame} */
  const rows = Array.from({ length: size }, () => new Array(size).fill(null));
  qrAlign(rows, version);
  for (let i = 8; i < size - 8; i++) rows[6][i] = rows[i][6] = i % 2 === 0;
  const finder = (/** @type {number} */ distance) => distance !== 2 && distance !== 4;
  qrRing(rows, 3, 3, 4, finder);
  qrRing(rows, 3, size - 4, 4, finder);
  qrRing(rows, size - 4, 3, 4, finder);
  qrReserveFormat(rows);
  qrWriteVersion(rows, version);
  return rows;
}

/**
 * Bits in pairs of columns from the right, upwards and downwards in turn, past the timing column.
 * @param {Frame} frame
 * @param {number[]} codewords
 * @param {number} mask
 */
function qrFill(frame, codewords, mask) {
  const size = frame.length,
    rows = frame.map((row) => row.map(Boolean));
  let i = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const r = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const c of [right, right - 1]) {
        if (frame[r][c] !== null) continue;
        const bit = i < 8 * codewords.length ? (codewords[i >> 3] >> (7 - (i & 7))) & 1 : 0;
        i++;
        rows[r][c] = Boolean(bit) !== QR_MASKS[mask](r, c);
      }
    }
  }
  qrWriteFormat(rows, mask);
  return rows;
}

/**
 * Error correction and mask with their check bits, twice.
 * @param {boolean[][]} rows
 * @param {number} mask
 */
function qrWriteFormat(rows, mask) {
  const size = rows.length;
  let rest = mask; // error correction M is 00
  for (let k = 0; k < 10; k++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const code = ((mask << 10) | rest) ^ 0x5412;
  for (let k = 0; k < 15; k++) {
    const bit = Boolean((code >> k) & 1);
    rows[k < 6 ? k : k < 8 ? k + 1 : size - 15 + k][8] = bit;
    rows[8][k < 8 ? size - 1 - k : k < 9 ? 7 : 14 - k] = bit;
  }
}

/**
 * How hard a code is to read: it counts long runs, squares of one colour, patterns like a finder's, and too much of one
 * colour.
 * @param {boolean[][]} rows
 */
function qrPenalty(rows) {
  const lines = [...rows, ...rows.map((_, c) => rows.map((row) => row[c]))];
  const dark = rows.flat().filter(Boolean).length,
    unbalanced = Math.floor(Math.abs((20 * dark) / rows.length ** 2 - 10));
  return lines.reduce((sum, line) => sum + qrLinePenalty(line), qrSquaresPenalty(rows)) + 10 * unbalanced;
}

/** @param {boolean[]} line */
function qrLinePenalty(line) {
  const text = line.map(Number).join("");
  let penalty = 0;
  for (const run of text.match(/(0{5,}|1{5,})/g) || []) penalty += run.length - 2;
  for (let i = 0; i + 11 <= text.length; i++)
    if (["10111010000", "00001011101"].includes(text.slice(i, i + 11))) penalty += 40;
  return penalty;
}

/** @param {boolean[][]} rows */
function qrSquaresPenalty(rows) {
  let penalty = 0;
  for (let r = 1; r < rows.length; r++) {
    for (let c = 1; c < rows.length; c++) {
      const square = [rows[r - 1][c], rows[r][c - 1], rows[r - 1][c - 1]];
      if (square.every((dark) => dark === rows[r][c])) penalty += 3;
    }
  }
  return penalty;
}

/**
 * The code of a text; null where the text is too long (1,370 bytes are the most).
 * @param {string} text
 * @returns {Code | null}
 */
export function qrMatrix(text) {
  const bytes = [...new TextEncoder().encode(text)];
  let version = 1;
  while (version <= 30 && 8 * qrDataLength(version) < 4 + qrCountLength(version) + 8 * bytes.length)
    version++;
  if (version > 30) return null;
  const frame = qrFrame(version),
    codewords = qrCodewords(bytes, version);
  const filled = QR_MASKS.map((_, mask) => qrFill(frame, codewords, mask)),
    costs = filled.map(qrPenalty);
  const mask = costs.indexOf(Math.min(...costs));
  return { rows: filled[mask], version, mask };
}

/**
 * The code as a picture; null where the text is too long.
 * @param {string} text
 */
export function qrSvg(text) {
  const code = qrMatrix(text);
  if (!code) return null;
  const side = code.rows.length + 8; // a quiet zone of four on each side
  const path = code.rows
    .flatMap((row, r) => row.flatMap((dark, c) => (dark ? [`M${c + 4} ${r + 4}h1v1h-1z`] : [])))
    .join("");
  return (
    `<svg viewBox="0 0 ${side} ${side}" role="img" aria-label="The link as a QR code" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`
  );
}
