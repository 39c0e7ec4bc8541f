package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.RunningCommand;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The wall clock of publisher and viewer is stepped by an hour and back, for them alone. */
final class ClockStepped implements Fault {
    private static final Duration STEP = Duration.ofSeconds(8);
    private static final int VIEWERS = 5;
    private static final int FRAMES_PER_SECOND = 30;
    /** A step costs nobody more than a second of video. */
    private static final double LEAST = FRAMES_PER_SECOND * (1 - 1.0 / STEP.toSeconds());

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String description() {
        return "the wall clock of publisher and viewer is stepped by an hour forth, back, and further back";
    }

    @Override
    public void run(Scene scene, Findings findings) throws IOException, InterruptedException {
        SteppedClock clock = new SteppedClock(scene.scratch());
        Map<String, String> stepped = clock.environment();
        Scene.Broker broker = scene.broker();
        List<String> arguments =
                List.of("--stream", "front", "--test-pattern", "--fps", Integer.toString(FRAMES_PER_SECOND));
        RunningCommand live = scene.service(stepped, broker, "publisher", arguments);
        RunningCommand viewer = scene.service(stepped, broker, "viewer", List.of("--port", "0"));
        URI video = scene.video(viewer, "front");
        try (LoadEngine engine = new LoadEngine(scene.clock())) {
            Group clients = engine.open(Pace.FULL, video, "HTTP/1.1", VIEWERS);
            engine.readUntil(clients::hasBegun, STEP);
            for (int step : List.of(0, 3600, 0, -3600)) {
                clock.step(step);
                clients.reset();
                engine.readFor(STEP);
                double slowest = clients.report(STEP.toMillis() / 1e3).fpsMin();
                findings.add(
                        String.format(Locale.ROOT, "live goes on with the clock at %+d s", step),
                        clients.failed() == 0 && slowest > LEAST,
                        "%.1f fps for the slowest of %d viewers, %d lost",
                        slowest,
                        VIEWERS,
                        clients.failed());
            }
        }
        LogFrames frames =
                Objects.requireNonNull(LogFrames.read(broker.address()).get("front"));
        findings.add(
                "order kept, no double",
                frames.inOrder(),
                "%d frames in order; %d were dropped",
                frames.seqs().size(),
                frames.missing());
        live.close();
        viewer.close();
        broker.command().close();
    }
}
