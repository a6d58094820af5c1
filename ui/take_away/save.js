// A file of bytes that are here already goes to where the browser keeps what it downloads.

const KEPT = 60_000; // ms: some browsers read the bytes only once the visitor has said where to

/** @type {Record<string, string>} */
const TYPES = {
  csv: "text/csv",
  gif: "image/gif",
  mp4: "video/mp4",
  webm: "video/webm",
  ipynb: "application/x-ipynb+json",
  png: "image/png",
  py: "text/x-python",
  svg: "image/svg+xml",
  toml: "application/toml",
  zip: "application/zip",
};

/**
 * The media type of a file, by its ending.
 * @param {string} name
 */
export const typeOf = (name) => TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/**
 * @param {string} name
 * @param {BlobPart} content
 */
export function save(name, content) {
  const address = URL.createObjectURL(new Blob([content], { type: typeOf(name) })),
    link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}

/**
 * A number of bytes in words.
 * @param {number} bytes
 */
export function sizeWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
