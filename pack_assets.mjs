// Brotli of every text in static/vendor and static/icons, as small as it gets, under the hash of what it is of: so that
// views/assets.py never gives an older one out. Python has none in its library; Node has.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const PLACE = "static/vendor/brotli";

rmSync(PLACE, { recursive: true, force: true });
mkdirSync(PLACE);
for (const folder of ["static/vendor", "static/icons"]) {
  for (const name of readdirSync(folder).filter((one) => /\.(css|js|svg)$/.test(one))) {
    const body = readFileSync(`${folder}/${name}`);
    const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
    writeFileSync(`${PLACE}/${createHash("sha256").update(body).digest("hex")}`, packed);
  }
}
