// One block of bytes from Python: the length of a JSON header, the header, then arrays at offsets that it names.
// `ui/browser/blocks.py` writes what this reads.

const ARRAY_TYPES = { f4: Float32Array, u1: Uint8Array, i1: Int8Array, i2: Int16Array };

export function unpack(bytes) {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength)));
  const body = bytes.slice(Math.ceil((4 + headerLength) / 8) * 8).buffer; // a copy, so that offsets are aligned
  const arrays = {};
  for (const { name, type, offset, length } of header.arrays) {
    arrays[name] = new ARRAY_TYPES[type](body, offset, length);
  }
  return { ...header, arrays };
}

// The default export of a part: one object for its element, found there by the part's name, told of each block from Python
// and given the way back, and destroyed when the element is gone from the page.
export function mounting(name, Part) {
  return ({ data, parentElement, setTriggerValue }) => {
    const root = parentElement.querySelector(`.${name}`);
    const part = root[name] || (root[name] = new Part(root));
    part.ask = setTriggerValue;
    part.update(unpack(data));
    return () => setTimeout(() => root.isConnected || part.destroy(), 0);
  };
}
