export * from "../../plugin/value";
