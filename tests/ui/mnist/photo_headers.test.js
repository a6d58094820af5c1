// A file's kind and its sides, told by its first bytes, whatever it is called.

import assert from "node:assert/strict";
import { test } from "node:test";

import { headerOf } from "../../../ui/mnist/templates/photo/headers.js";
import { doneWords } from "../../../ui/mnist/templates/photo/steps.js";

/** @param {(string | number[])[]} parts */
const bytes = (...parts) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );

/** @type {[string, Uint8Array, string, number, number][]} */
const FILES = [
  [
    "PNG",
    bytes([0x89], "PNG\r\n", [26, 10, 0, 0, 0, 13], "IHDR", [0, 0, 62, 128, 0, 0, 46, 224]),
    "PNG",
    16000,
    12000,
  ],
  [
    "JPEG behind a segment and a fill byte",
    bytes([0xff, 0xd8, 0xff, 0xe1, 0, 4, 9, 9, 0xff, 0xff, 0xc2, 0, 11, 8, 2, 88, 3, 32]),
    "JPEG",
    800,
    600,
  ],
  ["GIF", bytes("GIF89a", [44, 1, 200, 0]), "GIF", 300, 200],
  ["BMP from the top", bytes("BM", Array(16).fill(0), [4, 1, 0, 0], [156, 255, 255, 255]), "BMP", 260, 100],
  ["WebP, plain", bytes("RIFF----WEBPVP8 ", Array(10).fill(0), [24, 1, 24, 65]), "WebP", 280, 280],
  ["WebP, lossless", bytes("RIFF----WEBPVP8L", Array(5).fill(0), [23, 193, 69, 0]), "WebP", 280, 280],
  ["WebP, extended", bytes("RIFF----WEBPVP8X", Array(8).fill(0), [23, 1, 0], [200, 0, 0]), "WebP", 280, 201],
  [
    "AVIF",
    bytes([0, 0, 0, 24], "ftypavif", Array(12).fill(0), "ispe", [0, 0, 0, 0, 0, 0, 1, 24, 0, 0, 0, 90]),
    "AVIF",
    280,
    90,
  ],
  ["AVIF by another brand", bytes([0, 0, 0, 28], "ftypmif1----mif1avif"), "AVIF", 0, 0],
  ["HEIC", bytes([0, 0, 0, 24], "ftypheic----mif1heic"), "HEIC", 0, 0],
  ["SVG", bytes('<?xml version="1.0"?><!-- a --><svg xmlns="">'), "SVG", 0, 0],
  ["PDF", bytes("%PDF-1.7"), "PDF", 0, 0],
  ["TIFF", bytes("II*", [0]), "TIFF", 0, 0],
  ["SVG with a mark of its encoding", bytes([0xef, 0xbb, 0xbf], '<svg xmlns="">'), "SVG", 0, 0],
  [
    "SVG in two bytes a letter",
    bytes(
      [0xff, 0xfe],
      [..."<svg >"].flatMap((c) => [c.charCodeAt(0), 0]),
    ),
    "SVG",
    0,
    0,
  ],
  ["SVG with its type", bytes('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"><svg>'), "SVG", 0, 0],
  ["a web page with a drawing", bytes("<!doctype html><html><body><svg></svg>"), "web page", 0, 0],
  ["a film of a phone", bytes([0, 0, 0, 20], "ftypqt  ----qt  "), "film", 0, 0],
  ["JPEG XL, bare", bytes([0xff, 0x0a, 0xfa, 0x7f]), "JPEG XL", 0, 0],
  ["JPEG XL in boxes", bytes([0, 0, 0, 12], "JXL \r\n"), "JPEG XL", 0, 0],
  ["JPEG 2000", bytes([0, 0, 0, 12], "jP  \r\n"), "JPEG 2000", 0, 0],
  ["Photoshop", bytes("8BPS", [0, 1]), "Photoshop", 0, 0],
  ["an icon", bytes([0, 0, 1, 0, 1, 0, 16, 16]), "icon", 0, 0],
  ["a document of Word", bytes("PK", [3, 4]), "ZIP archive", 0, 0],
  ["a packed SVG", bytes([0x1f, 0x8b, 8]), "gzip archive", 0, 0],
  ["text that speaks of svg", bytes("what <svg is"), "", 0, 0],
  ["nothing", bytes(), "", 0, 0],
];

for (const [name, file, kind, width, height] of FILES)
  test(name, () => assert.deepEqual(headerOf(file), { kind, width, height }));

test("a file that ends anywhere has a kind or none, and sides that are numbers", () => {
  for (const [, file] of FILES)
    for (let end = 0; end < file.length; end++) {
      const { width, height } = headerOf(file.subarray(0, end));
      assert.ok(Number.isInteger(width) && Number.isInteger(height));
    }
});

test("what was done is said, and nothing else", () => {
  const plane = (/** @type {number} */ side) => ({
      values: new Int32Array(side * side),
      width: side,
      height: side,
    }),
    /** @type {(n: number) => import("../../../ui/mnist/templates/photo/prepare.js").Step[]} */
    steps = (side) => [
      { name: "small", planes: [plane(100)] },
      { name: "sheet", planes: [plane(side)] },
    ],
    made = {
      image: new Uint8Array(784),
      refusal: "",
      steps: steps(99),
      nLines: 0,
      nSpecks: 0,
      thickness: 2.5,
    };
  assert.equal(doneWords(made), "");
  assert.equal(doneWords({ ...made, nLines: 1, nSpecks: 3 }), "1 ruled line taken out, 3 specks taken out.");
  assert.equal(
    doneWords({ ...made, steps: steps(90), thickness: 0.9 }),
    "A frame cut off, a thin stroke (0.9 pixels in the box of 20 × 20) made thicker.",
  );
  assert.match(doneWords({ ...made, steps: [] }), /not a pixel is changed/);
  assert.equal(doneWords({ ...made, image: null }), "");
});
