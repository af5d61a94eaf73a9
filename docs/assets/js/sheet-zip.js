// @ts-check
/**
 * ZIP files, which is what workbooks are: read and written with the browser's own compression.
 *
 * `DecompressionStream` of Chromium 80 knows gzip and not "deflate-raw", so that each entry gets a gzip header,
 * and the CRC and size of the ZIP's directory as a trailer: the browser then checks both.
 *
 * @typedef {{names: string[], has(name: string): boolean, bytes(name: string): Promise<Uint8Array>,
 *   text(name: string): Promise<string>}} ZipFile
 * @typedef {{name: string, method: number, crc: number, packed: number, size: number, offset: number}} ZipEntry
 */
(function () {
  "use strict";

  // A workbook of 20,000 rows unpacks to some 60 MB in a dozen entries.
  const LIMITS = { file: 50e6, entries: 4000, entry: 200e6, total: 300e6 };
  const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
  const END_SIZE = 22, COMMENT = 0xffff;
  const ENCRYPTED = 1, UTF8 = 0x800;
  const STORED = 0, DEFLATED = 8;
  const DENSEST = 1032; // no deflated byte stands for more
  const DOS_DATE = 0x0021; // 1 January 1980, the first that ZIP knows: the same content gives the same file
  const DAMAGED = "文件不完整或已损坏，没有读取。请重新拷贝一次，或在 WPS、Excel 里打开后另存为 .xlsx 再试。";

  /** What people are told when a file or a table cannot be read; the code is for the page and for tests. */
  class SheetError extends Error {
    /** @param {string} code @param {string} message in Chinese, ending with what to do */
    constructor(code, message) {
      super(message);
      this.name = "SheetError";
      this.code = code;
    }
  }

  const CRC = (function () {
    const table = new Uint32Array(256);
    for (let at = 0; at < 256; at++) {
      let value = at;
      for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
      table[at] = value;
    }
    return table;
  })();

  /** @param {Uint8Array} bytes */
  function crc32(bytes) {
    let crc = 0xffffffff;
    for (let at = 0; at < bytes.length; at++) crc = CRC[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  }

  // ── Reading ──

  /**
   * The entries of a ZIP. Each is unpacked when asked for, and no more than the limits allow in all.
   * @param {ArrayBuffer | Uint8Array} given @param {Partial<typeof LIMITS>} [limits] for tests
   * @returns {ZipFile} throws a SheetError
   */
  function read(given, limits) {
    const bytes = given instanceof Uint8Array ? given : new Uint8Array(given), allowed = { ...LIMITS, ...limits };
    if (bytes.length > allowed.file) {
      throw new SheetError("too-big", `文件有 ${Math.ceil(bytes.length / 1e6)} MB，最多 ${allowed.file / 1e6} MB。请删去图片和用不到的工作表，再另存一次。`);
    }
    const entries = directory(bytes, allowed);
    let total = 0;

    /** @param {string} name */
    async function content(name) {
      const entry = entries.get(name);
      if (!entry) throw new SheetError("missing-part", `文件里缺少 ${name}，不是完整的表格。请在 WPS、Excel 里打开后另存为 .xlsx 再试。`);
      total += entry.size;
      if (entry.size > allowed.entry || total > allowed.total) throw tooLarge(allowed.total);
      return unpack(bytes, entry);
    }
    return {
      names: [...entries.keys()],
      has: (name) => entries.has(name),
      bytes: content,
      text: async (name) => new TextDecoder("utf-8").decode(await content(name)),
    };
  }

  /** @param {number} limit */
  function tooLarge(limit) {
    return new SheetError("unpacks-too-big", `文件解压后超过 ${limit / 1e6} MB，没有读取。请只留下台账那张工作表，再另存一次。`);
  }

  /** @param {Uint8Array} bytes @param {typeof LIMITS} allowed @returns {Map<string, ZipEntry>} */
  function directory(bytes, allowed) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = endOf(view);
    if (end < 0) throw new SheetError("damaged", DAMAGED);
    const disks = view.getUint16(end + 4, true) + view.getUint16(end + 6, true);
    const count = view.getUint16(end + 10, true), size = view.getUint32(end + 12, true), start = view.getUint32(end + 16, true);
    if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) {
      throw new SheetError("zip64", "文件用了超大压缩格式（ZIP64），这里读不了。请在 WPS、Excel 里打开后另存为 .xlsx 再试。");
    }
    if (disks || start + size > end) throw new SheetError("damaged", DAMAGED);
    if (count > allowed.entries) throw new SheetError("too-many-entries", `文件里有 ${count} 个部分，最多 ${allowed.entries} 个，不像是表格。请换一个文件。`);
    /** @type {Map<string, ZipEntry>} */
    const entries = new Map();
    let at = start;
    for (let number = 0; number < count; number++) {
      if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw new SheetError("damaged", DAMAGED);
      const flags = view.getUint16(at + 8, true), lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
      if (flags & ENCRYPTED) throw new SheetError("encrypted", "压缩文件设了密码，这里读不了。请去掉密码，再另存一次。");
      if (at + 46 + lengths[0] > end) throw new SheetError("damaged", DAMAGED);
      const raw = bytes.subarray(at + 46, at + 46 + lengths[0]);
      // Old programs write names in the local code page; the parts of a workbook are ASCII anyway.
      const name = new TextDecoder(flags & UTF8 ? "utf-8" : "gb18030").decode(raw).replace(/\\/g, "/").replace(/^\//, "");
      entries.set(name, {
        name, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true), offset: view.getUint32(at + 42, true),
      });
      at += 46 + lengths[0] + lengths[1] + lengths[2];
    }
    return entries;
  }

  /** Where the end record stands; a comment may follow it. @param {DataView} view */
  function endOf(view) {
    const first = Math.max(0, view.byteLength - END_SIZE - COMMENT);
    for (let at = view.byteLength - END_SIZE; at >= first; at--) {
      if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) <= view.byteLength) return at;
    }
    return -1;
  }

  /** @param {Uint8Array} bytes @param {ZipEntry} entry @returns {Promise<Uint8Array>} */
  async function unpack(bytes, { name, method, crc, packed, size, offset }) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL) throw new SheetError("damaged", DAMAGED);
    const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    if (start + packed > bytes.length) throw new SheetError("damaged", DAMAGED);
    const data = bytes.subarray(start, start + packed);
    if (method === STORED) {
      if (packed !== size || crc32(data) !== crc) throw new SheetError("damaged", DAMAGED);
      return data;
    }
    if (method !== DEFLATED) throw new SheetError("method", `文件里 ${name} 的压缩方式这里读不了。请在 WPS、Excel 里打开后另存为 .xlsx 再试。`);
    return inflate(data, crc, size);
  }

  /** @param {Uint8Array} data @param {number} crc @param {number} size @returns {Promise<Uint8Array>} */
  async function inflate(data, crc, size) {
    if (typeof DecompressionStream !== "function") {
      throw new SheetError("no-decompression",
        "这个浏览器不会解压 .xlsx。请在 WPS 或 Excel 里打开它，选中表格复制，再到这里粘贴；或另存为 CSV 再导入。");
    }
    if (size > data.length * DENSEST + DENSEST) throw new SheetError("damaged", DAMAGED); // before its memory is asked for
    const head = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), tail = new DataView(new ArrayBuffer(8));
    tail.setUint32(0, crc, true);
    tail.setUint32(4, size, true);
    const reader = new Blob([head, /** @type {any} */ (data), tail.buffer]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    const result = new Uint8Array(size);
    let filled = 0;
    try {
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        // An entry that is larger than it says is an attack or damage: stop before it fills the memory.
        if (filled + step.value.length > size) throw new SheetError("damaged", DAMAGED);
        result.set(step.value, filled);
        filled += step.value.length;
      }
    } catch (error) {
      reader.cancel().catch(() => {});
      throw error instanceof SheetError ? error : new SheetError("damaged", DAMAGED);
    }
    if (filled !== size) throw new SheetError("damaged", DAMAGED);
    return result;
  }

  // ── Writing ──

  /** @typedef {{name: string, data: Uint8Array, packed: Uint8Array}} Piece packed: the data itself where it is stored */

  /**
   * A ZIP whose entries are stored as they are.
   * @param {[string, string | Uint8Array][]} parts names in ASCII, in the order they shall stand @returns {Uint8Array}
   */
  function write(parts) {
    return assembled(parts.map(([name, content]) => {
      const data = bytesOf(content);
      return { name, data, packed: data };
    }));
  }

  /** The same, compressed where the browser can. @param {[string, string | Uint8Array][]} parts @returns {Promise<Uint8Array>} */
  async function pack(parts) {
    /** @type {Piece[]} */
    const pieces = [];
    for (const [name, content] of parts) {
      const data = bytesOf(content), packed = await deflated(data);
      pieces.push({ name, data, packed: packed && packed.length < data.length ? packed : data });
    }
    return assembled(pieces);
  }

  /** @param {string | Uint8Array} content */
  function bytesOf(content) {
    return typeof content === "string" ? new TextEncoder().encode(content) : content;
  }

  /** The inside of a gzip file: between ten bytes of header and eight of trailer. @param {Uint8Array} data @returns {Promise<Uint8Array | null>} */
  async function deflated(data) {
    if (typeof CompressionStream !== "function") return null;
    const stream = new Blob([/** @type {any} */ (data)]).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return bytes[3] === 0 ? bytes.subarray(10, bytes.length - 8) : null; // a flag there would announce more header
  }

  /** @param {Piece[]} parts @returns {Uint8Array} */
  function assembled(parts) {
    /** @type {Uint8Array[]} */
    const pieces = [], central = [];
    let offset = 0;
    for (const { name, data, packed } of parts) {
      const label = new TextEncoder().encode(name), method = packed === data ? STORED : DEFLATED;
      const shared = fields([[2, 20], [2, UTF8], [2, method], [2, 0], [2, DOS_DATE], [4, crc32(data)], [4, packed.length], [4, data.length], [2, label.length], [2, 0]]);
      pieces.push(fields([[4, LOCAL]]), shared, label, packed);
      central.push(fields([[4, CENTRAL], [2, 20]]), shared, fields([[2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), label);
      offset += 30 + label.length + packed.length;
    }
    const size = central.reduce((sum, piece) => sum + piece.length, 0);
    const end = fields([[4, END], [2, 0], [2, 0], [2, parts.length], [2, parts.length], [4, size], [4, offset], [2, 0]]);
    return joined([...pieces, ...central, end]);
  }

  /** Little-endian numbers. @param {[number, number][]} pairs bytes, value @returns {Uint8Array} */
  function fields(pairs) {
    const bytes = new Uint8Array(pairs.reduce((sum, [size]) => sum + size, 0)), view = new DataView(bytes.buffer);
    let at = 0;
    for (const [size, value] of pairs) {
      if (size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += size;
    }
    return bytes;
  }

  /** @param {Uint8Array[]} pieces */
  function joined(pieces) {
    const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  Qingdan.lib.sheetZip = { LIMITS, SheetError, read, write, pack, crc32 };
})();
