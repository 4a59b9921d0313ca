// A typeface in the weights that static/css uses, with every character and feature it has: three fifths of the bytes.
// `node cut_typeface.mjs SOURCE TARGET`
import { readFileSync, writeFileSync } from "node:fs";
import subsetFont from "subset-font";

const WEIGHTS = { min: 400, max: 700 }; // as the @font-face rules of static/css/base.css say
const FIRST = 0x20, LAST = 0xd7ff;
const every = Array.from({ length: LAST - FIRST + 1 }, (_, place) => String.fromCodePoint(FIRST + place)).join("");

const [source, target] = process.argv.slice(2);
writeFileSync(target, await subsetFont(readFileSync(source), every, { targetFormat: "woff2", variationAxes: { wght: WEIGHTS } }));
