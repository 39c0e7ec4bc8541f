package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
 * The player in Chromium and in Firefox: live, paused and in the past. All tests of a browser look at one stream, which
 * has a past when the first one begins. Skipped without the browser, unless {@code FRAMELOG_TEST_BROWSER=required}.
 * Leaves a screenshot in {@code target}.
 */
@ExtendWith(KafkaExtension.class)
@ParameterizedClass
@EnumSource(BrowserKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class PlayerIT {
    private static final Duration PAST = Duration.ofSeconds(12);
    private static final String PIXELS = """
            (() => {
              const picture = document.querySelector('#player .stage canvas');
              const canvas = document.createElement('canvas').getContext('2d');
              canvas.canvas.width = picture.width;
              canvas.canvas.height = picture.height;
              canvas.drawImage(picture, 0, 0);
              const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
              return data.reduce((sum, value) => (31 * sum + value) | 0, 0);
            })()
            """;

    private static final String FLOATING = "#player [data-do=floating]";

    private final HttpClient client = HttpClient.newHttpClient();

    @Parameter
    private BrowserKind kind;

    private Services services;
    private Browser firstUser;
    private Browser browser;
    private String page = "";
    /** When a frame near the beginning of the log was captured. */
    private Instant early = Instant.MIN;

    @BeforeParameterizedClassInvocation
    void publish(BrowserKind browserKind, TestKafka kafka, @TempDir Path folder) throws Exception {
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("player"));
        firstUser = services.browser(browserKind, folder, 1200, 900);
        page = "http://127.0.0.1:" + services.viewer() + "/";
        services.camera("front");
        look();
        early = shown();
        awaitShown(early.plus(PAST));
        leave();
    }

    @BeforeEach
    void look() throws Exception {
        browser = firstUser.newUser(1200, 900);
        browser.open(page);
        Await.until(
                "the stream is on the wall", () -> browser.text(".tile .badge").equals("live"));
        // A real click after the load event: otherwise Chromium replaces the list's entry in the history.
        Await.until(
                "the page is loaded",
                () -> Boolean.TRUE.equals(
                        browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")));
        browser.clickOn(".tile .open");
        Await.until("it is shown live", () -> badge().equals("live") && shown().isAfter(Instant.MIN));
    }

    @AfterEach
    void leave() {
        browser.close();
        Await.until("its connection is closed", () -> metric("framelog_viewer_channel_windows") == 0);
    }

    @AfterParameterizedClassInvocation
    void close() {
        services.close();
    }

    @Test
    void playsFromTheTimeInTheAddressUntilLiveIsChosen() throws Exception {
        Instant live = shown();
        Instant wanted = live.minusSeconds(5);

        address("#/front/" + wanted);

        Await.until("it plays the past", () -> shown().isBefore(wanted.plusSeconds(4)));
        Instant past = shown();
        assertFalse(past.isBefore(wanted), past + " is before " + wanted);
        assertTrue(badge().contains("behind"), badge());
        awaitShown(past.plusMillis(500));
        kind.keep(browser, "player");
        assertTrue(badge().contains("behind"), "it stays behind");

        choose("#player [data-do=live]");
        Await.until("it is live", () -> badge().equals("live"));
        awaitShown(live.plusSeconds(1));
        assertEquals("#/front", hash());
    }

    @Test
    void aTimeThatIsStillToComeIsLive() throws Exception {
        address("#/front/2999-01-01T00:00:00Z");

        Await.until("it says so", () -> browser.text("#player .message")
                .equals("That time is still to come: this is live."));
        Await.until("it is live", () -> badge().equals("live"));
        assertEquals("#/front", hash());
    }

    @Test
    void pausesAtAFrameThatItsLinkShowsExactly() throws Exception {
        browser.press(" ");
        Await.until("it is paused", () -> badge().startsWith("paused"));
        Await.until("its address is a position", () -> hash().matches("#/front/\\d+@\\d+"));
        Await.until("it holds no stream", () -> metric("framelog_viewer_channel_pictures") == 0);
        Instant paused = shown();
        String frame = hash();
        double picture = picture();

        choose("#player [data-do=forward]");
        Await.until("the next frame is shown", () -> !hash().equals(frame) && !shown().equals(paused));
        assertTrue(shown().isAfter(paused), shown() + " after " + paused);
        assertNotEquals(picture, picture(), "another picture");
        choose("#player [data-do=back]");
        Await.until("the frame before is the one that was shown", () -> hash().equals(frame) && shown().equals(paused));

        browser.open("about:blank");
        Await.until("a page that was left has no connection", () -> metric("framelog_viewer_channel_windows") == 0);
        browser.evaluate("history.back(); 1");
        Await.until("it has one again", () -> metric("framelog_viewer_channel_windows") == 1);

        browser.open("about:blank");
        browser.open(page + frame);
        Await.until("the link shows the same time", () -> shown().equals(paused));
        assertEquals(picture, picture(), "and the same picture");

        browser.press(" ");
        awaitShown(paused.plusMillis(500));
        assertTrue(badge().contains("behind"), badge());
    }

    @Test
    void seeksByAClickOnTheTimelineWhichCoversTheLog() throws Exception {
        double[] bar = showWholeLog();
        Instant begin = barBegin();
        Instant live = shown();

        browser.click(bar[0] + bar[2] / 4, bar[1] + bar[3] / 2);

        Await.until("it plays the past", () -> shown().isBefore(live.minusSeconds(1)));
        assertTrue(shown().isAfter(begin), "after the beginning of the log");
        Await.until(
                "its thumbnail is shown",
                () -> Objects.equals(
                        160, browser.evaluate("document.querySelector('#player .preview img').naturalWidth")));
        browser.press("l");
        Await.until("it is live", () -> badge().equals("live"));
    }

    @Test
    void offersTheMarkedClipAsAVideo() throws Exception {
        Instant start = shown();
        browser.press("i");
        awaitShown(start.plusSeconds(1));
        browser.press("o");

        Await.until(
                "the link is shown",
                () -> Boolean.TRUE.equals(browser.evaluate("!document.querySelector('#player .mp4').hidden")));
        HttpResponse<byte[]> clip =
                get(String.valueOf(browser.evaluate("document.querySelector('#player .mp4').href")));

        assertEquals(200, clip.statusCode());
        assertEquals("video/mp4", clip.headers().firstValue("Content-Type").orElse(""));
        assertTrue(clip.body().length > 10_000, "a second of video, not " + clip.body().length + " bytes");
    }

    /** Older versions of Firefox do not have it for pages. */
    @Test
    void itsPictureFloatsWhereTheBrowserHasThat() throws Exception {
        boolean has = browser.is("document.pictureInPictureEnabled");
        assertEquals(has, browser.box(FLOATING)[2] > 0, "the button is shown");
        if (has) {
            browser.clickOn(FLOATING);
            Await.until("it floats", () -> floatingSeconds() > 0);
            double before = floatingSeconds();
            Await.until("it goes on", () -> floatingSeconds() > before);

            browser.clickOn(FLOATING);
            Await.until("it is back", () -> !browser.is("document.pictureInPictureElement"));
        }
    }

    private double floatingSeconds() throws Exception {
        return browser.number("(document.pictureInPictureElement || {}).currentTime");
    }

    @Test
    void theLargePictureFollowsThePlayheadThatIsDraggedWhileItPlays() throws Exception {
        double[] bar = showWholeLog();
        double y = bar[1] + bar[3] / 2;
        double live = browser.number("document.querySelector('#player .head').getBoundingClientRect().x");
        double recorded = browser.number(
                "(() => { const box = document.querySelector('#player .frames').getBBox();" + " return box.x; })()");
        Instant before = shown();
        browser.evaluate("window.seen = []; new MutationObserver(() => window.seen.push("
                + "document.querySelector('#player .captured').dateTime)).observe("
                + "document.querySelector('#player .captured'), { attributes: true }); 1");

        browser.holdAt(live, y);
        browser.moveTo(bar[0] + recorded + (live - bar[0] - recorded) / 2, y);
        Await.until("the picture of that moment is there", () -> shown().isBefore(before));
        Instant dragged = shown();
        browser.moveTo(bar[0] + recorded + (live - bar[0] - recorded) / 4, y);
        Await.until("and that of an earlier one", () -> shown().isBefore(dragged));
        browser.release();

        Await.until("it plays on from there", () -> badge().contains("behind") && !badge().contains("paused"));
    }

    @Test
    void jumpsOfAKeyThatIsHeldDownAddUp() throws Exception {
        browser.press(" ");
        Await.until("it is paused", () -> badge().startsWith("paused"));
        Instant paused = shown();

        browser.press("ArrowLeft");
        browser.press("ArrowLeft");

        Await.until(
                () -> "ten seconds earlier than " + paused,
                () -> Math.abs(Duration.between(shown(), paused).toMillis() - 10_000) < 200);
    }

    @Test
    void aDragWithShiftMarksAClipAndTheWheelChangesTheSpan() throws Exception {
        double[] bar = browser.box("#player .bar");
        double y = bar[1] + bar[3] / 2;
        double head = browser.box("#player .head")[0];

        browser.dragWithShift(
                List.of(new double[] {head - 60, y}, new double[] {head - 30, y}, new double[] {head - 10, y}));

        Await.until("the clip is marked", () -> browser.is("!document.querySelector('#player .mp4').hidden"));
        Await.until(
                "and shown on the bar",
                () -> browser.number("document.querySelector('#player .range').getBBox().width") > 30);
        assertEquals("live", badge(), "it plays on");

        double[] moved = browser.box("#player .bar");
        String before = browser.text("#player .ruler");
        browser.wheel(moved[0] + moved[2] * 0.9, moved[1] + moved[3] / 2, -2000);
        Await.until("the ruler has other times", () -> !browser.text("#player .ruler")
                .equals(before));
    }

    @Test
    void returnsToTheListByTheBrowsersBackButton() throws Exception {
        browser.press(" ");
        Await.until("its address is a position", () -> hash().contains("@"));

        browser.evaluate("history.back()");

        Await.until(
                "the list is there again",
                () -> Boolean.TRUE.equals(browser.evaluate("document.getElementById('player').hidden")));
        Await.until("it plays", () -> browser.text(".tile .badge").equals("live"));
        assertEquals("", hash());
    }

    /** A frame that is shown while the browser steps back must not write its position into the list's address. */
    @Test
    void keepsTheAddressThatTheBrowserHasGoneToBeforeThePageKnows() throws Exception {
        browser.evaluate("location.hash = ''; document.querySelector('#player [data-do=play]').click()");

        Await.until(
                "the list is there again",
                () -> Boolean.TRUE.equals(browser.evaluate("document.getElementById('player').hidden")));
        assertEquals("", hash());
    }

    /** Returns the bar's box. */
    private double[] showWholeLog() throws Exception {
        choose("#player [data-do=all]");
        Await.until("the bar begins with the log", () -> barBegin().isAfter(early.minusSeconds(6)));
        double[] bar = browser.box("#player .bar");
        Await.until(
                "most of it has frames",
                () -> browser.number("document.querySelector('#player .frames').getBBox().width") > 0.8 * bar[2]);
        return bar;
    }

    private void awaitShown(Instant time) {
        Await.until(() -> "a frame of " + time + " is shown", () -> !shown().isBefore(time));
    }

    /** When the frame on the screen was captured; {@link Instant#MIN} if there is none. */
    private Instant shown() throws Exception {
        String time = String.valueOf(browser.evaluate("(document.querySelector('#player .captured') || {}).dateTime"));
        return time.endsWith("Z") ? Instant.parse(time) : Instant.MIN;
    }

    private String badge() throws Exception {
        return browser.text("#player .badge");
    }

    private String hash() throws Exception {
        return String.valueOf(browser.evaluate("location.hash"));
    }

    private void address(String hash) throws Exception {
        browser.evaluate("location.hash = '" + hash + "'");
    }

    private void choose(String selector) throws Exception {
        browser.evaluate("document.querySelector('" + selector + "').click()");
    }

    /** When the timeline begins. */
    private Instant barBegin() throws Exception {
        String millis = String.valueOf(
                browser.evaluate("document.querySelector('#player .bar').getAttribute('aria-valuemin')"));
        return millis.equals("null") ? Instant.MIN : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    /** A hash of the picture's pixels. The test pattern has noise, so no two frames are equal. */
    private double picture() throws Exception {
        return browser.evaluate(PIXELS) instanceof Number number ? number.doubleValue() : -1;
    }

    private double metric(String name) throws Exception {
        HttpResponse<byte[]> metrics = get(page + "metrics");
        return new String(metrics.body(), UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<byte[]> get(String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray());
    }
}
