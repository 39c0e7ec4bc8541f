package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Windows of the page, each with a WebSocket, beside as many clients of Motion JPEG. */
final class ChannelSection implements Section {
    private static final String STREAM = "default";
    private static final List<Integer> VIEWERS = List.of(1, 200);

    /** A number of clients of one kind. */
    private record Case(int viewers, boolean channel) {
        String way() {
            return channel ? "the channel" : "Motion JPEG";
        }
    }

    @Override
    public String name() {
        return "channel";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        List<Row<Case, Sample>> rows = VIEWERS.stream()
                .flatMap(viewers -> List.of(new Case(viewers, false), new Case(viewers, true)).stream())
                .map(one -> new Row<Case, Sample>(one, new ArrayList<>()))
                .toList();
        Gauge gauge = new Gauge(bench);
        gauge.warmUpClients();
        Framelog framelog = bench.framelog();
        try (Camera camera = bench.camera();
                RunningServer mjpeg = framelog.serve(framelog.newTopic(), camera, STREAM)) {
            RunningServer channel = mjpeg.at(channel(mjpeg.stream()));
            gauge.warmUp(mjpeg);
            gauge.warmUp(channel);
            for (int round = 1; round <= bench.options().rounds(); round++) {
                for (Row<Case, Sample> row : rows) {
                    Case one = row.key();
                    Sample sample = gauge.measure(
                            one.channel() ? channel : mjpeg,
                            one.viewers(),
                            bench.options().length());
                    row.samples().add(sample);
                    bench.say(
                            "channel, round %d: %d by %s: %.1f fps, p99 %.1f ms, %.2f s/GB",
                            round,
                            one.viewers(),
                            one.way(),
                            sample.fpsMedian(),
                            sample.p99(),
                            sample.servingPerGigabyte());
                }
            }
            page.heading(2, "The channel of the page's windows");
            page.paragraph(
                    "Windows watch one stream over a WebSocket each, and report every sixth frame. The camera is "
                            + camera.description() + ". Medians of "
                            + bench.options().rounds() + " alternating rounds through one viewer.");
        }
        page.table(
                rows,
                Column.of("clients", row -> Integer.toString(row.key().viewers())),
                Column.of("by", row -> row.key().way()),
                Column.medians("fps, slowest / median", 1, Sample::fpsMin, Sample::fpsMedian),
                Column.medians("age p50 / p99 / max, ms", 1, Sample::p50, Sample::p99, Sample::max),
                Column.medians("CPU s per GB", 2, Sample::servingPerGigabyte),
                Column.medians("memory, MB", 0, Sample::residentMegabytes),
                Column.medians(
                        "pictures left out", 0, sample -> sample.viewers().skipped()),
                Column.medians(
                        "failed connections", 0, sample -> sample.viewers().failed()));
        page.paragraph("The channel's p99 age is " + ratio(rows.get(0), rows.get(1), Sample::p99)
                + " times that of Motion JPEG for one client, and its CPU for a gigabyte "
                + ratio(rows.get(2), rows.get(3), Sample::servingPerGigabyte) + " times for " + VIEWERS.get(1) + ".");
    }

    private static URI channel(URI stream) {
        return URI.create("ws://" + stream.getRawAuthority() + "/ws?stream=" + STREAM);
    }

    private static String ratio(Row<Case, Sample> of, Row<Case, Sample> to, ToDoubleFunction<Sample> figure) {
        return Figures.of(2, to.median(figure) / of.median(figure));
    }
}
