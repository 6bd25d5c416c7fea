import sodium from "libsodium-wrappers";

// The library is WebAssembly: none of its functions may be called before this resolves.
await sodium.ready;

export { sodium };
