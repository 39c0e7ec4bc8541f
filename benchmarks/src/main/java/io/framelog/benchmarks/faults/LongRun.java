package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.LoadReport;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Nothing goes wrong for long: 4 streams with 100 viewers and 5 replays. What grows is a leak. */
final class LongRun implements Fault {
    private static final int STREAMS = 4;
    private static final int VIEWERS_EACH = 25;
    private static final int REPLAYS = 5;
    private static final double FRAMES_PER_SECOND = 30;
    private static final double GROWTH = 0.05;
    /** Memory is compared from then on; of a shorter run from its second fifth on. */
    private static final Duration BEGINNING = Duration.ofMinutes(10);

    private static final int SAMPLES = 30;

    @Override
    public String name() {
        return "hour";
    }

    @Override
    public String description() {
        return "4 streams at 30 fps with 100 viewers and 5 replays, for --minutes";
    }

    @Override
    public void run(Scene scene, Findings findings) throws IOException, InterruptedException {
        Scene.Broker broker = scene.broker();
        List<RunningCommand> publishers = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            publishers.add(scene.publisher(broker, "camera" + i, "--test-pattern", "--fps", "30"));
        }
        RunningCommand viewer = scene.viewer(broker);
        List<URI> videos = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            videos.add(scene.video(viewer, "camera" + i));
        }
        Duration fifth = scene.length().dividedBy(5);
        Duration beginning = fifth.compareTo(BEGINNING) < 0 ? fifth : BEGINNING;
        try (LoadEngine engine = new LoadEngine(scene.clock())) {
            List<URI> all = videos.stream()
                    .flatMap(video -> Stream.generate(() -> video).limit(VIEWERS_EACH))
                    .toList();
            Group live = engine.open(Pace.FULL, all, "HTTP/1.1");
            engine.readFor(Duration.ofSeconds(10));
            // Replays of the beginning stay behind by what they started with.
            List<URI> past = Stream.iterate(0, i -> i + 1)
                    .limit(REPLAYS)
                    .map(i -> URI.create(videos.get(i % STREAMS) + "?from=earliest&speed=1"))
                    .toList();
            Group replays = engine.open(Pace.FULL, past, "HTTP/1.1");
            engine.readFor(beginning);
            double viewerBefore = Usage.residentMegabytes(viewer.handle());
            List<Double> publishersBefore = resident(publishers);
            live.reset();
            replays.reset();
            Duration rest = scene.length().minus(beginning);
            double viewerAfter = viewerBefore;
            for (int i = 1; i <= SAMPLES; i++) {
                engine.readFor(rest.dividedBy(SAMPLES));
                viewerAfter = Usage.residentMegabytes(viewer.handle());
                findings.say("%d of %d: viewer %.0f MB, publishers %s", i, SAMPLES, viewerAfter, resident(publishers));
            }
            findings.flat("viewer's memory (5 %)", viewerBefore, viewerAfter, GROWTH, 0, "MB");
            List<Double> publishersAfter = resident(publishers);
            for (int i = 0; i < STREAMS; i++) {
                findings.flat(
                        "publisher " + i + "'s memory (5 %)",
                        publishersBefore.get(i),
                        publishersAfter.get(i),
                        GROWTH,
                        0,
                        "MB");
            }
            check(findings, "live viewers", live.report(rest.toMillis() / 1e3));
            check(findings, "replays", replays.report(rest.toMillis() / 1e3));
        }
        viewer.close();
        publishers.forEach(RunningCommand::close);
        broker.command().close();
    }

    private static void check(Findings findings, String who, LoadReport seen) {
        findings.add(
                who + " get every second of it",
                seen.failed() == 0 && seen.fpsMin() > 0.95 * FRAMES_PER_SECOND,
                "%d lost, slowest %.1f fps, age p99 %.0f ms",
                seen.failed(),
                seen.fpsMin(),
                seen.ages().p99());
    }

    private static List<Double> resident(List<RunningCommand> processes) {
        return processes.stream()
                .map(one -> (double) Math.round(Usage.residentMegabytes(one.handle())))
                .toList();
    }
}
