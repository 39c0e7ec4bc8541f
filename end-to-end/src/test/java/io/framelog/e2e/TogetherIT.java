package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
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
 * Two streams at the same moment, in Chromium and in Firefox. Each picture is as bright as it is late, and one of the
 * streams has a gap. Skipped without the browser, unless {@code FRAMELOG_TEST_BROWSER=required}.
 */
@ParameterizedClass
@EnumSource(BrowserKind.class)
@ExtendWith(KafkaExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class TogetherIT {
    private static final Duration LENGTH = Duration.ofSeconds(40);
    private static final long INTERVAL_MILLIS = 200;
    private static final Duration GAP_BEGIN = Duration.ofSeconds(8);
    private static final Duration GAP_END = Duration.ofSeconds(24);
    private static final int SPEED = 4;
    /** How far a picture may be from the clock, in seconds: a slow machine shows few pictures a second. */
    private static final double NEAR = 2.5;

    private final Instant begin = Instant.now().minusSeconds(300).truncatedTo(ChronoUnit.SECONDS);

    @Parameter
    private BrowserKind kind;

    private Services services;
    private Browser browser;
    private String page = "";

    @BeforeParameterizedClassInvocation
    void record(BrowserKind browserKind, TestKafka kafka, @TempDir Path folder) throws Exception {
        String server = kafka.bootstrapServer();
        String topic = kafka.uniqueName("together");
        services = new Services(server, topic);
        browser = services.browser(browserKind, folder, 1200, 800);
        try (OrderedProducer producer = new OrderedProducer(server)) {
            for (long millis = 0; millis < LENGTH.toMillis(); millis += INTERVAL_MILLIS) {
                byte[] picture = grey((int) (millis / INTERVAL_MILLIS));
                write(producer, topic, "front", millis, picture);
                if (millis < GAP_BEGIN.toMillis() || millis >= GAP_END.toMillis()) {
                    write(producer, topic, "yard", millis, picture);
                }
            }
        }
        page = "http://127.0.0.1:" + services.viewer() + "/";
        Await.until(
                "both streams are known",
                () -> services.get(page + "streams").contains("front")
                        && services.get(page + "streams").contains("yard"));
    }

    private void write(OrderedProducer producer, String topic, String stream, long millis, byte[] picture) {
        var unused = producer.send(new ProducerRecord<>(
                topic, null, begin.plusMillis(millis).toEpochMilli(), stream.getBytes(UTF_8), picture));
    }

    private static byte[] grey(int level) {
        BufferedImage picture = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        painter.setColor(new Color(level, level, level));
        painter.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        painter.dispose();
        return Images.bytes(Images.jpeg(picture));
    }

    @AfterParameterizedClassInvocation
    void close() {
        services.close();
    }

    @Test
    void streamsPlayByOneClockAndAGapIsShownAsSuch() throws Exception {
        open(4);
        Await.until("the viewer makes their pictures as wide as they are shown", () -> services.get(page + "metrics")
                .contains("framelog_viewer_previews_replays 2.0"));
        browser.evaluate("(() => { const speed = document.querySelector('#together .speed'); speed.value = " + SPEED
                + "; speed.dispatchEvent(new Event('change')); return 1; })()");

        Await.until("one has no picture", () -> notice(1).startsWith("No picture until"));
        kind.keep(browser, "together");
        Await.until("the other goes on in the gap", () -> clock() > 16 && isOfTheClock(0));
        assertTrue(notice(1).startsWith("No picture until"), notice(1));
        assertEquals("", notice(0));

        Await.until("both go on after it", () -> clock() > 26 && isOfTheClock(0) && isOfTheClock(1));
        assertEquals(List.of("", ""), List.of(notice(0), notice(1)));
        assertEquals(List.of(), browser.errors(), "the console has no errors");
    }

    @Test
    void aPausedMomentIsTheSameForAllAndAKeyGoesThroughIt() throws Exception {
        open(4);
        browser.press(" ");
        Await.until("it is paused", () -> browser.text("#together .badge").equals("paused"));
        Await.until("both show the moment", () -> isOfTheClock(0) && isOfTheClock(1));

        browser.press("ArrowRight");
        browser.press("ArrowRight");

        Await.until("one is in its gap", () -> clock() > 13 && notice(1).equals("No picture of this moment"));
        Await.until("the other shows that moment", () -> isOfTheClock(0));
    }

    private void open(int second) throws Exception {
        browser.open("about:blank");
        Await.until("the page of the test before is gone", () -> browser.is("location.href === 'about:blank'"));
        browser.open(page + "#/together/front,yard/" + begin.plusSeconds(second));
        Await.until("the first pictures are there", () -> level(0) >= 5 * second && level(1) >= 5 * second);
    }

    private boolean isOfTheClock(int cell) throws Exception {
        double clock = clock();
        double picture = level(cell) * INTERVAL_MILLIS / 1000.0;
        return Math.abs(clock - picture) < NEAR;
    }

    /** What the clock of the page shows, in seconds since the beginning of the recording. */
    private double clock() throws Exception {
        String time = String.valueOf(browser.evaluate("document.querySelector('#together .captured').dateTime"));
        return Duration.between(begin, Instant.parse(time)).toMillis() / 1e3;
    }

    /** How bright a picture is: the number of its frame. */
    private double level(int cell) throws Exception {
        return browser.number("""
                (() => {
                  const picture = document.querySelectorAll('#together .grid canvas')[%d];
                  if (!picture || picture.classList.contains('blank') || picture.width === 0) return -1;
                  const canvas = document.createElement('canvas').getContext('2d');
                  canvas.drawImage(picture, 0, 0);
                  return canvas.getImageData(5, 5, 1, 1).data[0];
                })()
                """.formatted(cell));
    }

    private String notice(int cell) throws Exception {
        return String.valueOf(
                browser.evaluate("document.querySelectorAll('#together .grid .notice')[" + cell + "].textContent"));
    }
}
