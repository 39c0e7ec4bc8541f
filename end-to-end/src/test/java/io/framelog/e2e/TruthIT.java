package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.testing.Await;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the page says when no new picture comes, in Chromium and in Firefox: the right reason, soon. Skipped without the browser, unless
 * {@code FRAMELOG_TEST_BROWSER=required}. Has a Kafka of its own, which it kills.
 */
@ParameterizedClass
@EnumSource(BrowserKind.class)
@Timeout(240)
class TruthIT {
    /** The page says within 2 s that something is missing; the rest is for a slow machine. */
    private static final double SOON_SECONDS = 4;

    private final ServiceProcess kafka;
    private final Services services;
    private final BrowserKind kind;
    private final Browser browser;
    private final ServiceProcess viewer;
    private final ServiceProcess publisher;
    private final String page;

    TruthIT(BrowserKind kind, @TempDir Path folder) throws Exception {
        this.kind = kind;
        kafka = ServiceProcess.start("local-kafka", Map.of(), "--port", "0");
        String address =
                kafka.awaitLine("(127\\.0\\.0\\.1:\\d+|localhost:\\d+)").group(1);
        services = new Services(address, "video-stream");
        viewer = services.start("viewer", "--port", "0", "--detect", "motion");
        page = viewer.awaitLine("(http://127\\.0\\.0\\.1:\\d+/)").group(1);
        publisher = services.publisher("--test-pattern", "--stream", "front");
        browser = kind.start(folder, 1200, 800);
    }

    @BeforeEach
    void look() throws Exception {
        browser.open(page);
        Await.until("it is live", () -> state().equals("live"));
    }

    @AfterEach
    void close() {
        browser.close();
        services.close();
        kafka.close();
    }

    @Test
    void theLogOfAViewerThatDetectsHasNoLinesOfItsLibraries() throws Exception {
        Await.until("something moves", () -> browser.is("document.querySelector('.tile.moving')"));

        assertFalse(viewer.output().contains("swscaler"), viewer.output());
    }

    @Test
    void aKilledViewerDoesNotAnswerOnTheWall() throws Exception {
        viewer.signal("KILL");
        long killed = System.nanoTime();

        Await.until("the picture is not live", () -> !state().equals("live"));
        assertSoon(killed);
        Await.until("the page says why", () -> browser.text(".tile .notice").contains("The viewer does not answer"));
        assertTrue(browser.text("#banner").contains("The viewer does not answer"), browser.text("#banner"));
        kind.keep(browser, "truth-viewer");
        String old = browser.text(".tile .age");
        Await.until("the age runs on", () -> !browser.text(".tile .age").equals(old));
    }

    @Test
    void aStoppedViewerDoesNotAnswerInThePlayerAndComesBack() throws Exception {
        browser.evaluate("location.hash = '#/front'");
        Await.until("it plays", () -> browser.text("#player .badge").equals("live"));
        viewer.signal("STOP");
        long stopped = System.nanoTime();
        try {
            Await.until("it is not live", () -> !browser.text("#player .badge").equals("live"));
            assertSoon(stopped);
            Await.until("it says why", () -> browser.text("#player .notice").contains("The viewer does not answer"));
        } finally {
            viewer.signal("CONT");
        }
        Await.until("it is live again", () -> browser.text("#player .badge").equals("live"));
        Await.until("and says nothing more", () -> browser.text("#banner").isEmpty());
    }

    @Test
    void aKilledPublisherIsTheReasonIfKafkaIsThere() throws Exception {
        publisher.signal("KILL");
        long killed = System.nanoTime();

        Await.until("the picture is not live", () -> !state().equals("live"));
        assertSoon(killed);
        Await.until("the reason is its publisher", () -> browser.text(".tile .notice")
                .contains("Its publisher went silent"));
        browser.evaluate("location.hash = '#/review'");
        Await.until("it is an event", () -> browser.text(".event.lost .what").contains("its publisher went silent"));
    }

    @Test
    void aKilledKafkaIsTheReason() throws Exception {
        kafka.signal("KILL");
        long killed = System.nanoTime();

        Await.until("the picture is not live", () -> !state().equals("live"));
        assertSoon(killed);
        Await.until("the reason is Kafka", () -> browser.text("#banner").contains("Kafka"));
        Await.until("on the picture, too", () -> browser.text(".tile .notice").contains("Kafka"));
        kind.keep(browser, "truth-kafka");
    }

    private String state() throws Exception {
        return String.valueOf(browser.evaluate("(document.querySelector('.tile')?.dataset || {}).state"));
    }

    private static void assertSoon(long since) {
        double seconds = (System.nanoTime() - since) / 1e9;
        assertTrue(seconds < SOON_SECONDS, "said after " + seconds + " s");
    }
}
