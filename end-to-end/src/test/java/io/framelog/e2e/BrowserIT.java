package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The list of streams in Chromium. Skipped without Chromium, unless {@code FRAMELOG_TEST_BROWSER=required}. Leaves a
 * screenshot in {@code target/page.png}.
 */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class BrowserIT {
    private static final String PICTURE = "document.querySelector('.picture img').getBoundingClientRect()";

    private final TestKafka kafka;
    private final Path folder;

    BrowserIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
    }

    @Test
    void theEmptyListNamesACommandWhoseStreamThenPlaysUntilItEnds() throws Exception {
        Path chromium = Chromium.installed();
        String topic = kafka.uniqueName("page");
        try (Services services = new Services(kafka.bootstrapServer(), topic);
                Chromium browser = new Chromium(chromium, folder, 1200, 800)) {
            int port = services.viewer();
            browser.open("http://127.0.0.1:" + port + "/");
            Await.until("the page says that there is no stream", () -> text(browser, "#empty h2")
                    .contains("No stream yet"));
            String options = " --bootstrap-server " + kafka.bootstrapServer() + " --topic " + topic;
            Await.until("it names a command for a camera", () -> text(browser, ".publish-camera")
                    .equals("bin/publisher --camera 0" + options));
            String command = text(browser, ".publish-pattern");
            assertEquals("bin/publisher --test-pattern" + options, command);

            ServiceProcess publisher = services.typed(command + " --stream front-door");
            Await.until("the stream appears by itself", () -> text(browser, ".card .name")
                    .equals("front-door"));
            Await.until("it is live", () -> text(browser, ".card .badge").equals("live"));
            Await.until(
                    "its picture is there",
                    () -> number(browser, "document.querySelector('.picture img').naturalWidth") == 640);
            int[] first = picture(browser);
            Await.until("the picture moves", () -> !Arrays.equals(first, picture(browser)));
            assertTrue(Arrays.stream(first).distinct().count() > 100, "a picture has many colours");
            Files.write(Path.of("target", "page.png"), browser.screenshot());

            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
            Await.until("the card says that the stream has ended", () -> text(browser, ".card .badge")
                    .equals("ended"));
            assertTrue(
                    text(browser, ".card .notice").startsWith("ended"), "the notice over the picture says so as well");
        }
    }

    private static String text(Chromium browser, String selector) throws Exception {
        return String.valueOf(browser.evaluate("(document.querySelector('" + selector + "') || {}).innerText"));
    }

    private static double number(Chromium browser, String expression) throws Exception {
        return browser.evaluate(expression) instanceof Number number ? number.doubleValue() : -1;
    }

    /** The picture's pixels, as the page shows them. */
    private static int[] picture(Chromium browser) throws Exception {
        BufferedImage shot = browser.screenshot(
                number(browser, PICTURE + ".x"),
                number(browser, PICTURE + ".y"),
                number(browser, PICTURE + ".width"),
                number(browser, PICTURE + ".height"));
        return shot.getRGB(0, 0, shot.getWidth(), shot.getHeight(), null, 0, shot.getWidth());
    }
}
