/** The origin of Loa's pages and API, such as https://loa.example.vn; written in when the shell is bundled. */
declare const API: string;

/** Header, ways and foot as the pages have them, with /@home and Place@ (or place@) for the place. */
declare module "frame" {
  const html: string;
  export default html;
}
