// Types of the parts we use of modules that have none.
declare module "kafkajs/src/broker" {
  export default class Broker {
    constructor(options: object);
  }
}
declare module "kafkajs/src/cluster/connectionPoolBuilder" {
  interface Pool {
    readonly pool: { connect(): Promise<unknown> }[];
  }
  export default function create(options: object): { build(address?: object): Promise<Pool> };
}
declare module "kafkajs/src/loggers" {
  export function createLogger(options: object): object;
}
declare module "kafkajs/src/network/socketFactory" {
  import type { ISocketFactory } from "kafkajs";
  export default function create(): ISocketFactory;
}
declare module "kafkajs/src/protocol/encoder" {
  export default class Encoder {
    constructor();
  }
}
declare module "kafkajs/src/protocol/decoder" {
  export default class Decoder {
    constructor(data: Buffer);
  }
}
declare module "kafkajs/src/protocol/requests" {
  interface Definition {
    protocol(options: { version: number }): (request: object) => object;
  }
  export const requests: Readonly<
    Record<
      | "Metadata"
      | "ListOffsets"
      | "ListGroups"
      | "DescribeGroups"
      | "OffsetFetch"
      | "DescribeConfigs",
      Definition
    >
  > & { readonly Fetch: object };
}
declare module "kafkajs/src/protocol/error" {
  export function createErrorFromCode(code: number): Error;
}
declare module "kafkajs/src/protocol/message/compression" {
  export function lookupCodecByAttributes(
    attributes: number,
  ): { decompress(packed: Buffer): Promise<Buffer> } | null;
}
declare module "kafkajs/src/protocol/messageSet/decoder" {
  export default function decode(
    decoder: object,
    size: number,
  ): Promise<
    {
      readonly offset: string;
      readonly timestamp?: string;
      readonly key: Buffer | null;
      readonly value: Buffer | null;
    }[]
  >;
}
declare module "snappyjs" {
  const snappy: { uncompress(packed: Uint8Array): Uint8Array };
  export default snappy;
}
declare module "lz4js" {
  const lz4: { decompress(packed: Uint8Array): Uint8Array };
  export default lz4;
}
