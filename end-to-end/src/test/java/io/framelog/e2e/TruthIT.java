package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the page says when no new picture comes, in Chromium and in Firefox: the right reason, soon. Skipped without the browser, unless
 * {@code FRAMELOG_TEST_BROWSER=required}. All tests of a browser share it; each has services of its own, which it kills.
 */
@ExtendWith(KafkaExtension.class)
@ParameterizedClass
@EnumSource(BrowserKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class TruthIT {
    /** The page says within 2 s that something is missing; the rest is for a slow machine. */
    private static final double SOON_SECONDS = 4;

    @Parameter
    private BrowserKind kind;

    private TestKafka kafka;
    private Services shared;
    private Browser browser;

    @BeforeParameterizedClassInvocation
    void start(BrowserKind browserKind, TestKafka sharedKafka, @TempDir Path folder) throws Exception {
        kafka = sharedKafka;
        shared = new Services(kafka.bootstrapServer(), "");
        browser = shared.browser(browserKind, folder, 1200, 800);
    }

    @AfterParameterizedClassInvocation
    void close() {
        shared.close();
    }

    /** A viewer and a publisher, at whose stream the browser looks. */
    private final class Watched implements AutoCloseable {
        private final Services services;
        private final ServiceProcess viewer;
        private final ServiceProcess publisher;

        Watched(String bootstrapServer) {
            services = new Services(bootstrapServer, kafka.uniqueName("truth"));
            viewer = services.start("viewer", "--port", "0", "--detect", "motion");
            publisher = services.camera("front");
        }

        void look() throws Exception {
            browser.open(viewer.awaitLine("(http://127\\.0\\.0\\.1:\\d+/)").group(1));
            Await.until("it is live", () -> state().equals("live"));
        }

        @Override
        public void close() {
            services.close();
        }
    }

    @Test
    void theLogOfAViewerThatDetectsHasNoLinesOfItsLibraries() throws Exception {
        try (Watched watched = new Watched(kafka.bootstrapServer())) {
            watched.look();
            Await.until("something moves", () -> browser.is("document.querySelector('.tile.moving')"));

            assertFalse(watched.viewer.output().contains("swscaler"), watched.viewer.output());
        }
    }

    @Test
    void aKilledViewerDoesNotAnswerOnTheWall() throws Exception {
        try (Watched watched = new Watched(kafka.bootstrapServer())) {
            watched.look();
            watched.viewer.signal("KILL");
            long killed = System.nanoTime();

            assertSoonNotLive(killed);
            Await.until(
                    "the page says why", () -> browser.text(".tile .notice").contains("The viewer does not answer"));
            assertTrue(browser.text("#banner").contains("The viewer does not answer"), browser.text("#banner"));
            kind.keep(browser, "truth-viewer");
            String old = browser.text(".tile .age");
            Await.until("the age runs on", () -> !browser.text(".tile .age").equals(old));
        }
    }

    @Test
    void aStoppedViewerDoesNotAnswerInThePlayerAndComesBack() throws Exception {
        try (Watched watched = new Watched(kafka.bootstrapServer())) {
            watched.look();
            browser.evaluate("location.hash = '#/front'");
            Await.until("it plays", () -> browser.text("#player .badge").equals("live"));
            watched.viewer.signal("STOP");
            long stopped = System.nanoTime();
            try {
                Await.until(
                        "it is not live", () -> !browser.text("#player .badge").equals("live"));
                assertSoon(stopped);
                Await.until(
                        "it says why", () -> browser.text("#player .notice").contains("The viewer does not answer"));
            } finally {
                watched.viewer.signal("CONT");
            }
            Await.until("it is live again", () -> browser.text("#player .badge").equals("live"));
            Await.until("and says nothing more", () -> browser.text("#banner").isEmpty());
        }
    }

    @Test
    void aKilledPublisherIsTheReasonIfKafkaIsThere() throws Exception {
        try (Watched watched = new Watched(kafka.bootstrapServer())) {
            watched.look();
            watched.publisher.signal("KILL");
            long killed = System.nanoTime();

            assertSoonNotLive(killed);
            Await.until("the reason is its publisher", () -> browser.text(".tile .notice")
                    .contains("Its publisher went silent"));
            browser.evaluate("location.hash = '#/review'");
            Await.until(
                    "it is an event", () -> browser.text(".event.lost .what").contains("its publisher went silent"));
        }
    }

    @Test
    void aKilledKafkaIsTheReason() throws Exception {
        try (ServiceProcess broker = ServiceProcess.start("local-kafka", Map.of(), "--port", "0");
                Watched watched = new Watched(broker.awaitLine("(127\\.0\\.0\\.1:\\d+|localhost:\\d+)")
                        .group(1))) {
            watched.look();
            broker.signal("KILL");
            long killed = System.nanoTime();

            assertSoonNotLive(killed);
            Await.until("the reason is Kafka", () -> browser.text("#banner").contains("Kafka"));
            Await.until(
                    "on the picture, too", () -> browser.text(".tile .notice").contains("Kafka"));
            kind.keep(browser, "truth-kafka");
        }
    }

    private String state() throws Exception {
        return String.valueOf(browser.evaluate("(document.querySelector('.tile')?.dataset || {}).state"));
    }

    private void assertSoonNotLive(long since) {
        Await.until("the picture is not live", () -> !state().equals("live"));
        assertSoon(since);
    }

    private static void assertSoon(long since) {
        double seconds = (System.nanoTime() - since) / 1e9;
        assertTrue(seconds < SOON_SECONDS, "said after " + seconds + " s");
    }
}
