// What a file is and how many pixels it has, told by its first bytes, before a browser unpacks it: 47 kB can be
// 16,000 × 12,000 pixels. A name or a kind that somebody gave the file says nothing.

/** @typedef {{ kind: string, width: number, height: number }} Header sides are 0 where the bytes do not say them */

/**
 * @typedef {(bytes: Uint8Array, view: DataView) => [number, number]} Sides
 * @type {[kind: string, begins: (bytes: Uint8Array) => boolean, sides: Sides][]}
 */
const KINDS = [
  ["PNG", (b) => textAt(b, 1, 3) === "PNG", (_, view) => [view.getUint32(16), view.getUint32(20)]],
  ["JPEG", (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff, jpegSides],
  ["GIF", (b) => /^GIF8[79]a$/.test(textAt(b, 0, 6)), (_, v) => [v.getUint16(6, true), v.getUint16(8, true)]],
  ["BMP", (b) => textAt(b, 0, 2) === "BM", (_, v) => [v.getInt32(18, true), Math.abs(v.getInt32(22, true))]],
  ["WebP", (b) => textAt(b, 0, 4) === "RIFF" && textAt(b, 8, 4) === "WEBP", webpSides],
  ["AVIF", (b) => /^avi[fs]$/.test(brandOf(b)), boxSides],
  ["HEIC", (b) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brandOf(b)), boxSides],
  ["PDF", (b) => textAt(b, 0, 5) === "%PDF-", () => [0, 0]],
  ["TIFF", (b) => /^(II\*\0|MM\0\*)$/.test(textAt(b, 0, 4)), () => [0, 0]],
  ["Photoshop", (b) => textAt(b, 0, 4) === "8BPS", () => [0, 0]],
  ["JPEG XL", (b) => (b[0] === 0xff && b[1] === 0x0a) || textAt(b, 4, 4) === "JXL ", () => [0, 0]],
  ["JPEG 2000", (b) => textAt(b, 4, 4) === "jP  ", () => [0, 0]],
  ["icon", (b) => b[0] === 0 && b[1] === 0 && b[2] === 1 && b[3] === 0 && b[4] > 0, () => [0, 0]],
  ["film", (b) => /^(qt {2}|isom|iso\d|mp4\d|M4V |3gp.)$/.test(brandOf(b)), () => [0, 0]],
  ["ZIP archive", (b) => textAt(b, 0, 2) === "PK" && (b[2] === 3 || b[2] === 5), () => [0, 0]],
  ["gzip archive", (b) => b[0] === 0x1f && b[1] === 0x8b, () => [0, 0]],
  ["SVG", (b) => SVG.test(plainOf(textAt(b, 0, 4096))), () => [0, 0]],
  ["web page", (b) => /^\s*<(!doctype html|html)/i.test(plainOf(textAt(b, 0, 4096))), () => [0, 0]],
];
const SVG = /^\s*(<\?xml[^]*)?(<!--[^]*|<!DOCTYPE\s+svg[^]*)?<svg[\s>]/i;

/** @param {string} text that may begin with a mark of its encoding, or have two bytes for a letter */
const plainOf = (text) => text.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "").replaceAll("\0", "");

/**
 * @param {Uint8Array} bytes from the file's beginning
 * @returns {Header}
 */
export function headerOf(bytes) {
  const found = KINDS.find(([, begins]) => begins(bytes));
  if (!found) return { kind: "", width: 0, height: 0 };
  const [kind, , sides] = found;
  try {
    const [width, height] = sides(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return { kind, width, height };
  } catch {
    return { kind, width: 0, height: 0 }; // the bytes end within the header
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} length
 */
const textAt = (bytes, start, length) => String.fromCharCode(...bytes.subarray(start, start + length));

/** @param {Uint8Array} bytes of a file of boxes, as MP4 has them */
function brandOf(bytes) {
  if (textAt(bytes, 4, 4) !== "ftyp") return "";
  const brand = textAt(bytes, 8, 4),
    others = textAt(bytes, 16, 32);
  return /^mi[fa]/.test(brand) && others.includes("avif") ? "avif" : brand;
}

/** @type {Sides} */
function jpegSides(bytes, view) {
  let at = 2;
  for (;;) {
    if (bytes[at] !== 0xff) return [0, 0];
    const marker = view.getUint8(at + 1),
      isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
}

/** @type {Sides} */
function webpSides(bytes, view) {
  const form = textAt(bytes, 12, 4);
  if (form === "VP8X") {
    const side = (/** @type {number} */ at) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
    return [side(24), side(27)];
  }
  if (form === "VP8L") {
    const bits = view.getUint32(21, true);
    return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
  }
  return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
}

/** @type {Sides} the largest of the pictures' sizes */
function boxSides(bytes, view) {
  let most = /** @type {[number, number]} */ ([0, 0]);
  for (let at = 4; at + 16 <= Math.min(bytes.length, 65536); at++) {
    if (bytes[at] !== 0x69 || textAt(bytes, at, 4) !== "ispe") continue;
    const width = view.getUint32(at + 8),
      height = view.getUint32(at + 12);
    if (width * height > most[0] * most[1]) most = [width, height];
  }
  return most;
}
