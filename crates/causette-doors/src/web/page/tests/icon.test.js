// The icons for home screens are what `icon.js` draws, and the manifest knows them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { pixels, SIZES } from './icon.js';

const file = (/** @type {string} */ name) => readFileSync(new URL('../' + name, import.meta.url));

test('each icon is what is drawn, and small', () => {
  for (const size of SIZES) {
    const png = file(`icon-${size}.png`);
    assert.equal(png.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
    const from = png.indexOf('IDAT');
    const data = inflateSync(png.subarray(from + 4, from + 4 + png.readUInt32BE(from - 4)));
    assert.ok(data.equals(pixels(size)), `icon-${size}.png is not what icon.js draws: node tests/icon.js`);
    assert.ok(png.length < 12_000, `${png.length} bytes`);
  }
});

test('the manifest and the page name icons that exist, with their sizes', () => {
  const { icons } = JSON.parse(file('manifest.webmanifest').toString());
  const pngs = icons.filter((/** @type {{type: string}} */ one) => one.type === 'image/png');
  assert.ok(pngs.some((/** @type {{purpose: string}} */ one) => one.purpose === 'maskable'));
  for (const { src, sizes } of pngs) {
    const size = file(src.replace('/page/', '')).readUInt32BE(16);
    assert.equal(sizes, `${size}x${size}`);
  }
  assert.ok(file('index.html').toString().includes('<link rel="apple-touch-icon" href="/page/icon-180.png">'));
});
