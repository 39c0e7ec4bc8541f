package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the publisher takes for a camera whose JPEGs it passes through. */
final class PassThrough {
    private final Workbench bench;

    PassThrough(Workbench bench) {
        this.bench = bench;
    }

    void run(Markdown page) throws IOException, InterruptedException {
        Map<String, List<Double>> percent = new LinkedHashMap<>();
        try (Camera small = Camera.synthetic(bench, 640, 480, 28_000);
                Camera large = Camera.synthetic(bench, 1920, 1080, 200_000)) {
            for (int round = 1; round <= bench.options().rounds(); round++) {
                for (Camera camera : List.of(small, large)) {
                    double share = measure(camera);
                    percent.computeIfAbsent(camera.words(), words -> new ArrayList<>())
                            .add(share);
                    bench.say("file, round %d: passing through %s: %.1f %% of a core", round, camera.words(), share);
                }
            }
        }
        page.heading(3, "A camera's JPEGs passed through");
        page.table(
                List.of("camera", "publisher, % of a core"),
                percent.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), Figures.of(Medians.of(entry.getValue()), 1)))
                        .toList());
    }

    private double measure(Camera camera) throws InterruptedException {
        String topic = bench.framelog().newTopic();
        try (RunningCommand publisher =
                bench.framelog().publisher(topic, Map.of(), camera.input().publisherArguments())) {
            publisher.awaitLine(Framelog.PUBLISHING, Framelog.PATIENCE);
            TimeUnit.MILLISECONDS.sleep(bench.options().warmUp().toMillis());
            double before = Usage.cpuSeconds(publisher.handle());
            long begin = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(bench.options().length().toMillis());
            double used = Usage.cpuSeconds(publisher.handle()) - before;
            return 100 * used / ((System.nanoTime() - begin) / 1e9);
        } finally {
            new Topics(bench.framelog().bootstrapServer()).delete(topic);
        }
    }
}
