package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.load.FirstFrame;
import io.framelog.benchmarks.load.Latencies;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.recording.Recording;
import io.framelog.benchmarks.recording.Recording.Moment;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.sections.ReplaySection.Goal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** How long it takes until the first picture of a random moment is there. */
record FirstFrames(Workbench bench, URI viewer, Recording recording) {
    private static final int WARM_UP = 50;
    private static final long SEED = 1;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Each stream has frames for so long after a moment. */
    private static final Duration REST = Duration.ofSeconds(1);

    /**
     * The answers to one kind of request.
     *
     * @param wrong how many showed neither the last frame before the moment nor the first after it
     * @param fault the last error's message
     */
    private record Outcome(String request, Latencies millis, int failed, int wrong, String fault) {
        String errors() {
            return failed + (fault.isEmpty() ? "" : " (" + fault + ")");
        }
    }

    Goal run(Markdown page) throws IOException {
        Outcome replays = measure(".mjpeg?from=");
        Outcome pictures = measure(".jpg?at=");
        page.heading(3, "First picture of a random moment");
        page.paragraph("One request after the other, each on a new connection, for any of the streams at any time; from"
                + " sending it to the last byte of the first picture, after " + WARM_UP
                + " that do not count. A wrong picture is one of another time.");
        boolean known = pictures.wrong() < bench.options().moments();
        page.table(
                known ? List.of(replays, pictures) : List.of(replays),
                Column.of("request", outcome -> "`" + outcome.request() + "`"),
                Column.of("requests", outcome -> Long.toString(outcome.millis().count() + outcome.failed())),
                Column.of(
                        "p50 / p99 / max, ms",
                        outcome -> Figures.of(
                                1,
                                outcome.millis().p50(),
                                outcome.millis().p99(),
                                outcome.millis().max())),
                Column.of("errors", Outcome::errors),
                Column.of("wrong pictures", outcome -> Integer.toString(outcome.wrong())));
        if (!known) {
            page.paragraph("`.jpg?at=` is left out: this viewer answers with the newest picture.");
        }
        double p99 = replays.millis().p99();
        return new Goal("first picture of a replay, p99", "150 ms at most", Figures.of(1, p99) + " ms");
    }

    private Outcome measure(String request) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Histogram micros = Latencies.histogram();
        int failed = 0;
        int wrong = 0;
        String fault = "";
        try (LoadEngine engine = new LoadEngine(bench.clock())) {
            for (int i = -WARM_UP; i < bench.options().moments(); i++) {
                Moment moment = recording.random(random, REST);
                try {
                    FirstFrame frame = engine.first(viewer.resolve(moment.stream() + request + moment.millis()), LIMIT);
                    if (i >= 0) {
                        Latencies.record(micros, (long) (1e6 * frame.millis()));
                        wrong += recording.isAt(moment, frame.timestampMicros()) ? 0 : 1;
                    }
                } catch (IOException e) {
                    failed += i >= 0 ? 1 : 0;
                    fault = String.valueOf(e.getMessage());
                }
            }
        }
        Outcome outcome = new Outcome(request, Latencies.of(micros), failed, wrong, fault);
        bench.say("replay: first picture of %s", outcome);
        return outcome;
    }
}
