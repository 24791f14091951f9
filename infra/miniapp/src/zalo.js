/** What the shell uses of Zalo's SDK (zmp-sdk, MIT): bundled on its own, loaded inside Zalo only. */
export {
  chooseImage,
  followOA,
  getAccessToken,
  getLocation,
  nativeStorage,
  openChat,
  openDocument,
  openPhone,
  openShareSheet,
  openWebview,
} from "zmp-sdk/apis";
