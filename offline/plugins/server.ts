export * from "../../plugin/server";
