// A pack, as `static_site/packing.py` makes it: many files as one, within gzip.

/** The files of a pack by their paths.
 * @param {string} address
 * @returns {Promise<Map<string, Uint8Array>>} parts of one array of bytes */
export async function unpacked(address) {
  const response = await fetch(address);
  if (!response.ok || !response.body) throw new Error(`${address} answered ${response.status}`);
  const plain = response.body.pipeThrough(new DecompressionStream("gzip")),
    pack = new Uint8Array(await new Response(plain).arrayBuffer()),
    length = new DataView(pack.buffer).getUint32(0, true),
    places = /** @type {Record<string, [at: number, size: number]>} */ (
      JSON.parse(new TextDecoder().decode(pack.subarray(4, 4 + length)))
    );
  return new Map(
    Object.entries(places).map(([path, [at, size]]) => {
      const begin = 4 + length + at;
      return [path, pack.subarray(begin, begin + size)];
    }),
  );
}
