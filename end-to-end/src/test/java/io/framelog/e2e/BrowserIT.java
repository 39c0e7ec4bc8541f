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
 * What a person sees, in Chromium. Skipped where there is none, unless {@code FRAMELOG_TEST_BROWSER=required}. The page it saw is
 * left in {@code target/page.png}.
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
    void pagePaintsAMovingPictureAndSaysWhenItsSourceIsGone() throws Exception {
        Path chromium = Chromium.installed();
        try (Services services = new Services(kafka.bootstrapServer(), kafka.uniqueName("page"));
                Chromium browser = new Chromium(chromium, folder, 1200, 800)) {
            int port = services.viewer();
            browser.open("http://127.0.0.1:" + port + "/");
            Await.until("the page says that there is no stream", () -> text(browser, "#empty h2")
                    .contains("No stream yet"));

            ServiceProcess publisher = services.publisher("--test-pattern", "--stream", "front-door");
            Await.until("the stream appears by itself", () -> text(browser, ".card .name")
                    .equals("front-door"));
            Await.until("it is live", () -> text(browser, ".card .badge").equals("live"));
            Await.until(
                    "its picture is there",
                    () -> number(browser, "document.querySelector('.picture img').naturalWidth") == 640);
            int[] first = picture(browser);
            Await.until("the picture moves", () -> !Arrays.equals(first, picture(browser)));
            assertTrue(Arrays.stream(first).distinct().count() > 100, "it is a picture, not one colour");
            Files.write(Path.of("target", "page.png"), browser.screenshot());

            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
            Await.until("it says that the stream has ended", () -> text(browser, ".card .badge")
                    .equals("ended"));
            assertTrue(text(browser, ".card .notice").startsWith("ended"), "over the picture as well");
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
