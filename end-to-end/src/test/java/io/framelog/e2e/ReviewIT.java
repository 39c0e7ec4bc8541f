package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
 * The review of a week with 10,000 events in Chromium and in Firefox. All tests of a browser share the week. Skipped
 * without the browser, unless {@code FRAMELOG_TEST_BROWSER=required}. Leaves a screenshot in {@code target}.
 */
@ExtendWith(KafkaExtension.class)
@ParameterizedClass
@EnumSource(BrowserKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ReviewIT {
    private static final int EVENTS = 10_000;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final String[] STREAMS = {"front", "yard", "gate"};

    @Parameter
    private BrowserKind kind;

    private final String picture =
            "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(Images.jpeg(160, 90));
    private Services services;
    private Browser browser;
    private EventTopic topic;
    private KafkaProducer<byte[], byte[]> events;
    private String page = "";

    @BeforeParameterizedClassInvocation
    void recordAWeek(BrowserKind browserKind, TestKafka kafka, @TempDir Path folder) throws Exception {
        String frames = kafka.uniqueName("review");
        topic = EventTopic.of(frames);
        events = new OrderedProducer(kafka.bootstrapServer());
        services = new Services(kafka.bootstrapServer(), frames);
        browser = services.browser(browserKind, folder, 1440, 900);
        page = "http://127.0.0.1:" + services.viewer() + "/";
        services.camera("front");
        Await.until("it is live", () -> services.get(page + "streams").contains("\"state\":\"live\""));
        Instant begin = Instant.now().minus(WEEK);
        for (int i = 0; i < EVENTS; i++) {
            Instant time = begin.plus(WEEK.multipliedBy(i).dividedBy(EVENTS));
            String event = i == 17 ? "face" : i % 50 == 0 ? "scene" : "motion";
            write(STREAMS[i % STREAMS.length], event, i, time, i % 100 == 0 ? "door" : "garden");
        }
        events.flush();
    }

    @BeforeEach
    void leavePage() throws Exception {
        browser.open("about:blank");
        Await.until("the page of the test before is gone", () -> browser.is("location.href === 'about:blank'"));
    }

    private void write(String stream, String type, int number, Instant time, String zone) {
        String event = """
                {"specversion":"1.0","id":"%d-ended","source":"/streams/%s","type":"io.framelog.%s","time":"%s",
                 "subject":"%s","data":{"phase":"ended","event":"%d","from":"%s","until":"%s","zones":["%s"]%s}}""".formatted(
                        number,
                        stream,
                        type,
                        time.plusSeconds(12),
                        stream,
                        number,
                        time,
                        time.plusSeconds(12),
                        zone,
                        number % 4 == 0 ? "" : ",\"picture\":\"" + picture + "\"");
        var unused = events.send(new ProducerRecord<>(
                topic.name(), null, time.toEpochMilli(), stream.getBytes(UTF_8), event.getBytes(UTF_8)));
    }

    @AfterParameterizedClassInvocation
    void close() {
        services.close();
        events.close();
    }

    @Test
    void showsTheNewestAtOnceAndOlderOnesWhileOneScrolls() throws Exception {
        List<String> errors = browser.errors();
        browser.open(page + "#/review?kinds=motion,scene");
        Await.until("the newest are there", () -> shown() > 0);
        double first = shown();
        assertTrue(first >= 50 && first < 400, first + " events at first");
        kind.keep(browser, "review");

        Await.until("older ones are there", () -> scrolledToTheEnd() && shown() > first);
        for (double before = shown(); before < 1150; before = shown()) {
            double last = before;
            Await.until("still older ones are there", () -> scrolledToTheEnd() && shown() > last);
        }
        browser.evaluate("window.scrollTo(0, document.body.scrollHeight)");
        Await.until(
                "the newest give way at last", () -> browser.is("!document.querySelector('#review .newer').hidden"));
        assertTrue(shown() <= 1200, "a page of " + shown() + " events");
        assertEquals(errors, browser.errors(), "the console has no further errors");
    }

    @Test
    void findsTheOnlyFaceOfAWeek() throws Exception {
        browser.open(page + "#/review");
        Await.until("events are there", () -> shown() > 0);
        browser.evaluate("for (const kind of ['motion', 'scene', 'lost', 'recovered']) {"
                + " document.querySelector(`[name=kind][value=${kind}]`).click(); }");
        Await.until("the only one is there", () -> shown() == 1 && browser.is("document.querySelector('.event.face')"));
        assertEquals("#/review?kinds=face", browser.evaluate("location.hash"));
        Await.until("it says what it was, once it has been drawn", () -> browser.text(".event .what")
                .equals("Face at garden, 12 s"));
    }

    @Test
    void filtersByStreamAndZone() throws Exception {
        browser.open(page + "#/review?streams=yard&zone=door&kinds=motion,scene");
        Await.until("events are there", () -> shown() > 10);
        assertEquals(
                0,
                browser.number("[...document.querySelectorAll('.event .name')]"
                        + ".filter((name) => name.textContent !== 'yard').length"));
        assertEquals(
                0,
                browser.number("[...document.querySelectorAll('.event .what')]"
                        + ".filter((what) => !what.textContent.includes('at door')).length"));
    }

    @Test
    void aNewEventAppearsByItselfAndAClickPlaysIt() throws Exception {
        browser.open(page + "#/review?kinds=motion&streams=front");
        Await.until("events are there", () -> shown() > 0);
        Instant now = Instant.now();
        write("front", "motion", EVENTS + 1, now.minusSeconds(1), "new zone");
        events.flush();
        Await.until("it is the first", () -> browser.text(".event .what").contains("new zone"));

        browser.clickOn(".event");
        Await.until("the player is open", () -> browser.is("!document.getElementById('player').hidden"));
        Await.until(
                () -> "it plays the past, and not "
                        + browser.evaluateQuietly("document.getElementById('player').innerText"),
                () -> browser.text("#player .badge").contains("behind"));
        Await.until(
                "it is a bar on the timeline",
                () -> browser.number("document.querySelector('#player .bar path.motion').getBBox().width") > 2);
        kind.keep(browser, "bars");
        browser.evaluate("history.back()");
        Await.until(
                "the review is as it was", () -> browser.text(".event .what").contains("new zone"));
    }

    /**
     * Nobody sees what a headless browser tells, so the page's calls are noted instead. The event's clock is ahead of the
     * page's, as it always is for a moment.
     */
    @Test
    void theBrowserTellsOfNewEventsOnRequest() throws Exception {
        browser.open(page + "#/review?kinds=face");
        Await.until("the only face is there", () -> shown() == 1);
        browser.evaluate("""
                window.told = [];
                window.Notification = class extends EventTarget {
                  static permission = 'default';
                  static async requestPermission() { return (this.permission = 'granted'); }
                  constructor(title, { body }) { super(); told.push(`${title}: ${body}`); this.open(); }
                  open() { window.alerted = () => this.dispatchEvent(new Event('click')); }
                }; 1
                """);
        write("yard", "scene", EVENTS + 2, Instant.now(), "door");
        events.flush();
        browser.clickOn("#alerts");
        Await.until("it is switched on", () -> browser.is("document.querySelector('#alerts').ariaPressed === 'true'"));
        events.send(new ProducerRecord<>(topic.name(), null, "yard".getBytes(UTF_8), """
                        {"specversion":"1.0","id":"new-began","source":"/streams/yard","type":"io.framelog.motion",
                         "time":"%s","subject":"yard","data":{"phase":"began","event":"new","zones":["door"]}}""".formatted(
                                Instant.now().plusSeconds(60))
                        .getBytes(UTF_8)))
                .get();

        Await.until("the browser tells it", () -> browser.is("told.length > 0"));
        assertEquals("yard: Motion at door, now", browser.evaluate("told.join()"));
        browser.evaluate("alerted()");
        Await.until("a click on it plays it", () -> String.valueOf(browser.evaluate("location.hash"))
                .startsWith("#/yard/"));
    }

    /** The page may become longer when it is drawn. */
    private boolean scrolledToTheEnd() throws Exception {
        browser.evaluate("window.scrollTo(0, document.body.scrollHeight)");
        return true;
    }

    private double shown() throws Exception {
        return browser.number("document.querySelectorAll('.event').length");
    }
}
