package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.load.Ages;
import io.framelog.benchmarks.load.FirstFrame;
import io.framelog.benchmarks.load.FirstFrameClient;
import io.framelog.benchmarks.load.Latencies;
import io.framelog.benchmarks.replay.Recording.Moment;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.sections.Workbench;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** How long it takes until the first picture of a random moment is there. */
final class FirstFrames {
    private static final int WARM_UP = 50;
    private static final long SEED = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Behind a moment: a frame of every stream. */
    private static final Duration BEHIND = Duration.ofSeconds(1);

    private final Workbench bench;
    private final URI viewer;
    private final Recording recording;
    private final FirstFrameClient client = new FirstFrameClient(PATIENCE);

    /** How a picture is asked for. */
    private interface Question {
        FirstFrame ask(Moment moment) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param wrong answers with another frame than the first at or after the moment, or the last at or before it
     */
    private record Outcome(Ages millis, int failed, int wrong, String fault) {}

    FirstFrames(Workbench bench, URI viewer, Recording recording) {
        this.bench = bench;
        this.viewer = viewer;
        this.recording = recording;
    }

    /** Measures, writes, and tells the replays' p99 in ms. */
    double run(Markdown page) {
        Outcome replays = measure(
                "replay",
                moment -> client.ofStream(
                        viewer.resolve("/streams/" + moment.stream() + ".mjpeg?from=" + moment.millis())));
        Outcome pictures = measure(
                "picture",
                moment ->
                        client.ofPicture(viewer.resolve("/streams/" + moment.stream() + ".jpg?at=" + moment.millis())));
        page.heading(3, "First picture of a random moment");
        page.paragraph("One request after the other, each on a new connection, for any of the streams at any time; from"
                + " sending it to the last byte of the first picture, after " + WARM_UP
                + " that do not count. A wrong picture is one of another time.");
        boolean known = pictures.wrong() < bench.options().moments();
        page.table(
                List.of("request", "requests", "p50 / p99 / max, ms", "errors", "wrong pictures"),
                known
                        ? List.of(row("`.mjpeg?from=`", replays), row("`.jpg?at=`", pictures))
                        : List.of(row("`.mjpeg?from=`", replays)));
        if (!known) {
            page.paragraph("`.jpg?at=` is left out: this viewer answers with the newest picture.");
        }
        return replays.millis().p99();
    }

    private Outcome measure(String what, Question question) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Double> millis = new ArrayList<>();
        int failed = 0;
        int wrong = 0;
        String fault = "";
        for (int i = -WARM_UP; i < bench.options().moments(); i++) {
            Moment moment = recording.random(random, BEHIND);
            try {
                FirstFrame frame = question.ask(moment);
                if (i >= 0) {
                    millis.add(frame.millis());
                    wrong += recording.isAt(moment, frame.timestampMicros()) ? 0 : 1;
                }
            } catch (IOException e) {
                failed += i >= 0 ? 1 : 0;
                fault = String.valueOf(e.getMessage());
            }
        }
        Outcome outcome = new Outcome(Latencies.of(millis), failed, wrong, fault);
        bench.say(
                "replay: first %s: p50 %.1f, p99 %.1f, max %.1f ms, %d errors%s, %d wrong",
                what,
                outcome.millis().p50(),
                outcome.millis().p99(),
                outcome.millis().max(),
                failed,
                fault.isEmpty() ? "" : " (" + fault + ")",
                wrong);
        return outcome;
    }

    private static List<String> row(String request, Outcome outcome) {
        return List.of(
                request,
                Long.toString(outcome.millis().count() + outcome.failed()),
                Figures.of(
                        1,
                        outcome.millis().p50(),
                        outcome.millis().p99(),
                        outcome.millis().max()),
                outcome.failed() + (outcome.fault().isEmpty() ? "" : " (" + outcome.fault() + ")"),
                Integer.toString(outcome.wrong()));
    }
}
