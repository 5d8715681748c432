/** Files that the bundler gives as text, or as an address. */
declare module '*?raw' {
  const text: string;
  export default text;
}
declare module '*?url' {
  const address: string;
  export default address;
}
declare module '*?url&inline' {
  const address: string;
  export default address;
}
