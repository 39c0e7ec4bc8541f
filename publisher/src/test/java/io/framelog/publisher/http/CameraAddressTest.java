package io.framelog.publisher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.publisher.http.CameraAddress.Login;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://u:p@ss%#1@127.0.0.1:80/basic, u, p@ss%#1, 127.0.0.1:80, /basic",
        "http://u:p%40ss%25%231@127.0.0.1:80/basic, u, p@ss%#1, 127.0.0.1:80, /basic",
        "http://admin:pa/SECRET@127.0.0.1:9/x, admin, pa/SECRET, 127.0.0.1:9, /x",
        "rtsp://admin:#SECRET@h/x, admin, #SECRET, h, /x",
        "rtsp://admin:?a=b@camera.local:554/x?y=z, admin, ?a=b, camera.local:554, /x?y=z",
        "http://u:p@ss/w:ö@192.168.1.5/x, u, p@ss/w:ö, 192.168.1.5, /x",
        "http://u:@h/x, u, '', h, /x",
        "http://u@h/x, u, '', h, /x",
        "HTTP://u:p@[::1]:81/x, u, p, [::1]:81, /x",
        "http://u:p@camera/a@b.jpg, u, p, camera, /a@b.jpg",
    })
    void passwordMayHoldAnyCharacter(String text, String user, String password, String authority, String target) {
        CameraAddress address = CameraAddress.parse(text).orElseThrow();
        assertEquals(new Login(user, password), address.logins().get(0));
        assertEquals(authority, address.authority());
        assertEquals(target, address.target());
        // What strict programs are given means the same.
        CameraAddress again = CameraAddress.parse(address.encoded()).orElseThrow();
        assertEquals(List.of(new Login(user, password)), again.logins().subList(0, 1));
        assertEquals(authority, again.authority());
        assertEquals(1, address.encoded().replaceFirst("/x.*|/a@b.*", "").split("@", -1).length - 1);
    }

    @Test
    void textThatLooksEncodedIsAlsoTakenAsItStands() {
        CameraAddress address = CameraAddress.parse("http://u:100%41@h/x").orElseThrow();
        assertEquals(List.of(new Login("u", "100A"), new Login("u", "100%41")), address.logins());
    }

    @ParameterizedTest
    @CsvSource({
        "http://host, http://host",
        "HTTP://Host:8080/, http://Host:8080/",
        "http://host/SECRET-token/s.mjpeg, http://host/…",
        "http://host?pwd=SECRET, http://host/…",
        "http://host/#SECRET, http://host/…",
        "rtsp://127.0.0.1:9/user=admin_password=SECRET_channel=1.sdp, rtsp://127.0.0.1:9/…",
        "http://SECRET:SECRET@host:81/x, http://host:81/…",
        "http://admin:SEC/RET@host:81/x, http://host:81/…",
        "rtsp://admin:#SECRET@h/x, rtsp://h/…",
        "http://admin:12/34@host/x, http://…",
        "http://u:12@34/56@host/x, http://…",
        "http://host/x?user=me&pwd=a@b, http://…",
        "srt://:9000?passphrase=SECRET, srt://:9000/…",
        "data:SECRET, data:…",
        "file:///home/me/clip.mkv, file:///home/me/clip.mkv",
    })
    void noSecretIsShown(String text, String shown) {
        CameraAddress address = CameraAddress.parse(text).orElseThrow();
        assertEquals(shown, address.display());
        assertFalse(address.toString().contains("SECRET"), address.toString());
        assertFalse(address.logins().toString().contains("SECRET"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"clip.mp4", "http:/x", "http://", "http:///x", "rtsp://u:p@h ost/x", "http://h:99999/x", ""})
    void whatHasNoHostIsNoAddress(String text) {
        assertEquals(Optional.empty(), CameraAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"udp://@:1234", "srt://:9000?mode=listener", "tcp://0.0.0.0:1?listen", "concat:a|b", "file:x"})
    void addressesOfFFmpegStayAsTheyAre(String text) {
        assertEquals(
                text.replace("@", ""), CameraAddress.parse(text).orElseThrow().encoded());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/a b/ü?x=%20y#z, /a%20b/%C3%BC?x=%20y",
        "http://h, /",
        "http://h?a=b, /?a=b",
    })
    void targetHoldsOnlyWhatHttpAllows(String text, String target) {
        CameraAddress address = CameraAddress.parse(text).orElseThrow();
        assertEquals(target, address.target());
        assertEquals("http://h" + target, address.encoded());
    }

    @ParameterizedTest
    @CsvSource({
        "/open, http://u:p@h:81/open",
        "open?x, http://u:p@h:81/a/open?x",
        "?x=y, http://u:p@h:81/a/b?x=y",
        "http://h:82/open, http://u:p@h:82/open",
        "https://h/open, https://u:p@h/open",
        "//other/open, http://other/open",
        "http://other/open, http://other/open",
        "http://v:q@other/open, http://v:q@other/open",
    })
    void redirectTakesTheLoginAlongToTheSameHostOnly(String location, String target) {
        CameraAddress address = CameraAddress.parse("http://u:p@h:81/a/b?c=/d").orElseThrow();
        assertEquals(target, address.resolve(location).orElseThrow().encoded());
        assertTrue(address.isHttp());
    }
}
