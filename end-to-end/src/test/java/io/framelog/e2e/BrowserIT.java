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
            Await.until("the page says that there is no stream", () -> browser.text("#empty h2")
                    .contains("No stream yet"));
            String options = " --bootstrap-server " + kafka.bootstrapServer() + " --topic " + topic;
            Await.until("it names a command for a camera", () -> browser.text(".publish-camera")
                    .equals("bin/publisher --camera 0" + options));
            String command = browser.text(".publish-pattern");
            assertEquals("bin/publisher --test-pattern" + options, command);

            ServiceProcess publisher = services.typed(command + " --stream front-door");
            Await.until("the stream appears by itself", () -> browser.text(".tile .name")
                    .equals("front-door"));
            Await.until("it is live", () -> browser.text(".tile .badge").equals("live"));
            Await.until(
                    "its picture is there",
                    () -> browser.number("document.querySelector('.tile canvas').width") == 640);
            int[] first = picture(browser);
            Await.until("the picture moves", () -> !Arrays.equals(first, picture(browser)));
            assertTrue(Arrays.stream(first).distinct().count() > 100, "a picture has many colours");
            Files.write(Path.of("target", "page.png"), browser.screenshot());

            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
            Await.until("the card says that the stream has ended", () -> browser.text(".tile .badge")
                    .equals("ended"));
            assertTrue(
                    browser.text(".tile .notice").startsWith("Ended"), "the notice over the picture says so as well");
        }
    }

    /** The picture's pixels, as the page shows them. */
    private static int[] picture(Chromium browser) throws Exception {
        double[] box = browser.box(".tile canvas");
        BufferedImage shot = browser.screenshot(box[0], box[1], box[2], box[3]);
        return shot.getRGB(0, 0, shot.getWidth(), shot.getHeight(), null, 0, shot.getWidth());
    }
}
