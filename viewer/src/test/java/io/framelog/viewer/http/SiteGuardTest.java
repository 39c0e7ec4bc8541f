package io.framelog.viewer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SiteGuardTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8000",
                "LOCALHOST",
                "viewer.localhost:8000",
                "127.0.0.1:8000",
                "192.168.1.20:8000",
                "[::1]:8000",
                "[fe80::1]",
                "cameras.test",
                "Cameras.Test:443"
            })
    void answersForItsOwnNames(String host) throws IOException {
        assertEquals("HTTP/1.1 200 OK", status("/streams", "Host: " + host));
    }

    @Test
    void answersForThisMachinesName() throws IOException {
        String name = InetAddress.getLocalHost().getHostName();
        assertEquals("HTTP/1.1 200 OK", status("/streams", "Host: " + name + ":8000"));
        assertEquals("HTTP/1.1 200 OK", status("/streams", "Host: " + name + ".local"));
    }

    /** A website can make its name stand for 127.0.0.1; a browser then takes the viewer for that website. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "xcameras.test",
                "a.cameras.test",
                "cafe.test",
                "evil.example."
            })
    void refusesNamesThatMayBeAWebsites(String host) throws IOException {
        for (String path : new String[] {"/", "/streams", "/streams/camera.mjpeg", "/metrics", "/events", "/nothing"}) {
            assertEquals("HTTP/1.1 403 Forbidden", status(path, "Host: " + host));
        }
    }

    @Test
    void answersHealthChecksForEveryName() throws IOException {
        assertEquals("HTTP/1.1 200 OK", status("/healthz", "Host: viewer.cameras.svc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example", "http://localhost:9000"})
    void refusesScriptsOfOtherWebsites(String origin) throws IOException {
        assertEquals("HTTP/1.1 403 Forbidden", status("/streams", "Host: localhost:8000\r\nOrigin: " + origin));
    }

    @Test
    void answersItsOwnScriptsAndThoseOfAllowedWebsites() throws IOException {
        for (String origin : new String[] {"http://localhost:8000", TestServer.FRIEND}) {
            assertEquals("HTTP/1.1 200 OK", status("/streams", "Host: localhost:8000\r\nOrigin: " + origin));
        }
    }

    @Test
    void answersItsOwnPageBehindAProxyThatChangesTheName() throws IOException {
        String headers = "Host: 127.0.0.1:8000\r\nOrigin: https://cams.example.org\r\nSec-Fetch-Site: same-origin";
        assertEquals("HTTP/1.1 200 OK", status("/streams", headers));
    }

    @Test
    void answersLinksInPagesOfOthers() throws IOException {
        String headers = "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate";
        assertEquals("HTTP/1.1 200 OK", status("/streams", headers));
    }

    @Test
    void answersClientsOfHttp10WithoutAName() throws IOException {
        assertTrue(first("GET /streams HTTP/1.0\r\n\r\n").endsWith(" 200 OK"));
    }

    private String status(String path, String headers) throws IOException {
        return first("GET " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
    }

    /** A client in Java cannot choose these headers. */
    private String first(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                            .readLine());
        }
    }
}
