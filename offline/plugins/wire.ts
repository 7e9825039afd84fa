export * from "../../plugin/wire";
