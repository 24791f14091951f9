/** What the shell itself says. Everything else comes from the pages. */

export const WORDS = {
  opening: "Đang mở…",
  sending: "Đang gửi…",
  shown: (/** @type {string} */ title) => `Đã mở: ${title}`,
  kept: (/** @type {string} */ when) => `Mạng yếu. Ông/bà đang xem bản lưu lúc ${when}.`,
  again: "Tải lại",
  offline: "Chưa có mạng",
  offlineAdvice: "Trang này chưa được lưu trên máy. Xin kiểm tra mạng rồi bấm “Tải lại”.",
  keptItems: "Đọc được ngay, không cần mạng",
  busy: "Máy đang bận",
  busyAdvice: "Xin chờ một lát rồi bấm “Tải lại”.",
  notSent: "Chưa gửi được vì mạng yếu",
  notSentAdvice:
    "Những gì đã viết vẫn còn nguyên trên máy này. Xin bấm gửi lại khi có mạng; việc chỉ được ghi một lần.",
  draft: (/** @type {string} */ when) => `Đây là bản ông/bà viết dở lúc ${when}.`,
  dropDraft: "Xóa, viết lại từ đầu",
  share: "Gửi cho người quen",
  copied: "Đã chép đường dẫn. Ông/bà dán vào tin nhắn để gửi.",
  press: "Xin bấm vào đây:",
  elsewhere: "Trang này mở riêng; những gì đã viết ở đây không mang sang được.",
  openPage: "Mở trang",
  openFile: "Mở tệp",
  openChat: "Mở trên Zalo",
  call: (/** @type {string} */ number) => `Gọi ${number}`,
  followed: "Ông/bà đã quan tâm. Tin mới sẽ tới trong Zalo.",
  asYouWish: "Vâng, ông/bà chưa muốn. Khi nào cần thì bấm lại.",
  noPlace: "Chưa lấy được vị trí. Xin chọn xã, phường hoặc viết địa chỉ.",
  placed: "Đã lấy vị trí.",
};

/**
 * Say when something was, as people do: "9:10 hôm nay", "9:10 ngày 30/11".
 *
 * @param {number} then milliseconds since 1970
 * @param {Date} now
 */
export function moment(then, now) {
  const at = new Date(then);
  const hour = `${at.getHours()}:${`0${at.getMinutes()}`.slice(-2)}`;
  const day = (/** @type {Date} */ date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((day(now) - day(at)) / 86400000);
  if (days === 0) return `${hour} hôm nay`;
  if (days === 1) return `${hour} hôm qua`;
  const year = at.getFullYear() === now.getFullYear() ? "" : `/${at.getFullYear()}`;
  return `${hour} ngày ${at.getDate()}/${at.getMonth() + 1}${year}`;
}
