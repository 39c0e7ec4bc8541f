package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.recording.Recorder;
import io.framelog.benchmarks.recording.Recording;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.servers.RunningServer;
import io.framelog.benchmarks.servers.Topic;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the viewer reads from the log: replays, also together with live viewers, and clips. */
final class ReplaySection implements Section {
    private static final int STREAMS = 8;
    /** Of the recorded cameras; the live one is in the other. */
    private static final int PARTITION = 0;

    private static final int LIVE_PARTITION = 1;
    private static final int PARTITIONS = 2;
    /** Of the stream that is alone in its topic. */
    private static final Duration LENGTH_ALONE = Duration.ofMinutes(10);

    private static final Duration SYNC_LIMIT = Duration.ofMinutes(10);

    /** A goal, and what was measured. */
    record Goal(String goal, String wanted, String measured) {}

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        try (Topic shared = bench.framelog().newTopic();
                Topic single = bench.framelog().newTopic()) {
            shared.create(PARTITIONS);
            single.create(1);
            page.heading(2, "Replays and clips");
            Recorder recorder = new Recorder();
            Recording recording = record(bench, page, recorder, shared);
            Recording alone =
                    recorder.record(single, 0, Recording.names(0, 1, "camera-", 1), recording.atMost(LENGTH_ALONE));
            bench.say("replay: waiting for the disk");
            bench.commands().run(SYNC_LIMIT, List.of("sync"));
            new Gauge(bench).warmUpClients();
            List<Goal> goals = new ArrayList<>();
            StreamName live =
                    Recording.names(LIVE_PARTITION, PARTITIONS, "live-", 1).get(0);
            try (Camera camera = bench.camera();
                    RunningServer server = bench.framelog().serve(shared, camera, live.value())) {
                for (StreamName stream : recording.streams()) {
                    bench.http().awaitOk(server.stream().resolve(stream + ".jpg"));
                }
                goals.add(new FirstFrames(bench, server.stream(), recording).run(page));
                goals.add(new LiveBesideReplays(bench, server, recording).run(page));
            }
            goals.addAll(new Exports(bench).run(page, recording, alone));
            goals.add(new ClipMemory(bench, alone).run(page));
            page.heading(3, "In short");
            page.table(
                    goals,
                    Column.of("goal", Goal::goal),
                    Column.of("wanted", Goal::wanted),
                    Column.of("measured", Goal::measured));
        }
    }

    private static Recording record(Workbench bench, Markdown page, Recorder recorder, Topic topic) throws IOException {
        Duration asked = bench.options().history();
        long usable = Files.getFileStore(bench.framelog().data()).getUsableSpace();
        Duration length = Recorder.possible(usable, asked, STREAMS);
        bench.say("replay: writing %.1f minutes of %d streams", length.toMillis() / 6e4, STREAMS);
        long begin = System.nanoTime();
        Recording recording =
                recorder.record(topic, PARTITION, Recording.names(PARTITION, PARTITIONS, "camera-", STREAMS), length);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long frames = recording.framesPerStream() * STREAMS;
        bench.say("replay: %d frames written in %.0f s", frames, seconds);
        page.paragraph(STREAMS + " streams in one partition, " + Figures.of(1, recording.minutes()) + " minutes of each"
                + (length.compareTo(asked) < 0 ? ", for more of which the disk has no room" : "")
                + ": " + frames + " frames of " + Recording.SIZE.width() + "x" + Recording.SIZE.height() + " and "
                + recording.frameBytes() / 1000 + " KB at " + Recording.FRAMES_PER_SECOND + " per second, written in "
                + Figures.of(0, seconds) + " s, "
                + Figures.of(0, frames * (double) recording.frameBytes() / 1e6 / seconds) + " MB/s. The pictures are a"
                + " noisy ground, another for each of 16, of which H.264 can foretell little.");
        return recording;
    }
}
