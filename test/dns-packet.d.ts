declare module "dns-packet" {
  interface Question {
    name: string;
    type: string;
  }
  interface Answer extends Question {
    ttl?: number;
    data: string | string[];
  }
  interface Packet {
    id?: number;
    type?: "query" | "response";
    flags?: number;
    questions?: Question[];
    answers?: Answer[];
  }
  export const RECURSION_DESIRED: number;
  export const RECURSION_AVAILABLE: number;
  export function encode(packet: Packet): Buffer;
  export function decode(bytes: Buffer): Packet & { questions: Question[] };
}
