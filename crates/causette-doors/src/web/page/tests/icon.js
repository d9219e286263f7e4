// The icon as a PNG, for home screens that take no SVG: drawn here from the same shapes, point by point, so that anybody gets the same picture.
// `node tests/icon.js` writes the files again; a test compares what is in them with what this draws.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

/** Which there are: Apple's, and two for installed pages. They reach the edges: each system cuts its own corners, and what is drawn stays inside of the circle that all keep. */
export const SIZES = [180, 192, 512];
const GREEN = [0x0b, 0x6a, 0x5f];
const PAPER = [0xfb, 0xfa, 0xf7];
const GOLD = [0xe9, 0xa2, 0x3b];
/** Points looked at in each direction, for every pixel. */
const FINE = 4;
/** The smile of `icon.svg`: a curve with four points, as short lines. */
const SMILE = Array.from({ length: 33 }, (_, i) => {
  const [t, u] = [i / 32, 1 - i / 32];
  const at = (/** @type {number[]} */ [a, b, c, d]) => u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d;
  return [at([24, 27, 37, 40]), at([24.5, 29, 29, 24.5])];
});

/** What stands at a point of the drawing, which is 64 wide. @param {number} x @param {number} y */
function colour(x, y) {
  // Looked for only where it is.
  if (x > 21 && x < 43 && y > 22 && y < 32 && SMILE.some((a, i) => i > 0 && near(x, y, SMILE[i - 1], a) <= 2)) return GOLD;
  return bubble(x, y) ? PAPER : GREEN;
}

/** How far from a line. @param {number} x @param {number} y @param {number[]} a @param {number[]} b */
function near(x, y, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const t = Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}

/** A rectangle with round corners, and its tail. @param {number} x @param {number} y */
function bubble(x, y) {
  const [dx, dy] = [Math.max(22 - x, 0, x - 42), Math.max(20 - y, 0, y - 33)];
  return Math.hypot(dx, dy) <= 7 || (x >= 21 && y >= 33 && x + y <= 70);
}

/**
 * Its pixels as a PNG wants them: for each row a zero (no filter), then three bytes a pixel.
 * @param {number} size
 */
export function pixels(size) {
  const out = Buffer.alloc(size * (size * 3 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0];
      for (let n = 0; n < FINE * FINE; n++) {
        const found = colour(((x + ((n % FINE) + 0.5) / FINE) * 64) / size, ((y + (Math.floor(n / FINE) + 0.5) / FINE) * 64) / size);
        for (let c = 0; c < 3; c++) sum[c] += found[c];
      }
      for (let c = 0; c < 3; c++) out[y * (size * 3 + 1) + 1 + x * 3 + c] = Math.round(sum[c] / (FINE * FINE));
    }
  }
  return out;
}

/** @param {number} size */
export function png(size) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // Eight bits of red, green and blue.
  head.set([8, 2], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(pixels(size), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** @param {string} kind @param {Buffer} data */
function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** CRC-32, as PNG has it. @param {Buffer} bytes */
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const size of SIZES) writeFileSync(new URL(`../icon-${size}.png`, import.meta.url), png(size));
