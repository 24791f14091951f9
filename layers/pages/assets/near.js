// Names the communes nearest to where somebody stands. Where they stand stays in their phone: the page brings the
// places of all communes along. Without script, or when nobody may know the place, the names are there.
(function () {
  "use strict";
  var offered = document.getElementById("gan-day"), places = document.querySelectorAll("a[data-at]");
  if (!offered || !places.length || !navigator.geolocation || !offered.content) return;
  offered.parentNode.insertBefore(document.importNode(offered.content, true), offered);
  var box = offered.previousElementSibling, button = box.querySelector("button");
  var said = box.querySelector("p[role=status]"), list = box.querySelector("ul");

  function kilometres(here, place) {
    var at = place.getAttribute("data-at").split(","), rad = Math.PI / 180;
    var north = (at[0] - here.latitude) * 111.2;
    var east = (at[1] - here.longitude) * 111.2 * Math.cos(here.latitude * rad);
    return Math.sqrt(north * north + east * east);
  }

  function found(position) {
    button.disabled = false;
    var near = Array.prototype.map.call(places, function (place) {
      return { away: kilometres(position.coords, place), place: place };
    }).sort(function (one, other) { return one.away - other.away; }).slice(0, 4);
    if (near[0].away > 60) { said.textContent = "Ông/bà đang ở xa Nghệ An. Xin tìm theo tên."; return; }
    said.textContent = "Gần chỗ ông/bà nhất, xin chọn xã, phường nhà mình:";
    list.textContent = "";
    near.forEach(function (one) {
      var row = document.createElement("li"), link = document.createElement("a");
      link.className = "lone";
      link.href = one.place.getAttribute("href");
      link.textContent = one.place.textContent + (one.away < 1.5 ? "" : " (cách khoảng " + Math.round(one.away) + " km)");
      row.appendChild(link);
      list.appendChild(row);
    });
  }

  function failed(error) {
    button.disabled = false;
    said.textContent = error.code === 1
      ? "Máy chưa cho trang này biết ông/bà đang ở đâu. Xin tìm theo tên."
      : "Máy chưa dò được chỗ ông/bà đang đứng. Xin thử lại, hoặc tìm theo tên.";
  }

  button.onclick = function () {
    button.disabled = true;
    said.textContent = "Đang dò, xin chờ một chút.";
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15000, maximumAge: 600000 });
  };
})();
