// Claims about the matrix product of the static site: it is NumPy's product, held to float64 here.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const bytes = await readFile(new URL("../../static_site/kernel/product.wasm", import.meta.url));
const memory = new WebAssembly.Memory({ initial: 64 });
const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
const product = /** @type {(...numbers: number[]) => void} */ (instance.exports.product);

/** A sequence of numbers from -1 to 1 that is the same each time. */
function numbers(seed = 1) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A matrix in the memory, with a gap between its rows or, transposed, between its columns.
 * @param {number} at its first number @param {number} rows @param {number} columns @param {boolean} turned */
function matrix(at, rows, columns, turned) {
  const gap = 3;
  const [row, column] = turned ? [1, rows + gap] : [columns + gap, 1];
  return {
    at,
    row,
    column,
    rows,
    columns,
    of: (/** @type {number} */ i, /** @type {number} */ j) => at + i * row + j * column,
  };
}

/** The largest error of a product, in units of what float32 sums may err by, and whether all else was left alone.
 * @param {number} rows @param {number} depth @param {number} columns @param {[boolean, boolean]} turned
 * @param {(next: () => number) => number} [draw] */
function tried(rows, depth, columns, turned, draw = (next) => next()) {
  const floats = new Float32Array(memory.buffer);
  floats.fill(7);
  const next = numbers(rows * 1009 + depth * 31 + columns);
  const size = (rows + 3) * (depth + 3) + (depth + 3) * (columns + 3);
  const a = matrix(0, rows, depth, turned[0]);
  const b = matrix((rows + 3) * (depth + 3), depth, columns, turned[1]);
  const out = matrix(size, rows, columns, false);
  const panel = size + (rows + 3) * (columns + 3);
  for (const one of [a, b])
    for (let i = 0; i < one.rows; i++)
      for (let j = 0; j < one.columns; j++) floats[one.of(i, j)] = draw(next);
  const bytesOf = (/** @type {number} */ place) => 4 * place;
  product(
    ...[bytesOf(a.at), a.row, a.column, bytesOf(b.at), b.row, b.column],
    ...[bytesOf(out.at), out.row, rows, columns, depth, bytesOf(panel)],
  );
  let worst = 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let [sum, scale] = [0, 0];
      for (let k = 0; k < depth; k++) {
        const term = floats[a.of(i, k)] * floats[b.of(k, j)];
        sum += term;
        scale += Math.abs(term);
      }
      const found = floats[out.of(i, j)];
      if (!Number.isFinite(sum))
        assert.ok(Object.is(found, Math.fround(sum)), `${found}, not ${sum}, at ${i}, ${j}`);
      else worst = Math.max(worst, Math.abs(found - sum) / (scale * depth * 2 ** -24 + 1e-30));
    }
  for (let i = 0; i < rows; i++) assert.equal(floats[out.of(i, columns)], 7, "it wrote behind a row");
  assert.equal(floats[panel + 8 * depth], 7, "it wrote behind the panel");
  return worst;
}

const TURNS = /** @type {[boolean, boolean][]} */ (
  [false, true].flatMap((a) => [false, true].map((b) => [a, b]))
);

test("a product is that of float64, whichever factor is transposed, at odd sizes too", () => {
  for (const rows of [1, 3, 4, 5, 8, 17])
    for (const columns of [1, 2, 4, 7, 8, 9, 10, 16, 19])
      for (const depth of [1, 2, 10, 33])
        for (const turned of TURNS)
          assert.ok(tried(rows, depth, columns, turned) <= 1, `${rows} ${depth} ${columns}`);
});

test("the products of a network for images are those of float64", () => {
  for (const [rows, depth, columns] of [
    [100, 718, 100],
    [718, 100, 100],
    [100, 100, 10],
    [100, 10, 100],
    [17, 600, 16],
  ])
    for (const turned of TURNS) assert.ok(tried(rows, depth, columns, turned) <= 1);
});

test("numbers that are not finite stay where arithmetic puts them", () => {
  const strange = [Infinity, -Infinity, NaN, 0, -0];
  const draw = (/** @type {() => number} */ next) =>
    next() > 0.8 ? strange[Math.floor((next() + 1) * 2.49)] : next();
  for (const turned of TURNS) {
    assert.ok(tried(9, 11, 13, turned, draw) <= 1);
  }
});

test("the kernel keeps nothing: it has no memory, stack or number of its own", () => {
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(bytes)), [
    { module: "env", name: "memory", kind: "memory" },
  ]);
  assert.ok(bytes.length < 4096);
});
