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
 * The wall with sixteen streams, in Chromium and Firefox. A browser that is not installed is skipped, unless {@code
 * FRAMELOG_TEST_BROWSER=required}. Leaves screenshots in {@code target}.
 */
@ExtendWith(KafkaExtension.class)
@ParameterizedClass
@EnumSource(BrowserKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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

    @Parameter
    private BrowserKind kind;

    private Services services;
    private Browser firstUser;
    private Browser browser;
    private String page = "";

    @BeforeParameterizedClassInvocation
    void publish(BrowserKind browserKind, TestKafka kafka, @TempDir Path folder) throws Exception {
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("wall"));
        firstUser = services.browser(browserKind, folder, 1440, 900);
        StringBuilder config = new StringBuilder("streams:\n");
        for (int i = 0; i < STREAMS; i++) {
            config.append("  cam%02d: {test-pattern: true, size: 320x180, fps: 8}%n".formatted(i));
        }
        Path file = Files.writeString(folder.resolve("cameras.yaml"), config);
        page = "http://127.0.0.1:" + services.viewer() + "/";
        services.publisher("--config", file.toString());
    }

    @BeforeEach
    void beginAsNewUser() throws Exception {
        browser = firstUser.newUser(1440, 900);
    }

    @AfterEach
    void leave() {
        browser.close();
        Await.until("its connections are closed", () -> windows() == 0);
    }

    @AfterParameterizedClassInvocation
    void close() {
        services.close();
    }

    @Test
    void allOfSixteenPicturesMoveAndFillTheWindow() throws Exception {
        browser.open(page);
        awaitAllLive();
        assertEquals(
                4,
                browser.number(
                        "new Set([...document.querySelectorAll('.tile')]" + ".map((tile) => tile.offsetLeft)).size"));
        assertTrue(browser.number("document.documentElement.scrollHeight") <= 900, "without scrolling");

        String[] first = pixels(browser);
        Set<Integer> moved = new HashSet<>();
        Await.until(() -> moved.size() + " of 16 have moved", () -> {
            String[] now = pixels(browser);
            IntStream.range(0, STREAMS).filter(i -> !now[i].equals(first[i])).forEach(moved::add);
            return moved.size() == STREAMS;
        });
        kind.keep(browser, "wall");
        assertEquals(List.of(), browser.errors(), "the console has no errors");
    }

    @Test
    void twoWindowsOfOneBrowserDoNotStarveEachOther() throws Exception {
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

    @Test
    void aTelephoneAsksOnlyForThePicturesThatItShows() throws Exception {
        browser.open(page);
        awaitAllLive();
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

    @Test
    void theLookChangesByAClickAndIsKept() throws Exception {
        browser.open(page);
        awaitAllLive();
        String first = look();

        browser.clickOn("#look .theme");
        Await.until("the look has changed", () -> !look().equals(first));
        String second = look();
        kind.keep(browser, "wall-" + second.replaceAll(" .*", ""));

        browser.open("about:blank");
        browser.open(page);
        Await.until("the browser has kept it", () -> look().equals(second));
    }

    /** Its name, and the colour behind everything. */
    private String look() throws Exception {
        return String.valueOf(browser.evaluate("document.documentElement.dataset.look + ' '"
                + " + getComputedStyle(document.documentElement).backgroundColor"
                + " + getComputedStyle(document.body).backgroundColor"));
    }

    @Test
    void theOrderHiddenStreamsAndGroupsAreKept() throws Exception {
        browser.open(page);
        awaitAllLive();
        browser.clickOn("[data-act=arrange]");
        double[] first = browser.box("[data-stream=cam00]");
        double[] third = browser.box("[data-stream=cam02]");
        browser.drag(List.of(middle(first), middle(third), middle(third)));
        Await.until("it has moved", () -> names().startsWith("cam01,cam02,cam00"));
        browser.clickOn("[data-stream=cam03] .hide");
        browser.clickOn("[data-stream=cam05]");
        browser.clickOn("[data-stream=cam04]");
        Await.until("two are chosen", () -> browser.text(".arranging .count").equals("2 chosen"));
        kind.keep(browser, "wall-arranging");
        browser.evaluate("document.querySelector('.arranging input').value = 'Yard'");
        browser.clickOn("[data-act=group]");
        Await.until("the group is shown", () -> names().equals("cam04,cam05"));
        assertEquals("#/wall?streams=cam04,cam05", browser.evaluate("location.hash"));

        browser.open("about:blank");
        browser.open(page);
        Await.until("the browser has kept the order", () -> names().startsWith("cam01,cam02,cam00,cam04"));
        assertEquals("Yard", browser.evaluate("document.querySelector('.groups').options[1].value"));
    }

    @Test
    void aKioskShowsAFewAtATime() throws Exception {
        browser.resize(1280, 720);
        browser.open(page + "#/wall?per=4&cycle=1");
        Await.until("the first four", () -> names().equals("cam00,cam01,cam02,cam03"));
        assertEquals(0, browser.number("document.querySelector('.top').offsetHeight"));
        Await.until("the next four", () -> names().equals("cam04,cam05,cam06,cam07"));
        Await.until("and again the first", () -> names().equals("cam00,cam01,cam02,cam03"));
    }

    private static double[] middle(double[] box) {
        return new double[] {box[0] + box[2] / 2, box[1] + box[3] / 2};
    }

    private String names() throws Exception {
        return String.valueOf(browser.evaluate(NAMES));
    }

    private static String[] pixels(Browser browser) throws Exception {
        return String.valueOf(browser.evaluate(PIXELS)).split(",", -1);
    }

    private void awaitAllLive() {
        awaitAllLive(browser);
    }

    private static void awaitAllLive(Browser browser) {
        Await.until("all are live", () -> ("live,".repeat(STREAMS - 1) + "live").equals(browser.evaluate(STATES)));
    }

    private double windows() throws Exception {
        return services.metric(page, "framelog_viewer_channel_windows");
    }
}
