package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The wall clock of publisher and viewer is stepped by an hour and back, with libfaketime. */
final class ClockStepped implements Fault {
    private static final Duration STEP = Duration.ofSeconds(8);
    private static final int VIEWERS = 5;
    /** With libfaketime each look at the clock takes long, so that Java gets far fewer than 30 at any time. */
    private static final double LEAST_FRAMES_PER_SECOND = 1;

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
        Path offset = Files.writeString(scene.scratch().resolve("offset"), "+0\n");
        Map<String, String> faked = Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
        Scene.Broker broker = scene.broker();
        List<String> arguments = List.of("--stream", "front", "--test-pattern", "--fps", "30");
        RunningCommand live = scene.service(faked, broker, "publisher", arguments);
        RunningCommand viewer = scene.service(faked, broker, "viewer", List.of("--port", "0"));
        URI video = scene.video(viewer, "front");
        try (LoadEngine engine = new LoadEngine(scene.clock())) {
            Group clients = engine.open(Pace.FULL, video, "HTTP/1.1", VIEWERS);
            engine.readUntil(clients::hasBegun, STEP);
            for (String step : List.of("+0", "+3600", "+0", "-3600")) {
                Files.writeString(offset, step + "\n");
                clients.reset();
                engine.readFor(STEP);
                double slowest = clients.report(STEP.toMillis() / 1e3).fpsMin();
                findings.add(
                        "live goes on at clock " + step + " s",
                        clients.failed() == 0 && slowest > LEAST_FRAMES_PER_SECOND,
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

    private static Path library() throws IOException {
        try (Stream<Path> found =
                Files.find(Path.of("/usr/lib"), 4, (path, kind) -> path.endsWith("libfaketimeMT.so.1"))) {
            return found.findFirst()
                    .orElseThrow(() -> new CommandFailure(ExitCode.NO_INPUT, "install faketime for this fault"));
        }
    }
}
