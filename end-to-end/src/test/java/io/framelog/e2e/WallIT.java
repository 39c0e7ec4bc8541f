package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The wall with sixteen streams, in Chromium and Firefox. A browser that is not installed is skipped, unless {@code
 * FRAMELOG_TEST_BROWSER=required}. Leaves screenshots in {@code target}.
 */
@ExtendWith(KafkaExtension.class)
@Timeout(240)
class WallIT {
    private static final int STREAMS = 16;
    /** The pixels of each tile's picture, in a few numbers. */
    private static final String PIXELS = """
            [...document.querySelectorAll('.tile canvas')].map((picture) => {
              const canvas = document.createElement('canvas').getContext('2d');
              canvas.canvas.width = 64;
              canvas.canvas.height = 36;
              canvas.drawImage(picture, 0, 0, 64, 36);
              return canvas.getImageData(0, 0, 64, 36).data.reduce((sum, value) => (31 * sum + value) | 0, 0);
            }).join()
            """;

    private static final String STATES =
            "[...document.querySelectorAll('#wall > .grid .tile')].map((tile) => tile.dataset.state).join()";
    private static final String NAMES =
            "[...document.querySelectorAll('#wall > .grid .name')].map((name) => name.innerText).join()";

    private final Services services;
    private final Path folder;
    private String page = "";

    WallIT(TestKafka kafka, @TempDir Path folder) {
        this.folder = folder;
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("wall"));
    }

    @BeforeEach
    void publish() throws Exception {
        StringBuilder config = new StringBuilder("streams:\n");
        for (int i = 0; i < STREAMS; i++) {
            config.append("  cam%02d: {test-pattern: true, size: 320x180, fps: 8}%n".formatted(i));
        }
        Path file = Files.writeString(folder.resolve("cameras.yaml"), config);
        page = "http://127.0.0.1:" + services.viewer() + "/";
        services.publisher("--config", file.toString());
    }

    @AfterEach
    void close() {
        services.close();
    }

    @ParameterizedTest
    @EnumSource
    void allOfSixteenPicturesMoveAndFillTheWindow(BrowserKind kind) throws Exception {
        try (Browser browser = kind.start(folder, 1440, 900)) {
            browser.open(page);
            awaitAllLive(browser);
            assertEquals(
                    4,
                    browser.number("new Set([...document.querySelectorAll('.tile')]"
                            + ".map((tile) => tile.offsetLeft)).size"));
            assertTrue(browser.number("document.documentElement.scrollHeight") <= 900, "without scrolling");

            String[] first = pixels(browser);
            Set<Integer> moved = new HashSet<>();
            Await.until(() -> moved.size() + " of 16 have moved", () -> {
                String[] now = pixels(browser);
                IntStream.range(0, STREAMS)
                        .filter(i -> !now[i].equals(first[i]))
                        .forEach(moved::add);
                return moved.size() == STREAMS;
            });
            kind.keep(browser, "wall");
            assertEquals(List.of(), browser.errors(), "the console has no errors");
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoWindowsOfOneBrowserDoNotStarveEachOther(BrowserKind kind) throws Exception {
        try (Browser browser = kind.start(folder, 1440, 900)) {
            Browser other = browser.newWindow(1200, 800);
            browser.open(page);
            other.open(page);
            Await.until("both windows have their connection", () -> windows() == 2);

            awaitAllLive(browser);
            awaitAllLive(other);
            String[] first = pixels(browser);
            String[] second = pixels(other);
            Await.until(
                    "the pictures of both move",
                    () -> !Arrays.equals(first, pixels(browser)) && !Arrays.equals(second, pixels(other)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTelephoneAsksOnlyForThePicturesThatItShows(BrowserKind kind) throws Exception {
        try (Browser browser = kind.start(folder, 1440, 900)) {
            browser.open(page);
            awaitAllLive(browser);
            browser.resize(390, 844);
            kind.keep(browser, "wall-390");
            browser.resize(390, 460);
            Await.until(
                    "two columns on a telephone",
                    () -> browser.number("new Set("
                                    + "[...document.querySelectorAll('.tile')].map((tile) => tile.offsetLeft)).size")
                            == 2);
            Await.until(
                    "only those that can be seen are asked for",
                    () -> services.metric(page, "framelog_viewer_channel_pictures") < STREAMS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLookChangesByAClickAndIsKept(BrowserKind kind) throws Exception {
        try (Browser browser = kind.start(folder, 1440, 900)) {
            browser.open(page);
            awaitAllLive(browser);
            String first = look(browser);

            browser.clickOn("#look .theme");
            Await.until("the look has changed", () -> !look(browser).equals(first));
            String second = look(browser);
            kind.keep(browser, "wall-" + second.replaceAll(" .*", ""));

            browser.open("about:blank");
            browser.open(page);
            Await.until("the browser has kept it", () -> look(browser).equals(second));
        }
    }

    /** Its name, and the colour behind everything. */
    private static String look(Browser browser) throws Exception {
        return String.valueOf(browser.evaluate("document.documentElement.dataset.look + ' '"
                + " + getComputedStyle(document.documentElement).backgroundColor"
                + " + getComputedStyle(document.body).backgroundColor"));
    }

    @Test
    void theOrderHiddenStreamsAndGroupsAreKept() throws Exception {
        try (Browser browser = BrowserKind.CHROMIUM.start(folder, 1440, 900)) {
            browser.open(page);
            awaitAllLive(browser);
            browser.clickOn("[data-act=arrange]");
            double[] first = browser.box("[data-stream=cam00]");
            double[] third = browser.box("[data-stream=cam02]");
            browser.drag(List.of(middle(first), middle(third), middle(third)));
            Await.until("it has moved", () -> names(browser).startsWith("cam01,cam02,cam00"));
            browser.clickOn("[data-stream=cam03] .hide");
            browser.clickOn("[data-stream=cam05]");
            browser.clickOn("[data-stream=cam04]");
            Await.until(
                    "two are chosen", () -> browser.text(".arranging .count").equals("2 chosen"));
            Files.write(Path.of("target", "wall-arranging.png"), browser.screenshot());
            browser.evaluate("document.querySelector('.arranging input').value = 'Yard'");
            browser.clickOn("[data-act=group]");
            Await.until("the group is shown", () -> names(browser).equals("cam04,cam05"));
            assertEquals("#/wall?streams=cam04,cam05", browser.evaluate("location.hash"));

            browser.open("about:blank");
            browser.open(page);
            Await.until("the browser has kept the order", () -> names(browser).startsWith("cam01,cam02,cam00,cam04"));
            assertEquals("Yard", browser.evaluate("document.querySelector('.groups').options[1].value"));
        }
    }

    @Test
    void aKioskShowsAFewAtATime() throws Exception {
        try (Browser browser = BrowserKind.CHROMIUM.start(folder, 1280, 720)) {
            browser.open(page + "#/wall?per=4&cycle=1");
            Await.until("the first four", () -> names(browser).equals("cam00,cam01,cam02,cam03"));
            assertEquals(0, browser.number("document.querySelector('.top').offsetHeight"));
            Await.until("the next four", () -> names(browser).equals("cam04,cam05,cam06,cam07"));
            Await.until("and again the first", () -> names(browser).equals("cam00,cam01,cam02,cam03"));
        }
    }

    private static double[] middle(double[] box) {
        return new double[] {box[0] + box[2] / 2, box[1] + box[3] / 2};
    }

    private static String names(Browser browser) throws Exception {
        return String.valueOf(browser.evaluate(NAMES));
    }

    private static String[] pixels(Browser browser) throws Exception {
        return String.valueOf(browser.evaluate(PIXELS)).split(",", -1);
    }

    private static void awaitAllLive(Browser browser) {
        Await.until("all are live", () -> ("live,".repeat(STREAMS - 1) + "live").equals(browser.evaluate(STATES)));
    }

    private double windows() throws Exception {
        return services.metric(page, "framelog_viewer_channel_windows");
    }
}
