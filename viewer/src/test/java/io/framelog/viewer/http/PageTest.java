package io.framelog.viewer.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PageTest {
    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
    private static final Pattern LINK = Pattern.compile("\"page/([^\"]+)\"");

    private static final Pattern ABSOLUTE = Pattern.compile("(src|href)=\"/|['\"`(]/(streams|page|events|kaf)");

    private final TestServer server = new TestServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    /** A proxy may have the viewer under a path. */
    @Test
    void hasOnlyRelativeAddresses() throws Exception {
        assertFalse(ABSOLUTE.matcher(get("/").body()).find(), "the page has an absolute address");
        for (String name : Page.NAMES) {
            assertFalse(ABSOLUTE.matcher(get("/page/" + name).body()).find(), name + " has an absolute address");
        }
    }

    @Test
    void isShownInTheFramesOfTheChosenWebsites() throws Exception {
        String policy = get("/").headers().firstValue("Content-Security-Policy").orElse("");

        assertTrue(policy.endsWith("; frame-ancestors https://www.example.org 'self'"), policy);
        assertEquals("'none'", FrameAncestors.of(List.of()).sources());
    }

    @Test
    void needsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = get("/");

        String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(page.body().contains("://"), "no address of another host");
    }

    @Test
    void sendsAFileAgainOnlyIfItHasChanged() throws Exception {
        HttpResponse<String> first = get("/page/main.js");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = client.send(
                server.request("/page/main.js").header("If-None-Match", tag).build(), BodyHandlers.ofString());
        HttpResponse<String> other = client.send(
                server.request("/page/main.js").header("If-None-Match", "\"0\"").build(), BodyHandlers.ofString());

        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
        assertEquals(200, other.statusCode());
        assertEquals(first.body(), other.body());
    }

    @Test
    void compressesFilesForWhoAcceptsIt() throws Exception {
        HttpResponse<byte[]> whole =
                client.send(server.request("/page/page.css").build(), BodyHandlers.ofByteArray());
        HttpResponse<byte[]> small = client.send(
                server.request("/page/page.css")
                        .header("Accept-Encoding", "br, gzip;q=0.8")
                        .build(),
                BodyHandlers.ofByteArray());
        HttpResponse<byte[]> refused = client.send(
                server.request("/page/page.css")
                        .header("Accept-Encoding", "gzip;q=0")
                        .build(),
                BodyHandlers.ofByteArray());

        assertEquals("gzip", small.headers().firstValue("Content-Encoding").orElse(""));
        assertTrue(small.body().length < whole.body().length / 2, () -> small.body().length + " bytes");
        assertArrayEquals(whole.body(), new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes());
        assertArrayEquals(whole.body(), refused.body());
    }

    /** A module that is not served would leave the page empty; one that is not imported is dead. */
    @Test
    void servesJustWhatItLoads() throws Exception {
        Set<String> loaded = new HashSet<>();
        LINK.matcher(get("/").body() + login()).results().forEach(match -> loaded.add(match.group(1)));
        for (String name : Page.NAMES) {
            HttpResponse<String> file = get("/page/" + name);
            assertEquals(200, file.statusCode(), name);
            assertEquals("no-cache", file.headers().firstValue("Cache-Control").orElse(""), name);
            assertFalse(file.body().contains("innerHTML"), "stream names must not become markup: " + name);
            IMPORT.matcher(file.body()).results().forEach(match -> loaded.add(match.group(1)));
        }

        assertEquals(Page.NAMES, loaded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/index.html",
                "/page/Page.class",
                "/page/..%2FPage.class",
                "/page/%2e%2e/Page.class"
            })
    void servesNothingElseOfTheProgram(String path) throws Exception {
        int status = get(path).statusCode();

        assertTrue(status == 404 || status == 400, () -> path + ": " + status);
    }

    /** The login page, which a viewer without users does not serve. */
    private static String login() throws IOException {
        try (InputStream file = Page.class.getResourceAsStream("page/login.html")) {
            assertNotNull(file, "the program has a login page");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(server.request(path).build(), BodyHandlers.ofString());
    }
}
