// Runs in every browser, so it is written for old ones. A browser that cannot run the other scripts gets a sentence, and
// links to the streams, which it can show by itself.
(function () {
  var supported = 'noModule' in document.createElement('script')
    && window.WebSocket && window.createImageBitmap && window.HTMLDialogElement && Array.prototype.at
    && window.CSS && CSS.supports('selector(:has(a))') && CSS.supports('height', '1dvh');
  if (supported) {
    return;
  }
  var old = document.getElementById('old');
  old.removeAttribute('hidden');
  var request = new XMLHttpRequest();
  request.open('GET', 'streams');
  request.onload = function () {
    var streams = JSON.parse(request.responseText).streams;
    for (var i = 0; i < streams.length; i++) {
      var item = document.createElement('li');
      var link = document.createElement('a');
      link.href = streams[i].links.live;
      link.appendChild(document.createTextNode(streams[i].displayName || streams[i].name));
      item.appendChild(link);
      old.getElementsByTagName('ul')[0].appendChild(item);
    }
  };
  request.send();
})();
