export * from "../../plugin/provider";
