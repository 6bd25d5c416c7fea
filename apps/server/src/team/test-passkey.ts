import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type { AddPasskeyBody, PasskeySignInBody } from "@vigie/contract";

interface Ceremony {
  challenge: string;
  rpId?: string;
  origin?: string;
  /** Whether the authenticator says that it verified the person. */
  verified?: boolean;
  counter?: number;
}

/** A passkey in software: what a browser and its authenticator would answer, right or wrong as a test wants it. */
export class TestPasskey {
  readonly id = randomBytes(32);
  readonly #key: KeyObject;
  readonly #coordinates: { x: Buffer; y: Buffer };

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.#key = privateKey;
    this.#coordinates = { x: Buffer.from(x, "base64url"), y: Buffer.from(y, "base64url") };
  }

  /** @param ceremony.statement CBOR of `fmt` and `attStmt` in place of the empty ones. */
  create(ceremony: Ceremony & { statement?: Buffer }): AddPasskeyBody["credential"] {
    const { x, y } = this.#coordinates;
    // COSE: kty 2 (EC2), alg -7 (ES256), crv 1 (P-256), x, y.
    const publicKey = Buffer.concat([
      Buffer.from("a5010203262001215820", "hex"),
      x,
      Buffer.from("225820", "hex"),
      y,
    ]);
    const credential = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      publicKey,
    ]);
    const authData = Buffer.concat([authenticatorData(ceremony, 0x40), credential]);
    const statement =
      ceremony.statement ?? Buffer.concat([text("fmt"), text("none"), text("attStmt"), Buffer.of(0xa0)]);
    const attestationObject = Buffer.concat([Buffer.of(0xa3), statement, text("authData"), bytes(authData)]);
    return {
      id: this.id.toString("base64url"),
      clientDataJSON: clientData("webauthn.create", ceremony).toString("base64url"),
      attestationObject: attestationObject.toString("base64url"),
    };
  }

  get(ceremony: Ceremony): PasskeySignInBody["credential"] {
    const data = authenticatorData(ceremony, 0);
    const client = clientData("webauthn.get", ceremony);
    const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
    return {
      id: this.id.toString("base64url"),
      clientDataJSON: client.toString("base64url"),
      authenticatorData: data.toString("base64url"),
      signature: createSign("sha256").update(signed).sign(this.#key).toString("base64url"),
    };
  }
}

/** CBOR of a text of up to 23 bytes. */
export function text(value: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + Buffer.byteLength(value)), Buffer.from(value)]);
}

/** CBOR of up to 65,535 bytes. */
export function bytes(value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x59, value.length >> 8, value.length & 0xff]), value]);
}

function clientData(type: string, { challenge, origin = "http://localhost:8080" }: Ceremony): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function authenticatorData(ceremony: Ceremony, extraFlags: number): Buffer {
  const { rpId = "localhost", verified = true, counter = 1 } = ceremony;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  // Bit 0: present. Bit 2: verified.
  const flags = Buffer.of(0x01 | (verified ? 0x04 : 0) | extraFlags);
  return Buffer.concat([createHash("sha256").update(rpId).digest(), flags, count]);
}
