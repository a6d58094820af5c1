// Numbers that change slowly from row to row, exact to the last bit. `over_time.py` writes what this reads: for each
// number, how far it lies from what up to four before it in its column foretell, counted in representable numbers.

const GROUP = 16, // counts that are written in the same way
  WIDEST = 32, // of a group's first byte: how many last bits its counts have, and one
  WIDTH = 63,
  ORDER_AT = 6,
  POWERS = Array.from({ length: WIDEST }, (_, n) => 2 ** n);

/**
 * Some rows, one after the other.
 * @typedef {{ n_rows: number, bytes: Uint8Array }} Piece
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
function unpackPiece({ n_rows: nRows, bytes }, numbers, first, nColumns) {
  const counts = countsIn(bytes, nRows * nColumns),
    bits = new Int32Array(numbers.buffer),
    near = new Float32Array(1),
    nearBits = new Int32Array(near.buffer);
  for (let column = 0; column < nColumns; column++)
    for (let row = 0; row < nRows; row++) {
      const at = (first + row) * nColumns + column,
        n = column * nRows + row,
        order = (bytes[Math.floor(n / GROUP)] >> ORDER_AT) + 1;
      near[0] = foretold(numbers, at, nColumns, Math.min(order, first + row));
      if (!Number.isFinite(near[0])) near[0] = 0;
      bits[at] = inOrder((inOrder(nearBits[0]) + counts[n]) | 0);
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
  if (order === 2) return 2 * last - before;
  const third = numbers[at - 3 * back];
  return order === 3
    ? 3 * last - 3 * before + third
    : 4 * last - 6 * before + 4 * third - numbers[at - 4 * back];
}

/**
 * From the bits of a float to a whole number that has its place in the order of floats; the same leads back.
 * @param {number} bits
 */
const inOrder = (bits) => bits ^ ((bits >> 31) & 0x7fffffff);

/**
 * The counts: of each group the last bits, groups with fewer of them first; then what stands before these, in the
 * order of the groups, as so many zeros and a one.
 * @param {Uint8Array} bytes
 * @param {number} n
 */
function countsIn(bytes, n) {
  const heads = bytes.subarray(0, Math.ceil(n / GROUP)),
    counts = new Int32Array(heads.length * GROUP),
    nextOf = new Array(WIDEST + 1).fill(0);
  for (const head of heads) nextOf[head & WIDTH] += (GROUP / 8) * Math.max((head & WIDTH) - 1, 0);
  let start = heads.length;
  for (let width = 0; width <= WIDEST; width++) {
    const taken = nextOf[width];
    nextOf[width] = start;
    start += taken;
  }
  const end = 8 * bytes.length;
  let bit = 8 * start;
  heads.forEach((head, g) => {
    const width = (head & WIDTH) - 1;
    if (width < 0) return;
    let held = 0,
      nHeld = 0;
    for (let k = 0; k < GROUP; k++) {
      let count = 0;
      for (; bit < end && !(bytes[bit >> 3] & (128 >> (bit & 7))); bit++) count += POWERS[width];
      bit++;
      for (; nHeld < width; nHeld += 8) held = held * 256 + bytes[nextOf[width + 1]++]; // below 2 ** 40: exact
      nHeld -= width;
      const last = Math.floor(held / POWERS[nHeld]);
      held -= last * POWERS[nHeld];
      count += last;
      counts[g * GROUP + k] = (count >>> 1) ^ -(count & 1);
    }
  });
  return counts;
}
