import { createHash } from "node:crypto";
import { keccak256 } from "./keccak-rules.ts";

/**
 * The address of a currency that a run of letters and digits is, in its one form; null when it is none, or when its
 * check does not hold. Bitcoin, Litecoin, Dogecoin, Dash, Tron (Base58Check, BIP 173 and BIP 350), Ethereum and what
 * shares its form (EIP-55), Monero.
 * @param run letters and digits only; more than 110 are never an address.
 * @example coinOf("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4") // "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
 */
export function coinOf(run: string): string | null {
  const { length } = run;
  if (length < 26 || length > longestRun) return null;
  if (/^0x/i.test(run)) return ethereumAddress(run);
  if (/^(?:bc|ltc)1/i.test(run)) return segwitAddress(run);
  if (length <= 35) return versionedAddress(run);
  return length === 95 || length === 106 ? moneroAddress(run) : null;
}

export const longestRun = 110;

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// First byte of a Base58Check address: Bitcoin 0 and 5 (Litecoin's old form too), Dogecoin 30, Litecoin 48 and 50,
// Tron 65, Dash 76.
const versions = new Set([0, 5, 30, 48, 50, 65, 76]);

function versionedAddress(run: string): string | null {
  if (!/^[13DLMTX]/.test(run)) return null;
  const bytes = fromBase58(run, 25);
  if (bytes === null || !versions.has(bytes.readUInt8(0))) return null;
  const once = createHash("sha256").update(bytes.subarray(0, 21)).digest();
  const twice = createHash("sha256").update(once).digest();
  return twice.subarray(0, 4).equals(bytes.subarray(21)) ? run : null;
}

/** @returns exactly so many bytes, or null. */
function fromBase58(text: string, bytes: number): Buffer | null {
  let value = 0n;
  for (const character of text) {
    const digit = base58.indexOf(character);
    if (digit < 0) return null;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  return hex.length > 2 * bytes ? null : Buffer.from(hex.padStart(2 * bytes, "0"), "hex");
}

const bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const bech32mSum = 0x2bc830a3;

function segwitAddress(run: string): string | null {
  const address = run.toLowerCase();
  // Both cases at once make it invalid (BIP 173).
  if ((run !== address && run !== run.toUpperCase()) || run.length > 90) return null;
  const end = address.indexOf("1");
  const prefix = [...address.slice(0, end)].map((character) => character.charCodeAt(0));
  const values = [...address.slice(end + 1)].map((character) => bech32.indexOf(character));
  const [version = -1] = values;
  if (version < 0 || version > 16 || values.includes(-1)) return null;
  let sum = 1;
  for (const value of [
    ...prefix.map((code) => code >> 5),
    0,
    ...prefix.map((code) => code & 31),
    ...values,
  ]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >> bit) & 1) sum ^= generator;
  }
  return sum === (version === 0 ? 1 : bech32mSum) ? address : null;
}

function ethereumAddress(run: string): string | null {
  if (!/^0x[0-9a-f]{40}$/i.test(run)) return null;
  const digits = run.slice(2);
  const lower = digits.toLowerCase();
  // Written in one case it carries no check (EIP-55).
  if (digits !== lower && digits !== digits.toUpperCase()) {
    const digest = keccak256(Buffer.from(lower, "ascii")).toString("hex");
    const checked = [...lower].map((digit, place) =>
      Number.parseInt(digest.charAt(place), 16) > 7 ? digit.toUpperCase() : digit,
    );
    if (checked.join("") !== digits) return null;
  }
  return `0x${lower}`;
}

// Monero writes eight bytes in eleven characters, the rest in seven or nine.
const blockCharacters = 11;
const bytesOfRest: Record<number, number> = { 7: 5, 9: 6 };

function moneroAddress(run: string): string | null {
  if (!/^[48]/.test(run)) return null;
  const blocks: Buffer[] = [];
  for (let from = 0; from < run.length; from += blockCharacters) {
    const block = run.slice(from, from + blockCharacters);
    const bytes = fromBase58(block, block.length === blockCharacters ? 8 : (bytesOfRest[block.length] ?? 0));
    if (bytes === null) return null;
    blocks.push(bytes);
  }
  const bytes = Buffer.concat(blocks);
  const body = bytes.subarray(0, -4);
  return keccak256(body).subarray(0, 4).equals(bytes.subarray(-4)) ? run : null;
}
