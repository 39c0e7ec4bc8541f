package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether everybody can use the page, by axe (github.com/dequelabs/axe-core) in Chromium and by the keyboard alone.
 * Skipped without Chromium, unless {@code FRAMELOG_TEST_BROWSER=required}. Leaves screenshots in {@code target}.
 */
@ExtendWith(KafkaExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class AccessibilityIT {
    private final Services services;
    private final Chromium process;
    private final String page;
    private Chromium browser;

    AccessibilityIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("everybody"));
        process = new Chromium(Chromium.installed(), folder, 1440, 900);
        browser = process;
        page = "http://127.0.0.1:" + services.viewer() + "/";
        services.camera("front");
        services.camera("yard");
    }

    /** Its look and its size are its own. */
    @BeforeEach
    void openWindow() throws Exception {
        browser = process.newWindow(1440, 900);
    }

    @AfterEach
    void leavePage() throws Exception {
        browser.open("about:blank");
    }

    @AfterAll
    void close() {
        process.close();
        services.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dark", "light"})
    void axeFindsNothingInAnyPage(String look) throws Exception {
        browser.prefer(look);
        browser.open(page);
        Await.until("both are live", () -> live() == 2);
        assertEquals(look, browser.evaluate("document.documentElement.dataset.look"));
        assertClean("wall", look);

        browser.evaluate("location.hash = '#/front'");
        Await.until("it plays", () -> browser.text("#player .badge").equals("live"));
        Await.until("there are events", () -> browser.is("document.querySelector('.happening')"));
        assertClean("player", look);

        browser.evaluate("location.hash = '#/together/front,yard'");
        Await.until(
                "both play", () -> browser.is("document.querySelectorAll('.cell canvas:not(.blank)').length === 2"));
        assertClean("together", look);

        browser.evaluate("location.hash = '#/review'");
        Await.until(
                "it has an answer",
                () -> browser.is("document.querySelector('#review .status').innerText")
                        || browser.is("document.querySelector('.event')"));
        assertClean("review", look);
    }

    private void assertClean(String name, String look) throws Exception {
        try (InputStream script = Objects.requireNonNull(getClass().getResourceAsStream("/axe.min.js"))) {
            browser.evaluate(new String(script.readAllBytes(), UTF_8) + "; 1");
        }
        browser.evaluate("window.found = undefined; axe.run().then(({ violations }) => { window.found = violations"
                + ".map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join('; ')).join('\\n'); }); 1");
        Await.until("axe has looked", () -> browser.is("window.found !== undefined"));
        Files.write(Path.of("target", name + "-" + look + ".png"), browser.screenshot());
        assertEquals("", browser.evaluate("window.found"), name + " in the " + look + " look");
    }

    @Test
    void theKeyboardAloneOpensAPlayerAndComesBack() throws Exception {
        browser.open(page);
        Await.until("both are live", () -> live() == 2);
        browser.evaluate("document.querySelector('[data-stream=front] .open').focus()");
        browser.press("ArrowRight");
        Await.until("the next picture has the focus", () -> "yard".equals(focused()));
        browser.press("Enter");
        browser.evaluate("document.activeElement.click()");
        Await.until("it plays", () -> browser.text("#player .badge").equals("live"));
        browser.press("?");
        Await.until("the keys are shown", () -> browser.is("document.getElementById('keys').open"));
        browser.evaluate("document.getElementById('keys').close()");
        browser.press("Escape");
        Await.until("the wall is there, and its picture has the focus", () -> "yard".equals(focused()));
        assertEquals(
                2, browser.number("document.querySelectorAll('#wall .tile a, #wall .tile [tabindex=\"0\"]').length"));
    }

    @Test
    void aFingerHitsEveryControlOfATelephone() throws Exception {
        browser.becomePhone(390, 844);
        browser.open(page + "#/front");
        Await.until("it plays", () -> browser.text("#player .badge").equals("live"));
        Files.write(Path.of("target", "player-390.png"), browser.screenshot());
        assertEquals("", tooSmall());
        assertTrue(browser.number("document.documentElement.scrollWidth") <= 390, "it is not wider than the screen");

        browser.evaluate("location.hash = '#/review'");
        Await.until("the review is open", () -> browser.is("!document.getElementById('review').hidden"));
        Files.write(Path.of("target", "review-390.png"), browser.screenshot());
        assertEquals("", tooSmall());
        assertTrue(browser.number("document.documentElement.scrollWidth") <= 390, "it is not wider than the screen");
    }

    @Test
    void aTelephoneOnItsSideHasTheControlsOnTheScreen() throws Exception {
        browser.becomePhone(844, 390);
        browser.open(page + "#/front");
        Await.until("it plays", () -> browser.text("#player .badge").equals("live"));
        Files.write(Path.of("target", "player-844.png"), browser.screenshot());
        double[] play = browser.box("#player [data-do=play]");
        assertTrue(play[1] + play[3] <= 390, "the play button ends at " + (play[1] + play[3]));
        double[] picture = browser.box("#player .stage");
        assertTrue(picture[3] >= 380, "the picture is " + picture[3] + " high");
    }

    /** The controls that are smaller than 44 pixels in a direction. */
    private String tooSmall() throws Exception {
        return String.valueOf(browser.evaluate("[...document.querySelectorAll('button, select, input, nav a, .tool')]"
                + ".filter((e) => e.checkVisibility() && e.type !== 'checkbox' && e.offsetParent)"
                + ".filter((e) => e.offsetWidth < 44 || e.offsetHeight < 44)"
                + ".map((e) => e.outerHTML.slice(0, 90) + ' ' + e.offsetWidth + 'x' + e.offsetHeight).join('\\n')"));
    }

    private double live() throws Exception {
        return browser.number("document.querySelectorAll('#wall [data-state=live]').length");
    }

    private String focused() throws Exception {
        return String.valueOf(browser.evaluate("document.activeElement?.closest('.tile')?.dataset.stream"));
    }
}
