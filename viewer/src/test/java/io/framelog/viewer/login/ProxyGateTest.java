package io.framelog.viewer.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trusted proxy's headers mean; the proxy is on this machine, like the browsers of some who use it. */
@Timeout(60)
class ProxyGateTest {
    private final TestServer server;

    ProxyGateTest(@TempDir Path folder) {
        UsersFile users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", CheapHash.of("correct horse"), Role.ADMIN, Optional.empty()));
        server = new TestServer(users.path());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8000", "127.0.0.1", "cameras.test"})
    void letsInWhomAProxyNames(String host) throws IOException {
        assertTrue(answer("Host: " + host + "\r\nX-Remote-User: anna").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void ignoresTheNameThatAScriptSendsFromAReboundWebsite() throws IOException {
        String answer = answer("Host: evil.example:8000\r\nX-Remote-User: anna");
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.contains("--allowed-host"), answer);
    }

    @Test
    void refusesAClientsNameBesideTheProxys() throws IOException {
        String answer = answer("Host: localhost\r\nX-Remote-User: anna\r\nX-Remote-User: ben");
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.contains("must overwrite"), answer);
    }

    @Test
    void countsWrongPasswordsOfTheAddressThatTheProxyAppends() throws IOException {
        for (int attempt = 1; attempt <= 6; attempt++) {
            String answer = answer("Host: localhost\r\nX-Forwarded-For: 198.51.100." + attempt
                    + "\r\nX-Forwarded-For: 192.0.2.7\r\nAuthorization: Basic "
                    + Base64.getEncoder().encodeToString(("name" + attempt + ":wrong").getBytes(ISO_8859_1)));
            assertEquals("HTTP/1.1 " + (attempt < 6 ? "401" : "429"), answer.substring(0, 12));
        }
    }

    /** A client in Java cannot choose these headers. */
    private String answer(String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET /streams HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
