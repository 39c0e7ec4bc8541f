package io.framelog.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamAddressTest {
    @ParameterizedTest
    @CsvSource({
        "front, /streams/front",
        "Cam_1.left-hand, /streams/Cam_1.left-hand",
        "cam 1, /streams/cam%201",
        "Küche, /streams/K%C3%BCche",
        "a/b, /streams/a%252Fb",
        "100%, /streams/100%2525",
        "a\\b, /streams/a%255Cb",
        "'\"cam1\"', /streams/%22cam1%22",
        ".., /streams/%252E%252E",
        "a?b#c;d, /streams/a%3Fb%23c%3Bd"
    })
    void namesAreEncoded(String name, String address) {
        assertEquals(address, StreamAddress.of(new StreamName(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "front",
                "/home/me/clip 1.mp4",
                "Küche",
                "\"cam1\"",
                ".",
                "..",
                "a%2Fb",
                "a/b",
                "100%",
                "%",
                "a+b",
                "a\nb",
                "\uD83D\uDCF7",
                "0x00000003",
                "%252F"
            })
    void addressLeadsBackToItsStream(String name) {
        StreamName stream = new StreamName(name);
        String segment = URI.create(StreamAddress.of(stream)).getRawPath().substring("/streams/".length());

        assertEquals(stream, StreamAddress.names(decoded(segment)).get(0));
        assertEquals(
                StreamAddress.of(stream),
                URI.create(StreamAddress.of(stream)).normalize().toString(),
                "proxies leave it as it is");
        assertTrue(StreamAddress.names(name).contains(stream), "a client may encode a name once only");
    }

    @Test
    void whatIsNoNameIsLeftOut() {
        assertEquals(List.of(), StreamAddress.names("\0"));
        assertEquals(List.of(new StreamName("%00")), StreamAddress.names("%00"));
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
