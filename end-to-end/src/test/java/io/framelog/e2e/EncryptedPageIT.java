package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.tls.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page over HTTPS, in browsers that are told to accept any certificate. */
@ExtendWith(KafkaExtension.class)
@Timeout(240)
class EncryptedPageIT {
    private static final String PROTOCOL = "performance.getEntriesByType('navigation')[0].nextHopProtocol";
    /** The protocols of the files that the page has loaded. */
    private static final String FILES =
            "[...new Set(performance.getEntriesByType('resource').map((file) => file.nextHopProtocol))].join()";
    /** The pixels of the stream's picture on the wall, in one number. */
    private static final String PIXELS = """
            (() => {
              const canvas = document.createElement('canvas').getContext('2d');
              canvas.drawImage(document.querySelector('.tile canvas'), 0, 0, 64, 36);
              return canvas.getImageData(0, 0, 64, 36).data.reduce((sum, value) => (31 * sum + value) | 0, 0);
            })()
            """;

    private final Services services;
    private final String page;
    private final Path folder;

    EncryptedPageIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        this.folder = folder;
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("encrypted"));
        TlsFiles tls = new TestAuthority(folder).issue("server", "EC");
        String port = services.start(
                        "viewer",
                        "--port",
                        "0",
                        "--tls-certificate",
                        tls.certificate().toString(),
                        "--tls-key",
                        tls.key().toString())
                .awaitLine("https://127\\.0\\.0\\.1:(\\d+)/")
                .group(1);
        page = "https://127.0.0.1:" + port + "/";
        services.publisher("--test-pattern", "--stream", "door", "--size", "320x180", "--fps", "8");
    }

    @AfterEach
    void close() {
        services.close();
    }

    @ParameterizedTest
    @EnumSource
    void comesByHttp2AndItsChannelShowsTheWall(BrowserKind kind) throws Exception {
        try (Browser browser = kind.start(folder, 1000, 700)) {
            browser.open(page);
            Await.until(
                    () -> "the stream is live: " + browser.evaluateQuietly("document.body.innerText"),
                    () -> browser.is("document.querySelector('.tile[data-state=live]')"));

            assertEquals("h2", browser.evaluate(PROTOCOL));
            assertEquals("h2", browser.evaluate(FILES));
            double first = browser.number(PIXELS);
            Await.until("the picture moves", () -> browser.number(PIXELS) != first);
            assertEquals(List.of(), browser.errors(), "the console has no errors");
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsMoreStreamsInImagesThanABrowserHasConnectionsOfHttp11(BrowserKind kind) throws Exception {
        try (Browser browser = kind.start(folder, 1000, 700)) {
            browser.open(page);
            Await.until("the stream is live", () -> browser.is("document.querySelector('.tile[data-state=live]')"));

            browser.evaluate("""
                    for (let i = 0; i < 8; i++) {
                      const picture = new Image();
                      picture.className = 'stream';
                      picture.src = '/streams/door.mjpeg?n=' + i;
                      document.body.append(picture);
                    }
                    """);

            Await.until(
                    "all are shown",
                    () -> browser.number("[...document.querySelectorAll('img.stream')]"
                                    + ".filter((picture) => picture.naturalWidth > 0).length")
                            == 8);
        }
    }
}
