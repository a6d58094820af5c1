import assert from "node:assert/strict";
import { test } from "node:test";

import { exact32 } from "../../../ui/browser/numbers.js";

test("a number of 32 bits is written with as few digits as name it", () => {
  assert.equal(exact32(Math.fround(0.1)), "0.1");
  assert.equal(exact32(Math.fround(-1 / 3)), "−0.33333334");
  assert.equal(exact32(0), "0");
  assert.equal(exact32(Math.fround(-1e-7)), "−1e−7");
});

test("what is written is the number again", () => {
  const bits = new Uint32Array(1),
    numbers = new Float32Array(bits.buffer);
  for (let i = 0; i < 20000; i++) {
    bits[0] = (i * 2654435761) >>> 0;
    if (!Number.isFinite(numbers[0])) continue;
    assert.equal(Math.fround(Number(exact32(numbers[0]).replaceAll("−", "-"))), numbers[0]);
  }
});
