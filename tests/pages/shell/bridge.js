/*
 * A double of what Zalo puts into the window of a Mini App on Android (its own SDK speaks to it): asynchronous calls by
 * `jsCall`, storage by `processActionMPDS`. `REFUSALS` (written before this file) says with which code each action is
 * refused; what was asked stands in `window.asked`.
 */
(() => {
  const KEPT = "the phone's own memory";
  const kept = () => JSON.parse(localStorage.getItem(KEPT) || "{}");
  window.asked = [];
  window.ZJSBridge = {};
  const answers = {
    "action.jump.login": {
      miniProgramConfig: {},
      cookiesOAuthLogins: [
        { name: "h5.zdn.vn_zlink3rd", value: "js-token" },
        { name: "h5.zdn.vn_zoauth", value: "code" },
        { name: "h5.zdn.vn_zoauth_vrf", value: "verifier" },
      ],
    },
    "action.get.location": { token: "location-token" },
  };
  window.ZaloJavaScriptInterface = {
    jsCall(_token, action, _access, parameters, callback) {
      window.asked.push({ action, parameters: JSON.parse(parameters || "{}") });
      const code = action === "action.jump.login" ? 0 : REFUSALS[action] || REFUSALS["*"] || 0;
      const answer = { error_code: code, error_message: code ? "refused" : "", data: answers[action] || {}, action };
      setTimeout(() => window.eval(callback)(JSON.stringify(answer)), 5);
    },
    jsH5EventCallback() {},
    processActionMPDS(text) {
      const { mpds_action: action, mpds_data: data } = JSON.parse(text);
      if (REFUSALS.storage) return JSON.stringify({ error_code: REFUSALS.storage, error_message: "refused" });
      const map = kept();
      const found = {};
      if (action === "mpds.get") for (const key of data.keys) if (key in map) found[key] = map[key];
      if (action === "mpds.set") Object.assign(map, data.map);
      if (action === "mpds.remove.key") for (const key of data.keys) delete map[key];
      localStorage.setItem(KEPT, JSON.stringify(map));
      return JSON.stringify({ error_code: 0, data: { mpds_data: { map: found, error_keys: [] } } });
    },
  };
})();
