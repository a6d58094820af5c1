// Numbers that change slowly from row to row, exact to the last bit. `over_time.py` writes what this reads: for each
// number, how far it lies from what up to three before it in its column foretell, counted in representable numbers.

const GROUP = 16, // counts that are written with equally many bits
  WIDEST = 32,
  POWERS = Array.from({ length: WIDEST }, (_, n) => 2 ** n);

/**
 * Some rows, one after the other; `order` is how many numbers foretell the next: 1, 2 or 3.
 * @typedef {{ n_rows: number, order: number, bytes: Uint8Array }} Piece
 */

/**
 * The numbers, row by row. The first row of a piece is foretold from those of the piece before.
 * @param {Piece[]} pieces
 * @param {number} nColumns
 * @returns {Float32Array<ArrayBuffer>}
 */
export function unpackOverTime(pieces, nColumns) {
  const nRows = pieces.reduce((sum, piece) => sum + piece.n_rows, 0),
    numbers = new Float32Array(nRows * nColumns);
  let first = 0;
  for (const piece of pieces) {
    unpackPiece(piece, numbers, first, nColumns);
    first += piece.n_rows;
  }
  return numbers;
}

/**
 * @param {Piece} piece
 * @param {Float32Array<ArrayBuffer>} numbers of all pieces; those before this one are there
 * @param {number} first the piece's first row
 * @param {number} nColumns
 */
function unpackPiece({ n_rows: nRows, order, bytes }, numbers, first, nColumns) {
  const counts = countsIn(bytes, nRows * nColumns),
    bits = new Int32Array(numbers.buffer),
    near = new Float32Array(1),
    nearBits = new Int32Array(near.buffer);
  for (let column = 0; column < nColumns; column++)
    for (let row = 0; row < nRows; row++) {
      const at = (first + row) * nColumns + column;
      near[0] = foretold(numbers, at, nColumns, Math.min(order, first + row));
      if (!Number.isFinite(near[0])) near[0] = 0;
      bits[at] = inOrder((inOrder(nearBits[0]) + counts[column * nRows + row]) | 0);
    }
}

/**
 * @param {Float32Array} numbers
 * @param {number} at
 * @param {number} back to the number before it in its column
 * @param {number} order
 */
function foretold(numbers, at, back, order) {
  if (order === 0) return 0;
  const last = numbers[at - back];
  if (order === 1) return last;
  const before = numbers[at - 2 * back];
  return order === 2 ? 2 * last - before : 3 * last - 3 * before + numbers[at - 3 * back];
}

/**
 * From the bits of a float to a whole number that has its place in the order of floats; the same leads back.
 * @param {number} bits
 */
const inOrder = (bits) => bits ^ ((bits >> 31) & 0x7fffffff);

/**
 * Groups stand by the bits that they need, those of fewer first; within as many bits in the order of the numbers.
 * @param {Uint8Array} bytes
 * @param {number} n
 */
function countsIn(bytes, n) {
  const widths = bytes.subarray(0, Math.ceil(n / GROUP)),
    counts = new Int32Array(widths.length * GROUP),
    nextOf = new Array(WIDEST + 1).fill(0);
  for (const width of widths) nextOf[width] += (GROUP / 8) * width;
  for (let width = 0, start = widths.length; width <= WIDEST; width++) {
    const taken = nextOf[width];
    nextOf[width] = start;
    start += taken;
  }
  widths.forEach((width, g) => {
    if (!width) return;
    let held = 0,
      nHeld = 0;
    for (let k = 0; k < GROUP; k++) {
      for (; nHeld < width; nHeld += 8) held = held * 256 + bytes[nextOf[width]++]; // below 2 ** 40: exact
      nHeld -= width;
      const scale = POWERS[nHeld],
        count = Math.floor(held / scale);
      held -= count * scale;
      counts[g * GROUP + k] = (count >>> 1) ^ -(count & 1);
    }
  });
  return counts;
}
