/** The bundle of `zalo.js`, from which its types come. */
export * from "./zalo.js";
