import Decoder from "kafkajs/src/protocol/decoder";
import Encoder from "kafkajs/src/protocol/encoder";

/** A request of Kafka's protocol and how to read its response, in the form that a kafkajs connection takes. */
export interface Exchange<Response> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    readonly encode: () => Promise<Encoder>;
  };
  readonly response: {
    readonly decode: (data: Buffer) => Promise<Response>;
    readonly parse: (response: Response) => Promise<Response>;
  };
}

/** Builds an exchange. `decode` must look for errors in the response itself. */
export function exchange<Response>(
  request: { readonly apiKey: number; readonly apiVersion: number; readonly apiName: string },
  encode: (encoder: Encoder) => Encoder,
  decode: (decoder: Decoder) => Response,
): Exchange<Response> {
  return {
    request: { ...request, encode: () => Promise.resolve(encode(new Encoder())) },
    response: {
      decode: (data) => Promise.resolve(decode(new Decoder(data))),
      parse: (response) => Promise.resolve(response),
    },
  };
}
